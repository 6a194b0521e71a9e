"""The ledger beside an independent model of the player: it never claims more than the model has played."""

from collections import deque

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from voice.twilio.ledger import MarkVerdict, PlaybackLedger

FRAME_MS = 20
CHARACTER_MS = 10


class Player:
    """Twilio's play buffer in whole milliseconds: audio and marks in a queue, which a clear empties."""

    def __init__(self, echoes_at_once):
        self.echoes_at_once = echoes_at_once
        self.queue = deque()
        self.now = 0
        self.played_ms = {}
        self.back = []

    def run_until(self, now):
        while self.queue:
            what, value = self.queue[0]
            if what == "mark":
                self.back.append((self.now, value))
                self.queue.popleft()
            elif self.now < now:
                step = min(value[1], now - self.now)
                utterance, left = value
                self.played_ms[utterance] = self.played_ms.get(utterance, 0) + step
                self.now += step
                if left > step:
                    self.queue[0] = ("audio", (utterance, left - step))
                else:
                    self.queue.popleft()
            else:
                break
        self.now = now

    def take(self, what, value):
        if what == "clear":
            self.back += [(self.now, name) for kind, name in self.queue if kind == "mark"]
            self.queue.clear()
        elif what == "mark" and self.echoes_at_once:
            self.back.append((self.now, value))
        else:
            self.queue.append((what, value))


class LedgerBesidePlayer(RuleBasedStateMachine):
    @initialize(
        there=st.sampled_from([0, 80, 200]),
        back=st.sampled_from([0, 120, 400]),
        peer=st.sampled_from(["honest", "mute", "echo"]),
    )
    def connect(self, there, back, peer):
        self.there, self.back_ms, self.peer = there, back, peer
        self.player = Player(echoes_at_once=peer == "echo")
        self.ledger = PlaybackLedger()
        self.now = 0
        self.under_way = deque()
        self.sent_ms = {}
        self.marked = {}
        self.cut = set()
        self.open = 0

    @property
    def seconds(self):
        return self.now / 1000

    def transmit(self, what, value=None):
        self.under_way.append((self.now + self.there, what, value))

    @rule()
    def begin(self):
        self.open = self.ledger.begin(f"u{len(self.sent_ms)}", self.seconds)
        self.sent_ms[f"u{len(self.sent_ms)}"] = 0

    @precondition(lambda self: self.open)
    @rule(frames=st.integers(1, 100))
    def send(self, frames):
        utterance = f"u{len(self.sent_ms) - 1}"
        self.sent_ms[utterance] += frames * FRAME_MS
        self.ledger.sent(self.open, frames * 160, self.sent_ms[utterance] // CHARACTER_MS, self.seconds)
        self.transmit("audio", (utterance, frames * FRAME_MS))

    @precondition(lambda self: self.open)
    @rule()
    def mark(self):
        utterance = f"u{len(self.sent_ms) - 1}"
        self.transmit("mark", self.ledger.mark_name(self.open, self.seconds))
        self.marked[utterance] = self.sent_ms[utterance]

    @rule()
    def clear(self):
        before = {name: self.ledger.heard(name, self.seconds) for name in self.sent_ms}
        self.ledger.cleared(self.seconds)
        self.cut |= {name for name, heard in before.items() if not heard.finished}
        self.transmit("clear")
        self.open = 0
        assert not self.ledger.playing(self.seconds)

    @rule(ms=st.integers(0, 3000))
    def wait(self, ms):
        self.pass_time(self.now + ms)

    @rule()
    def wait_for_the_deadline(self):
        deadline = self.ledger.next_deadline(self.seconds)
        if deadline is not None:
            assert deadline > self.seconds
            self.pass_time(int(deadline * 1000) + 1)

    def pass_time(self, until):
        """Delivers what is under way, either way, at its time."""
        while self.under_way and self.under_way[0][0] <= until:
            at, what, value = self.under_way.popleft()
            self.player.run_until(at)
            self.player.take(what, value)
        self.player.run_until(until)
        returning = sorted(
            (at + self.back_ms, order, name) for order, (at, name) in enumerate(self.player.back)
        )
        self.player.back = [(at - self.back_ms, name) for at, _, name in returning if at > until]
        for at, _, name in returning:
            if at <= until and self.peer != "mute":
                assert self.ledger.mark_returned(name, at / 1000) is not MarkVerdict.DUPLICATE
        self.now = until

    @invariant()
    def nothing_is_heard_that_was_not_played(self):
        for name, sent_ms in self.sent_ms.items():
            heard = self.ledger.heard(name, self.seconds)
            played_ms = self.player.played_ms.get(name, 0)
            assert heard.ms <= played_ms + self.there + FRAME_MS
            assert heard.ms <= sent_ms
            assert heard.text_end <= heard.ms // CHARACTER_MS
            if heard.finished and name not in self.cut and self.peer != "echo":
                assert heard.ms == sent_ms == played_ms
            if heard.confirmed:
                assert self.peer != "mute"

    @invariant()
    def the_line_is_silent_when_the_ledger_says_so(self):
        if self.ledger.playing(self.seconds) or self.peer == "echo":
            return
        uncut = {name: ms for name, ms in self.sent_ms.items() if name not in self.cut}
        assert all(self.player.played_ms.get(name, 0) == ms for name, ms in uncut.items())

    def teardown(self):
        if not hasattr(self, "ledger"):
            return
        self.pass_time(self.now + sum(self.sent_ms.values()) + 3000)
        assert not self.ledger.playing(self.seconds)
        assert self.ledger.next_deadline(self.seconds) is None
        assert self.ledger.queued_ms(self.seconds) == 0
        for name, sent_ms in self.sent_ms.items():
            heard = self.ledger.heard(name, self.seconds)
            if name in self.cut:
                assert heard.finished
            elif sent_ms:
                assert heard.finished
                assert heard.ms == sent_ms
                assert heard.text_end == sent_ms // CHARACTER_MS
                if self.peer == "honest" and self.marked.get(name) == sent_ms:
                    assert heard.confirmed


TestLedgerBesidePlayer = LedgerBesidePlayer.TestCase
TestLedgerBesidePlayer.settings = settings(deadline=None, max_examples=100, stateful_step_count=30)
