import shutil
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tokenizers

from benchmarks.models.whisper import SHAPES, TWELVE_WORDS, make_whisper
from config.settings import RecogniserSettings
from voice.audio.types import Int16Array
from voice.speech.models import EngineMissing
from voice.speech.recogniser import RecognitionRequest, Urgency
from voice.speech.whisper import WhisperRecogniser, available_cores, whisper_tokenizer

TOY = SHAPES["toy.en"]
SETTINGS = RecogniserSettings(device="cpu", workers=1)
TEXT = " ".join(TWELVE_WORDS)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_whisper(tmp_path_factory.mktemp("models") / "toy.en", TOY)


def speech(seconds: float = 3.0, level: float = 2000) -> Int16Array:
    return np.random.default_rng(1).normal(0, level, int(8000 * seconds)).astype(np.int16)


def request(
    pcm: Int16Array | None = None, urgency: Urgency = Urgency.FINAL, speech_ms: int = 1000
) -> RecognitionRequest:
    return RecognitionRequest("call", "turn", speech() if pcm is None else pcm, urgency, speech_ms)


def test_a_model_directory_is_loaded_and_understands(model: Path) -> None:
    recogniser = WhisperRecogniser(SETTINGS, model, "en-US")
    recogniser.warm_up()
    [recognition] = recogniser.recognise([request()])
    assert recognition.text == TEXT
    assert recognition.confidence > 0.9
    assert recognition.engine == recogniser.name == "faster-whisper toy.en"
    assert recogniser.counts.second_decodes == 0
    recogniser.close()


def test_a_batch_gives_one_recognition_a_request_in_order(model: Path) -> None:
    recogniser = WhisperRecogniser(SETTINGS, model)
    quiet = request(speech(level=10))
    results = recogniser.recognise([quiet, request(), request(speech_ms=100), request(speech(2.5))])
    assert [result.text for result in results] == ["", TEXT, "", TEXT]
    assert "too quiet" in results[0].rejected
    assert "too little speech" in results[2].rejected
    assert recogniser.counts.decodes == 2


def test_beam_search_understands_the_same(model: Path) -> None:
    recogniser = WhisperRecogniser(RecogniserSettings(device="cpu", workers=1, beam=5), model)
    assert recogniser.recognise([request()])[0].text == TEXT


def test_requests_of_one_window_share_a_batch(model: Path) -> None:
    recogniser = WhisperRecogniser(SETTINGS, model)
    keys = [recogniser.batch_key(request(speech(seconds))) for seconds in (1, 8, 9, 29)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    always = WhisperRecogniser(RecogniserSettings(device="cpu", short_window=False), model)
    assert always.batch_key(request(speech(1))) == always.batch_key(request(speech(29))) == keys[3]


def test_a_text_that_looks_wrong_is_decoded_once_more_with_the_full_window(tmp_path: Path) -> None:
    doubtful = make_whisper(tmp_path / "doubtful", TOY, certainty=7.0)
    recogniser = WhisperRecogniser(SETTINGS, doubtful)
    [recognition] = recogniser.recognise([request()])
    assert (recogniser.counts.decodes, recogniser.counts.second_decodes) == (2, 1)
    assert recognition.confidence < 0.4


def test_only_the_doubtful_one_of_a_batch_is_decoded_again(model: Path) -> None:
    recogniser = WhisperRecogniser(SETTINGS, model)
    too_short_for_the_words = request(speech(0.5))
    recogniser.recognise([request(), too_short_for_the_words])
    assert (recogniser.counts.decodes, recogniser.counts.second_decodes) == (3, 1)


def test_a_partial_is_never_decoded_again(tmp_path: Path) -> None:
    doubtful = make_whisper(tmp_path / "doubtful", TOY, certainty=7.0)
    recogniser = WhisperRecogniser(SETTINGS, doubtful)
    recogniser.recognise([request(urgency=Urgency.PARTIAL)])
    assert (recogniser.counts.decodes, recogniser.counts.second_decodes) == (1, 0)


def test_with_the_full_window_there_is_no_second_decode(tmp_path: Path) -> None:
    doubtful = make_whisper(tmp_path / "doubtful", TOY, certainty=7.0)
    recogniser = WhisperRecogniser(RecogniserSettings(device="cpu", workers=1, short_window=False), doubtful)
    recogniser.recognise([request()])
    assert (recogniser.counts.decodes, recogniser.counts.second_decodes) == (1, 0)


def test_a_loop_is_rejected_with_its_reason(tmp_path: Path) -> None:
    looping = make_whisper(tmp_path / "looping", TOY, words=["so"] * 14)
    [recognition] = WhisperRecogniser(SETTINGS, looping).recognise([request()])
    assert recognition.text == ""
    assert recognition.rejected == "a repeated loop (“so”)"


def test_whisperlive_185_thanks_for_watching_on_noise_is_rejected_by_the_models_own_doubt(
    tmp_path: Path,
) -> None:
    words = ["thanks", "for", "watching"]
    silent = make_whisper(tmp_path / "silent", TOY, words=words, hears_silence=True)
    sure = make_whisper(tmp_path / "sure", TOY, words=words)
    [of_noise] = WhisperRecogniser(SETTINGS, silent).recognise([request()])
    [of_speech] = WhisperRecogniser(SETTINGS, sure).recognise([request()])
    assert "silence is taken for" in of_noise.rejected
    assert of_speech.text == "thanks for watching"


def test_a_long_answer_is_not_cut_to_half_of_its_limit(tmp_path: Path) -> None:
    words = [f"w{number}" for number in range(40)]
    long = make_whisper(tmp_path / "long", TOY, words=words)
    recogniser = WhisperRecogniser(SETTINGS, long)
    assert recogniser.recognise([request(speech(7.0))])[0].text == " ".join(words)
    assert recogniser.counts.second_decodes == 0


def test_faster_whisper_1419_and_599_workers_times_threads_are_at_most_the_cores(model: Path) -> None:
    recogniser = WhisperRecogniser(RecogniserSettings(device="cpu"), model)
    recogniser.warm_up()
    loaded = recogniser._model()
    assert recogniser.parallel == loaded.model.num_workers == available_cores()


def test_threads_may_decode_at_once(model: Path) -> None:
    recogniser = WhisperRecogniser(RecogniserSettings(device="cpu", workers=2), model)
    texts: list[str] = []

    def decode(seconds: float) -> None:
        texts.extend(each.text for each in recogniser.recognise([request(speech(seconds))]))

    threads = [threading.Thread(target=decode, args=(seconds,)) for seconds in (2.0, 9.0, 14.0, 25.0)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert texts == [TEXT] * 4


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
def test_a_directory_that_lacks_a_file_says_which(model: Path, tmp_path: Path, name: str) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(model, broken)
    (broken / name).unlink()
    with pytest.raises(EngineMissing, match=rf"{name} is missing.*attendant models pull"):
        WhisperRecogniser(SETTINGS, broken)


def test_a_broken_model_says_that_it_cannot_be_loaded(model: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(model, broken)
    (broken / "model.bin").write_bytes(b"not a model")
    with pytest.raises(EngineMissing, match="cannot be loaded as a Whisper model"):
        WhisperRecogniser(SETTINGS, broken).warm_up()


def test_a_missing_directory_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="there is no such model directory"):
        WhisperRecogniser(SETTINGS, tmp_path / "nowhere")


def test_an_english_model_is_not_asked_for_another_language(model: Path) -> None:
    with pytest.raises(EngineMissing, match="English-only"):
        WhisperRecogniser(SETTINGS, model, "de-DE").warm_up()


def test_a_language_that_whisper_does_not_know_is_named(model: Path) -> None:
    tokenizer = tokenizers.Tokenizer.from_file(str(model / "tokenizer.json"))
    with pytest.raises(EngineMissing, match="'tlh' is not a valid language code"):
        whisper_tokenizer(tokenizer, multilingual=True, language="tlh")


def test_the_prompt_names_the_language_only_where_the_model_has_several(model: Path) -> None:
    tokenizer = tokenizers.Tokenizer.from_file(str(model / "tokenizer.json"))
    english = whisper_tokenizer(tokenizer, multilingual=False, language="en")
    several = whisper_tokenizer(tokenizer, multilingual=True, language="en")
    assert len(english.sot_sequence) == 1
    assert several.sot_sequence[1:] == [
        tokenizer.token_to_id("<|en|>"),
        tokenizer.token_to_id("<|transcribe|>"),
    ]


def in_spanish() -> RecognitionRequest:
    return replace(request(), language="es-US")


def test_an_english_only_model_says_so_and_rejects_other_languages(model: Path) -> None:
    recogniser = WhisperRecogniser(SETTINGS, model)
    assert recogniser.languages == frozenset({"en"})
    english, spanish = recogniser.recognise([request(), in_spanish()])
    assert english.text == TEXT
    assert spanish.text == ""
    assert "does not understand es-US" in spanish.rejected


def test_the_language_is_each_requests_own_and_never_shares_a_batch(model: Path) -> None:
    recogniser = WhisperRecogniser(SETTINGS, model)
    assert recogniser.batch_key(request()) != recogniser.batch_key(in_spanish())
    assert recogniser.batch_key(in_spanish()) == recogniser.batch_key(replace(request(), language="es-MX"))


def test_what_a_greedy_decode_is_unsure_of_is_looked_at_for_other_readings(
    tmp_path: Path, model: Path
) -> None:
    doubtful = WhisperRecogniser(SETTINGS, make_whisper(tmp_path / "doubtful", TOY, certainty=7.0))
    [unsure] = doubtful.recognise([request()])
    [sure] = WhisperRecogniser(SETTINGS, model).recognise([request()])
    assert 0 < len(unsure.alternatives) <= 5
    assert unsure.text not in unsure.alternatives
    assert len(set(unsure.alternatives)) == len(unsure.alternatives)
    assert sure.alternatives == ()
    [partial] = doubtful.recognise([request(urgency=Urgency.PARTIAL)])
    assert partial.alternatives == ()
