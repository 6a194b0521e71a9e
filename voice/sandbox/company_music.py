"""What someone who waits or is on hold hears: the company's music, silence, or what a document plays."""

import asyncio

from voice.audio.types import Int16Array
from voice.sandbox.company_floor import Floor
from voice.sandbox.company_sounds import Silent, Source, Speaker, music
from voice.sandbox.leg import Leg
from voice.sandbox.problem import CallFailed
from voice.sandbox.program_speech import Sounding
from voice.sandbox.twiml import Pause, Redirect, Say, TwimlError
from voice.sandbox.twiml_company import parse_company
from voice.sandbox.twiml_verbs import Ask, Play


class Tune:
    """Begins at once, and goes on until it is stopped."""

    def __init__(self, floor: Floor, leg: Leg, ask: Ask | None, form: dict[str, str] | None = None) -> None:
        """`ask`: None is the company's own music, an empty address is silence."""
        self.ask = ask
        self._task: asyncio.Task[None] | None = None
        self._source: Source
        if ask is None:
            self._source = music()
        elif not ask.url:
            self._source = Silent()
        else:
            speaker = Speaker()
            self._source = speaker
            self._task = floor.spawn(play_document(floor, leg, ask, speaker, form or {}))

    def next(self) -> Int16Array:
        return self._source.next()

    def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()


async def play_document(floor: Floor, leg: Leg, ask: Ask, speaker: Speaker, form: dict[str, str]) -> None:
    """Plays what a document of only Play, Say, Pause and Redirect sounds; silence follows its end."""
    sounding = Sounding(floor, speaker, leg.note)
    following: Ask | None = ask
    try:
        while following is not None:
            about = leg.identity.form(str(leg.status)) | form
            url, fetched = await floor.messenger.document(following, about, leg.sid)
            following = None
            for verb in parse_company(fetched.body, fetched.content_type, url):
                match verb:
                    case Say() | Play() | Pause():
                        await sounding.sound(verb)
                    case Redirect(target, method):
                        following = Ask(target, method)
                        break
                    case _:
                        raise TwimlError(
                            f"13210: <{type(verb).__name__}> in what someone who waits is to hear; "
                            "it takes Play, Say, Pause and Redirect"
                        )
    except (CallFailed, TwimlError) as error:
        leg.warn(f"the wait music: {error}")
