"""Against the tables of ITU-T G.711 (11/1988), built from their segment end points, and against audioop."""

import warnings

import numpy as np
import pytest

from voice.audio import mulaw

SEGMENT_ENDS = (31, 95, 223, 479, 991, 2015, 4063, 8159)
"""Table 2a, column 4: positive decision values at the ends of the segments, of 14 bits."""

QUANTISED = {
    0x80: 8031, 0x8F: 4191, 0x9F: 2079, 0xAF: 1023, 0xBF: 495,
    0xCF: 231, 0xDF: 99, 0xEF: 33, 0xFE: 2, 0xFF: 0,
}  # fmt: skip
"""Table 2a, columns 6 and 7: character signals and their values, as printed."""

EVERY_CODE = bytes(range(256))
EVERY_SAMPLE = np.arange(-32768, 32768).astype(np.int16)


def decision_values() -> list[int]:
    """x1 to x128: 16 intervals a segment, but the very first interval is half as wide."""
    values, start = [0, *range(1, 31, 2)], 31
    for end in SEGMENT_ENDS[1:]:
        values += range(start, end, (end - start) // 16)
        start = end
    return values


def all_samples_as_bytes() -> bytes:
    return EVERY_SAMPLE.astype("<i2").tobytes()


def test_the_table_of_the_itu_has_128_decision_values() -> None:
    assert len(decision_values()) == 128


@pytest.mark.parametrize(("code", "value"), QUANTISED.items())
def test_codes_decode_to_the_values_printed_in_table_2(code: int, value: int) -> None:
    assert mulaw.decode(bytes([code]))[0] == 4 * value
    assert mulaw.decode(bytes([code & 0x7F]))[0] == -4 * value


def test_every_code_decodes_to_the_middle_of_its_interval() -> None:
    bounds = [*decision_values(), SEGMENT_ENDS[-1]]
    middles = [0] + [(bounds[n] + bounds[n + 1]) // 2 for n in range(1, 128)]
    expected = [-4 * middles[0x7F - code] for code in range(128)]
    expected += [4 * middles[0xFF - code] for code in range(128, 256)]
    assert mulaw.decode(EVERY_CODE).tolist() == expected


def test_every_sample_encodes_by_the_decision_values() -> None:
    bounds = np.array(decision_values())
    magnitude = np.abs(EVERY_SAMPLE.astype(np.int32) >> 2)
    interval = np.searchsorted(bounds, magnitude, side="right") - 1
    expected = np.where(EVERY_SAMPLE < 0, 0x7F, 0xFF) - interval
    assert mulaw.encode(EVERY_SAMPLE) == expected.astype(np.uint8).tobytes()


def test_what_was_decoded_encodes_to_the_same_code_but_for_negative_zero() -> None:
    once = mulaw.encode(mulaw.decode(EVERY_CODE))
    assert once == EVERY_CODE.replace(b"\x7f", b"\xff")


def test_it_is_the_codec_of_the_standard_library_where_there_is_one() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        audioop = pytest.importorskip("audioop")
    assert mulaw.decode(EVERY_CODE).astype("<i2").tobytes() == audioop.ulaw2lin(EVERY_CODE, 2)
    assert mulaw.encode(EVERY_SAMPLE) == audioop.lin2ulaw(all_samples_as_bytes(), 2)


def test_bytes_are_the_samples_in_little_endian_order() -> None:
    assert mulaw.decode_to_bytes(EVERY_CODE) == mulaw.decode(EVERY_CODE).astype("<i2").tobytes()


def test_silence_is_zero() -> None:
    assert mulaw.decode(bytes([mulaw.SILENCE])).tolist() == [0]
    assert mulaw.encode(np.zeros(3, np.int16)) == bytes([mulaw.SILENCE] * 3)


def test_a_slice_with_a_stride_is_encoded_as_what_it_shows() -> None:
    assert mulaw.encode(EVERY_SAMPLE[::2]) == mulaw.encode(EVERY_SAMPLE)[::2]


def test_nothing_stays_nothing() -> None:
    assert mulaw.decode(b"").size == 0
    assert mulaw.encode(np.empty(0, np.int16)) == b""


def test_a_decoded_frame_may_be_changed_without_changing_the_codec() -> None:
    pcm = mulaw.decode(bytes([0x80]))
    pcm[0] = 0
    assert mulaw.decode(bytes([0x80]))[0] == 32124
