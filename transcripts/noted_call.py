"""A call as a note on it is written: its events, looked up by what sentences stand on."""

from collections.abc import Iterable, Sequence

from config.centre import Centre
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallEnded,
    CallStarted,
    LanguageChosen,
    PersonStepped,
    Speaker,
    SummarySentence,
    TransferCompleted,
    Utterance,
    WordFixed,
)
from transcripts.outcome import judge_outcome
from transcripts.wrap_up_words import words_in


class NotedCall:
    """`centre`: in the language of the note."""

    def __init__(self, events: Sequence[AnyEvent], centre: Centre) -> None:
        self.events = events
        self.centre = centre
        self.words = words_in(centre.language)
        self.spoken: dict[str, Utterance | BotSaid] = {}
        self.fixes: dict[str, list[WordFixed]] = {}
        self.language = ""
        """Of the talk, which need not be that of the note."""
        self.agent = ""
        """Who had the call last; empty: nobody did."""
        self.talked_ms = 0
        for event in events:
            match event:
                case Utterance() | BotSaid():
                    self.spoken[event.utterance_id] = event
                case WordFixed():
                    self.fixes.setdefault(event.utterance_id, []).append(event)
                case CallStarted():
                    self.language = self.language or event.language
                case LanguageChosen():
                    self.language = event.language
                case TransferCompleted():
                    self.agent, self.talked_ms = event.agent, event.at_ms
                case _:
                    pass
        self.judged = judge_outcome(events)
        self.steps = [event for event in events if isinstance(event, PersonStepped)]

    def said(self, speaker: Speaker) -> list[Utterance]:
        return [
            one
            for one in self.spoken.values()
            if isinstance(one, Utterance) and one.speaker is speaker and one.text.strip()
        ]

    def text_of(self, said: Utterance) -> str:
        """With the words that the agent has put right."""
        text = " ".join(said.text.split())
        for fix in self.fixes.get(said.utterance_id, ()):
            text = text.replace(fix.heard, fix.meant) if fix.heard else text
        return text

    @property
    def end(self) -> AnyEvent:
        """What "nothing is known of it" stands on: the end, or the last that has happened."""
        return next((event for event in self.events if isinstance(event, CallEnded)), self.events[-1])

    def sentence(
        self, section: str, text: str, utterances: Iterable[str] = (), sequences: Iterable[int] = ()
    ) -> SummarySentence:
        """Ids which the call does not have are left out; they support nothing."""
        ids = tuple(dict.fromkeys(one for one in utterances if one in self.spoken))
        numbers = tuple(dict.fromkeys(sequences))
        heard = [self.spoken[one].start_ms for one in ids]
        start_ms = min(heard) if heard else self._at(numbers)
        return SummarySentence(
            section=section, text=text, utterance_ids=ids, sequences=numbers, start_ms=start_ms
        )

    def on(self, section: str, text: str, *events: AnyEvent, said: Iterable[str] = ()) -> SummarySentence:
        return self.sentence(section, text, said, [event.sequence for event in events])

    def agent_title(self, name: str) -> str:
        agent = self.centre.agent(name)
        return agent.title if agent is not None else name

    def queue_title(self, name: str) -> str:
        return next((one.title for one in self.centre.queues if one.name == name), name)

    def _at(self, sequences: Sequence[int]) -> int:
        return min((event.at_ms for event in self.events if event.sequence in sequences), default=0)
