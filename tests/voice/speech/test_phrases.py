import asyncio
import threading

import numpy as np
import pytest

from voice.audio import mulaw
from voice.audio.types import Int16Array
from voice.speech.clauses import split_clauses
from voice.speech.phrases import PhraseCache, SpeechSource, faded_in, whole_frames


class Counting:
    """A synthesiser that remembers what it was asked, and on which thread."""

    name = "counting"
    version = "1"

    def __init__(self, samples: int = 1000) -> None:
        self.samples = samples
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.hold: threading.Event | None = None
        self.entered = threading.Event()

    def warm_up(self) -> None: ...

    def close(self) -> None: ...

    def synthesise(self, text: str, pace: float = 1.0) -> Int16Array:
        self.asked.append(text)
        self.threads.add(threading.get_ident())
        self.entered.set()
        if self.hold is not None:
            assert self.hold.wait(10)
        return np.full(self.samples, 12000, np.int16)


async def test_a_clause_is_telephone_audio_in_whole_frames() -> None:
    source = SpeechSource(Counting(1000), PhraseCache(10_000), workers=1)
    audio = await source.clause("hello")
    assert len(audio) == 1120
    assert set(audio[1000:]) == {mulaw.SILENCE}
    await source.close()


@pytest.mark.parametrize("samples", [0, 1, 159, 160, 161, 16001])
async def test_pipecat_5090_and_4952_an_odd_number_of_samples_never_makes_a_broken_chunk(
    samples: int,
) -> None:
    source = SpeechSource(Counting(samples), PhraseCache(100_000), workers=1)
    audio = await source.clause("hello")
    assert len(audio) % 160 == 0
    assert len(audio) - samples in range(160)
    await source.close()


async def test_ava_synthesis_on_the_loop_froze_every_call_so_it_runs_off_it() -> None:
    engine = Counting()
    engine.hold = threading.Event()
    source = SpeechSource(engine, PhraseCache(10_000), workers=1)
    clause = asyncio.create_task(source.clause("hello"))
    assert await asyncio.to_thread(engine.entered.wait, 10)
    assert not clause.done(), "the loop runs on while the synthesiser works"
    engine.hold.set()
    await clause
    assert threading.get_ident() not in engine.threads
    await source.close()


async def test_a_prepared_phrase_is_not_synthesised_again() -> None:
    engine = Counting()
    source = SpeechSource(engine, PhraseCache(100_000), workers=2)
    await source.prepare(["Good morning.", "Goodbye."])
    assert await source.clause("Good morning.") == await source.clause(" Good morning. ")
    assert engine.asked == ["Good morning.", "Goodbye."]
    await source.close()


async def test_another_version_of_the_voice_is_another_phrase() -> None:
    engine = Counting()
    source = SpeechSource(engine, PhraseCache(100_000), workers=1)
    await source.clause("hello")
    engine.version = "2"
    await source.clause("hello")
    assert engine.asked == ["hello", "hello"]
    await source.close()


async def test_a_synthesiser_that_fails_is_heard_of_and_tried_again() -> None:
    engine = Counting()
    source = SpeechSource(engine, PhraseCache(100_000), workers=1)
    speak, engine.synthesise = engine.synthesise, _broken  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="no voice"):
        await source.clause("hello")
    engine.synthesise = speak  # type: ignore[method-assign]
    assert await source.clause("hello")
    await source.close()


def test_the_first_30_ms_are_faded_in() -> None:
    loud = np.full(800, 20000, np.int16)
    risen = faded_in(loud)
    assert risen[0] == 0
    assert (np.diff(risen[:240]) > 0).all()
    assert (risen[240:] == 20000).all()
    assert (loud == 20000).all(), "the original is left alone"
    assert faded_in(loud[:10]).size == 10
    assert faded_in(loud[:0]).size == 0


def test_whole_frames_are_filled_up_with_silence() -> None:
    assert whole_frames(np.ones(161, np.int16)).tolist() == [1] * 161 + [0] * 159
    assert whole_frames(np.ones(160, np.int16)).size == 160


def test_the_longest_unused_phrase_goes_first() -> None:
    cache = PhraseCache(3500)
    for text in ("a", "b", "c"):
        cache.put(("engine", "1", text, 1.0), bytes(900))
    assert cache.get(("engine", "1", "a", 1.0)) is not None
    cache.put(("engine", "1", "d", 1.0), bytes(900))
    kept = [text for text in "abcd" if cache.get(("engine", "1", text, 1.0)) is not None]
    assert kept == ["a", "c", "d"]
    assert cache.size <= 3500


def test_a_phrase_over_the_limit_is_not_kept_and_drives_nothing_out() -> None:
    cache = PhraseCache(2000)
    cache.put(("engine", "1", "small", 1.0), bytes(900))
    cache.put(("engine", "1", "huge", 1.0), bytes(5000))
    assert len(cache) == 1
    assert cache.get(("engine", "1", "small", 1.0)) is not None


def test_replacing_a_phrase_does_not_count_it_twice() -> None:
    cache = PhraseCache(10_000)
    for _ in range(5):
        cache.put(("engine", "1", "a", 1.0), bytes(900))
    once = PhraseCache(10_000)
    once.put(("engine", "1", "a", 1.0), bytes(900))
    assert cache.size == once.size


def _broken(text: str, pace: float) -> Int16Array:
    raise RuntimeError("no voice")


class Spanish(Counting):
    name = "counting es"


async def test_each_language_has_its_own_voice_and_its_own_phrases() -> None:
    english, spanish = Counting(1000), Spanish(2000)
    source = SpeechSource(english, PhraseCache(100_000), workers=1, voices={"es-US": spanish})
    await source.clause("no", "en-US")
    await source.clause("no", "es-US")
    await source.clause("no", "fr")
    assert (english.asked, spanish.asked) == (["no"], ["no"])
    assert len(await source.clause("no", "es-US")) > len(await source.clause("no"))
    await source.close()


async def test_a_voice_serves_the_other_regions_of_its_language() -> None:
    spanish = Spanish()
    source = SpeechSource(Counting(), PhraseCache(100_000), workers=1, voices={"es": spanish})
    assert source.voice("es-MX") is spanish
    assert source.voice("en-US") is not spanish
    await source.close()


async def test_a_likely_sentence_is_ready_when_it_is_said() -> None:
    engine = Counting()
    source = SpeechSource(engine, PhraseCache(100_000), workers=1, first_clause_words=3)
    source.warm(["That is booked. A technician comes."])
    await until_idle(source)
    made = list(engine.asked)
    assert len(made) > 1
    for clause in split_clauses("That is booked. A technician comes.", 3):
        await source.clause(clause)
    assert engine.asked == made
    await source.close()


async def test_nothing_is_made_ahead_while_a_call_waits_for_the_voice() -> None:
    engine = Counting()
    engine.hold = threading.Event()
    source = SpeechSource(engine, PhraseCache(100_000), workers=1)
    live = asyncio.create_task(source.clause("now"))
    assert await asyncio.to_thread(engine.entered.wait, 10)
    source.warm(["later"])
    preparing = asyncio.create_task(source.prepare(["much later"]))
    for _ in range(20):
        await asyncio.sleep(0)
    assert engine.asked == ["now"]
    engine.hold.set()
    await live
    await preparing
    assert engine.asked == ["now", "later", "much later"]
    await source.close()


async def test_a_call_that_needs_what_is_being_made_waits_for_it_and_does_not_make_it_again() -> None:
    engine = Counting()
    engine.hold = threading.Event()
    source = SpeechSource(engine, PhraseCache(100_000), workers=1)
    source.warm(["hello"])
    assert await asyncio.to_thread(engine.entered.wait, 10)
    live = asyncio.create_task(source.clause("hello"))
    await asyncio.sleep(0)
    engine.hold.set()
    assert await live
    assert engine.asked == ["hello"]
    await source.close()


async def test_an_interrupted_caller_of_a_clause_does_not_take_it_from_another() -> None:
    engine = Counting()
    engine.hold = threading.Event()
    source = SpeechSource(engine, PhraseCache(100_000), workers=1)
    first = asyncio.create_task(source.clause("hello"))
    second = asyncio.create_task(source.clause("hello"))
    assert await asyncio.to_thread(engine.entered.wait, 10)
    first.cancel()
    engine.hold.set()
    assert await second
    assert engine.asked == ["hello"]
    await source.close()


async def test_what_cannot_be_made_ahead_is_tried_again_when_it_is_said() -> None:
    engine = Counting()
    source = SpeechSource(engine, PhraseCache(100_000), workers=1)
    speak, engine.synthesise = engine.synthesise, _broken  # type: ignore[method-assign]
    source.warm(["hello"])
    await until_idle(source)
    engine.synthesise = speak  # type: ignore[method-assign]
    assert await source.clause("hello")
    await source.close()


async def until_idle(source: SpeechSource) -> None:
    warming = source._warming
    assert warming is not None
    await warming
