"""The conferences of a company: legs in their seats, what they hear, and the callbacks about them."""

import asyncio
from dataclasses import dataclass, field

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_MS, Int16Array
from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.company_floor import Floor
from voice.sandbox.company_music import Tune, play_document
from voice.sandbox.company_sounds import SILENCE, Speaker, beep
from voice.sandbox.conference import Change, Conference, ConferenceStatus
from voice.sandbox.conference_events import WhyLeft
from voice.sandbox.conference_members import ConferenceRules, Origin
from voice.sandbox.identity import new_sid
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.mixer import Mixer
from voice.sandbox.sounding import is_sounding
from voice.sandbox.twiml_verbs import Ask, ConferenceNoun

SPEECH_MS = 100
SPEECH_OVER_MS = 600
"""When somebody is said to speak, and to have stopped; Twilio does not say how it tells."""


@dataclass(slots=True)
class Seated:
    """A leg in a conference."""

    leg: Leg
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    """It is no longer in it."""
    aside: Speaker = field(default_factory=Speaker)
    """Beeps and announcements that only they hear."""
    tune: Tune | None = None
    sounds_ms: Milliseconds = 0
    """How long they have been speaking, or (negative) silent."""
    heard: Int16Array = field(default_factory=lambda: SILENCE)

    def next(self) -> Int16Array:
        """The leg's source."""
        return self.heard


@dataclass(slots=True)
class Room:
    conference: Conference
    created_ms: Milliseconds
    seated: dict[str, Seated] = field(default_factory=dict[str, Seated])
    updated_ms: Milliseconds = 0
    tells_speech: bool = False
    """Somebody subscribed to who speaks."""

    @property
    def is_over(self) -> bool:
        return self.conference.status is ConferenceStatus.COMPLETED


class Rooms:
    def __init__(self, floor: Floor) -> None:
        self.all: dict[str, Room] = {}
        """Every conference there was, by sid, in the order in which they began."""
        self._floor = floor
        self._mixer = Mixer()
        self._open: dict[str, Room] = {}
        floor.before_listening.append(self._mix)

    def find(self, sid: str) -> Room:
        """The conference of that sid. Raises `CarrierError` 20404."""
        room = self.all.get(sid)
        if room is None:
            raise CarrierError(20404, 404, f"The requested resource /Conferences/{sid}.json was not found")
        return room

    def open(self, name: str) -> Room:
        """The conference of that name, a new one where none is active. Raises `CarrierError` 16003."""
        room = self._open.get(name)
        if room is None:
            conference = Conference(name, new_sid("CF"), self._floor.account.sid)
            now_ms = self._floor.clock.now_ms
            room = self._open[name] = self.all[conference.sid] = Room(conference, now_ms, updated_ms=now_ms)
        return room

    def join(self, leg: Leg, noun: ConferenceNoun) -> asyncio.Event:
        """Seats a leg by TwiML; the event is set once it is out. Raises `CarrierError`."""
        existing = self._open.get(noun.name)
        room = existing or self.open(noun.name)
        ask = noun.status.ask
        rules = ConferenceRules(
            start_on_enter=noun.start_on_enter,
            end_on_exit=noun.end_on_exit,
            muted=noun.muted,
            coach=noun.coach,
            max_participants=noun.most,
            beep=noun.beep,
            wait_url=noun.wait_url,
            wait_method=noun.wait_method,
            status_callback=ask.url if ask else "",
            status_method=ask.method if ask else "POST",
            status_events=noun.status.events,
        )
        try:
            change = room.conference.join(leg.sid, noun.label, rules, Origin.TWIML)
        except CarrierError:
            if existing is None:
                self._forget(room)
            raise
        return self._seat(room, leg, change)

    def join_invited(self, leg: Leg, room: Room, label: str, rules: ConferenceRules) -> asyncio.Event:
        """Seats a leg that REST had invited. Raises `CarrierError`."""
        return self._seat(room, leg, room.conference.join(leg.sid, label, rules, Origin.API))

    def leave(self, leg: Leg, why: str) -> None:
        """Takes a leg out of the conference that it is in, if it still is in one."""
        for room in list(self._open.values()):
            if leg.sid in room.conference.members:
                reason = WhyLeft(why)
                status = str(leg.status) if reason is not WhyLeft.UPDATED_VIA_API else ""
                change = room.conference.leave(leg.sid, reason, status)
                self._unseat(room, leg.sid)
                self.apply(room, change)

    def kick(self, room: Room, name: str) -> None:
        """Raises `CarrierError` 20404."""
        member = room.conference.find(name)
        change = room.conference.leave(member.call_sid, WhyLeft.KICKED)
        self._put_out(room, member.call_sid)
        self.apply(room, change)

    def announce(self, room: Room, ask: Ask, name: str = "") -> None:
        """Plays a document to the participant of that call SID or label, or to all. Raises `CarrierError`."""
        hearers = [room.seated[sid] for sid in room.conference.announce(name) if sid in room.seated]
        self._floor.spawn(self._announce(room, ask, name, hearers))

    async def _announce(self, room: Room, ask: Ask, name: str, hearers: list[Seated]) -> None:
        await asyncio.gather(*(play_document(self._floor, one.leg, ask, one.aside, {}) for one in hearers))
        if not room.is_over:
            self.apply(room, room.conference.announced(ask.url, name))

    def apply(self, room: Room, change: Change) -> None:
        """Carries out what a step of the conference brought about."""
        conference = room.conference
        room.updated_ms = self._floor.clock.now_ms
        url, method = conference.callback
        for event in change.events:
            leg = self._floor.legs.get(event.call_sid)
            if leg is not None:
                leg.note(event.kind.value, conference.friendly_name)
            if event.wanted and url:
                form = {**event.form, "Timestamp": self._floor.timestamp()}
                self._floor.messenger.tell(Ask(url, method), event.kind.value, form, conference.sid)
        for sid in change.disconnected:
            self._put_out(room, sid)
        for sid in change.beeps:
            if sid in room.seated:
                self._floor.spawn(room.seated[sid].aside.play(beep()))
        if room.is_over:
            self._forget(room)
        self._tune(room)

    def _seat(self, room: Room, leg: Leg, change: Change) -> asyncio.Event:
        seated = room.seated[leg.sid] = Seated(leg)
        leg.source = seated
        room.tells_speech = (
            room.tells_speech or "speaker" in room.conference.members[leg.sid].rules.status_events
        )
        self.apply(room, change)
        if self._floor.knobs.forks_end_in_conference:
            leg.streams.stop_all()
        return seated.gone

    def _put_out(self, room: Room, call_sid: str) -> None:
        """One who sat in it goes on behind `<Dial>`; one who was still being dialled is rung no longer."""
        leg = self._floor.legs.get(call_sid)
        if call_sid in room.seated:
            self._unseat(room, call_sid)
        elif leg is not None and not leg.is_in_progress:
            self._floor.hang_up(leg, LegStatus.CANCELED)

    def _unseat(self, room: Room, call_sid: str) -> None:
        seated = room.seated.pop(call_sid, None)
        if seated is None:
            return
        if seated.tune is not None:
            seated.tune.stop()
        if seated.leg.source is seated:
            seated.leg.source = seated.leg.speaker
        seated.gone.set()

    def _forget(self, room: Room) -> None:
        name = room.conference.friendly_name
        if self._open.get(name) is room:
            del self._open[name]
        for sid in list(room.seated):
            self._unseat(room, sid)

    def _tune(self, room: Room) -> None:
        """Starts, changes and stops the music of those who are apart."""
        conference = room.conference
        waiting = conference.waiting
        for sid, seated in room.seated.items():
            member = conference.members[sid]
            form = {"ConferenceSid": conference.sid, "FriendlyName": conference.friendly_name}
            if not member.hold and sid not in waiting:
                if seated.tune is not None:
                    seated.tune.stop()
                    seated.tune = None
                continue
            url, method = (
                (member.hold_url, member.hold_method)
                if member.hold
                else (member.wait_url, member.wait_method)
            )
            ask = None if url is None else Ask(url, method)
            if seated.tune is None or seated.tune.ask != ask:
                if seated.tune is not None:
                    seated.tune.stop()
                seated.tune = Tune(self._floor, seated.leg, ask, form)

    def _mix(self) -> None:
        for room in self._open.values():
            seated = room.seated
            if not seated:
                continue
            spoken = {sid: one.leg.said for sid, one in seated.items()}
            music = {sid: one.tune.next() for sid, one in seated.items() if one.tune is not None}
            asides = {sid: one.aside.next() for sid, one in seated.items() if one.aside.is_playing}
            heard = self._mixer.mix(spoken, room.conference.seats(music, asides))
            for sid, one in seated.items():
                one.heard = heard.get(sid, SILENCE)
            if room.tells_speech:
                self._listen_for_speech(room)

    def _listen_for_speech(self, room: Room) -> None:
        """Tells of those who begin to speak, and of those who have stopped."""
        for sid, one in list(room.seated.items()):
            sounds = is_sounding(one.leg.said)
            if sounds:
                one.sounds_ms = max(one.sounds_ms, 0) + FRAME_MS
            else:
                one.sounds_ms = min(one.sounds_ms, 0) - FRAME_MS
            if one.sounds_ms == SPEECH_MS or one.sounds_ms == -SPEECH_OVER_MS:
                self.apply(room, room.conference.speaks(sid, sounds))
