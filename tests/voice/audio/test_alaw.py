"""Against the tables of ITU-T G.711 (11/1988), built from their segment end points, and against audioop."""

import warnings

import numpy as np
import pytest

from voice.audio import alaw

SEGMENT_ENDS = (64, 128, 256, 512, 1024, 2048, 4096)
"""Table 1a, column 4: positive decision values at the ends of the segments, of 13 bits."""

QUANTISED = {
    0xFF: 4032, 0xF0: 2112, 0xE0: 1056, 0xD0: 528, 0xC0: 264,
    0xB0: 132, 0xA0: 66, 0x81: 3, 0x80: 1,
}  # fmt: skip
"""Table 1a, columns 6 and 7: character signals before the inversion of the even bits, and their values."""

EVERY_CODE = bytes(range(256))
EVERY_SAMPLE = np.arange(-32768, 32768).astype(np.int16)


def decision_values() -> list[int]:
    """x0 to x127: the first segment has 32 intervals, the others 16."""
    values, start = list(range(0, 64, 2)), 64
    for end in SEGMENT_ENDS[1:]:
        values += range(start, end, (end - start) // 16)
        start = end
    return values


def test_the_table_of_the_itu_has_128_decision_values() -> None:
    assert len(decision_values()) == 128


@pytest.mark.parametrize(("signal", "value"), QUANTISED.items())
def test_codes_decode_to_the_values_printed_in_table_1(signal: int, value: int) -> None:
    assert alaw.decode(bytes([signal ^ 0x55]))[0] == 8 * value
    assert alaw.decode(bytes([signal ^ 0x55 ^ 0x80]))[0] == -8 * value


def test_every_code_decodes_to_the_middle_of_its_interval() -> None:
    bounds = [*decision_values(), SEGMENT_ENDS[-1]]
    middles = [(bounds[n] + bounds[n + 1]) // 2 for n in range(128)]
    for code, sample in enumerate(alaw.decode(EVERY_CODE).tolist()):
        sign = 1 if code & 0x80 else -1
        assert sample == sign * 8 * middles[(code ^ 0x55) & 0x7F], f"code {code:#04x}"


def test_every_sample_encodes_by_the_decision_values() -> None:
    """The law has no zero: the interval just below it belongs to the negative side."""
    scaled = EVERY_SAMPLE.astype(np.int32) >> 3
    magnitude = np.where(scaled < 0, -1 - scaled, scaled)
    interval = np.searchsorted(np.array(decision_values()), magnitude, side="right") - 1
    expected = (np.where(EVERY_SAMPLE < 0, 0x00, 0x80) + interval) ^ 0x55
    assert alaw.encode(EVERY_SAMPLE) == expected.astype(np.uint8).tobytes()


def test_what_was_decoded_encodes_to_the_same_code() -> None:
    assert alaw.encode(alaw.decode(EVERY_CODE)) == EVERY_CODE


def test_it_is_the_codec_of_the_standard_library_where_there_is_one() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        audioop = pytest.importorskip("audioop")
    assert alaw.decode(EVERY_CODE).astype("<i2").tobytes() == audioop.alaw2lin(EVERY_CODE, 2)
    assert alaw.encode(EVERY_SAMPLE) == audioop.lin2alaw(EVERY_SAMPLE.astype("<i2").tobytes(), 2)


def test_silence_is_the_smallest_positive_value() -> None:
    assert alaw.encode(np.zeros(2, np.int16)) == bytes([alaw.SILENCE] * 2)
