"""One pocketsphinx decoder in a process of its own: it holds Python's lock while it decodes.

Run by `voice.speech.pocketsphinx`, and spoken to over the socket whose descriptor is its argument: 16 kHz
samples in, a `SphinxAnswer` out. It ends when that socket closes, also when the service was killed.
"""

import signal
import sys
from multiprocessing.connection import Connection
from typing import Any, cast

import msgspec
from pocketsphinx import Decoder

ALTERNATIVES = 5
_LOOKED_AT = 40
"""Hypotheses that the lattice is asked for: many differ in pauses and pronunciations only."""


class SphinxTask(msgspec.Struct, frozen=True):
    """What to load: sent once, before any audio."""

    language_model: str
    """The path of an ARPA file."""


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
            decoder = Decoder(lm=task.language_model, samprate=16000, loglevel="FATAL")
            answer = SphinxAnswer("", (), ())
            while True:
                line.send_bytes(encoder.encode(answer))
                answer = _decode(decoder, line.recv_bytes())
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
