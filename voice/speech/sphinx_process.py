"""One pocketsphinx decoder in a process of its own: it holds Python's lock while it decodes.

Run by `voice.speech.pocketsphinx`, and spoken to over the socket whose descriptor is its argument: 16 kHz
samples in, a `SphinxAnswer` out. It ends when that socket closes, also when the service was killed.
"""

import signal
import sys
from multiprocessing.connection import Connection
from typing import Any, Final, cast

import msgspec
from pocketsphinx import Decoder

OPEN: Final = "open"
ALTERNATIVES = 5
_LOOKED_AT = 40
"""Hypotheses that the lattice is asked for: many differ in pauses and pronunciations only."""


class SphinxTask(msgspec.Struct, frozen=True):
    """What to load: sent once, before any audio."""

    language_models: dict[str, str]
    """The path of an ARPA file for each kind of reply; "open" is used where there is none of its own."""


class SphinxUtterance(msgspec.Struct, frozen=True):
    samples: bytes
    """16 kHz, int16, little-endian."""
    expected: str = "open"


class SphinxAnswer(msgspec.Struct, frozen=True):
    text: str
    word_probabilities: tuple[float, ...]
    """Each word's posterior in the lattice, 0 to 1."""
    alternatives: tuple[str, ...]
    fault: str = ""
    """Why there is no answer."""


def main(descriptor: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    encoder = msgspec.msgpack.Encoder()
    with Connection(descriptor) as line:
        try:
            task = msgspec.msgpack.decode(line.recv_bytes(), type=SphinxTask)
            decoder = Decoder(lm=task.language_models[OPEN], samprate=16000, loglevel="FATAL")
            usual = decoder.current_search()
            searches = {expected: expected for expected in task.language_models if expected != OPEN}
            for expected in searches:
                decoder.add_lm_file(expected, task.language_models[expected])
            answer = SphinxAnswer("", (), ())
            while True:
                line.send_bytes(encoder.encode(answer))
                utterance = msgspec.msgpack.decode(line.recv_bytes(), type=SphinxUtterance)
                decoder.activate_search(searches.get(utterance.expected, usual))
                answer = _decode(decoder, utterance.samples)
        except (RuntimeError, ValueError) as error:
            line.send_bytes(encoder.encode(SphinxAnswer("", (), (), fault=f"{error}")))
        except (EOFError, ConnectionError):
            return


def _decode(decoder: Any, samples: bytes) -> SphinxAnswer:
    decoder.start_utt()
    decoder.process_raw(samples, full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    if best is None or not best.hypstr:
        return SphinxAnswer("", (), ())
    words = [segment for segment in decoder.seg() if _is_word(segment.word)]
    others: list[str] = []
    for _, hypothesis in zip(range(_LOOKED_AT), decoder.nbest(), strict=False):
        text = cast(str, hypothesis.hypstr) if hypothesis is not None else ""
        if text and text != best.hypstr and text not in others:
            others.append(text)
        if len(others) == ALTERNATIVES:
            break
    return SphinxAnswer(
        text=best.hypstr,
        word_probabilities=tuple(min(1.0, float(segment.prob)) for segment in words),
        alternatives=tuple(others),
    )


def _is_word(word: str) -> bool:
    return word[:1] not in "<[+"


if __name__ == "__main__":
    main(int(sys.argv[1]))
