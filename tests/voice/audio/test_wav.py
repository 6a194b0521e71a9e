import io
import os
import struct
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from voice.audio import alaw, mulaw
from voice.audio.types import Int16Array
from voice.audio.wav import StereoWriter, WavError, read_wav, write_mulaw_wav

PCM = np.array([0, 256, -256, 12800, -12800, 32512, -32768], np.int16)
"""Values that eight bits hold too."""


def chunk(name: bytes, body: bytes, declared: int | None = None) -> bytes:
    size = len(body) if declared is None else declared
    return name + struct.pack("<I", size) + body + b"\0" * (len(body) % 2)


def fmt(codec: int = 1, channels: int = 1, hz: int = 8000, bits: int = 16, more: bytes = b"") -> bytes:
    width = channels * bits // 8
    return chunk(b"fmt ", struct.pack("<HHIIHH", codec, channels, hz, hz * width, width, bits) + more)


def riff(*chunks: bytes) -> bytes:
    return chunk(b"RIFF", b"WAVE" + b"".join(chunks))


def read(tmp_path: Path, content: bytes) -> Int16Array:
    file = tmp_path / "it.wav"
    file.write_bytes(content)
    return read_wav(file).pcm


def complaint(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(WavError) as caught:
        read(tmp_path, content)
    assert str(caught.value).startswith(str(tmp_path / "it.wav") + ": ")
    return str(caught.value)


def in_24_bits(pcm: Int16Array) -> bytes:
    return b"".join(int(sample * 256).to_bytes(3, "little", signed=True) for sample in pcm.astype(int))


ENCODINGS = {
    "8 bits": (1, 8, (PCM.astype(int) // 256 + 128).astype(np.uint8).tobytes()),
    "16 bits": (1, 16, PCM.astype("<i2").tobytes()),
    "24 bits": (1, 24, in_24_bits(PCM)),
    "32 bits": (1, 32, (PCM.astype(np.int64) * 65536).astype("<i4").tobytes()),
    "float": (3, 32, (PCM / 32768).astype("<f4").tobytes()),
    "double": (3, 64, (PCM / 32768).astype("<f8").tobytes()),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_same_samples_are_read_from_every_encoding(tmp_path: Path, encoding: str) -> None:
    codec, bits, data = ENCODINGS[encoding]
    assert np.array_equal(read(tmp_path, riff(fmt(codec, bits=bits), chunk(b"data", data))), PCM)


@pytest.mark.parametrize(("codec", "table"), [(6, alaw), (7, mulaw)])
def test_g711_is_read_as_its_samples(tmp_path: Path, codec: int, table: object) -> None:
    payload = bytes(range(256))
    pcm = read(tmp_path, riff(fmt(codec, bits=8), chunk(b"data", payload)))
    assert np.array_equal(pcm, table.decode(payload))


def test_an_extensible_header_names_its_codec_further_back(tmp_path: Path) -> None:
    guid = struct.pack("<H", 1) + bytes.fromhex("000000001000800000aa00389b71")
    more = struct.pack("<HHI", 22, 16, 4) + guid
    content = riff(fmt(0xFFFE, more=more), chunk(b"data", PCM.astype("<i2").tobytes()))
    assert np.array_equal(read(tmp_path, content), PCM)


def test_chunks_that_mean_nothing_here_are_passed_over_even_odd_ones(tmp_path: Path) -> None:
    data = chunk(b"data", PCM.astype("<i2").tobytes())
    content = riff(chunk(b"LIST", b"odd"), fmt(), chunk(b"fact", b"1234"), data, chunk(b"id3 ", b"x"))
    assert np.array_equal(read(tmp_path, content), PCM)


def test_the_rate_is_the_files_own(tmp_path: Path) -> None:
    file = tmp_path / "it.wav"
    file.write_bytes(riff(fmt(hz=22050), chunk(b"data", b"\1\0")))
    assert read_wav(file).hz == 22050


def test_a_recording_to_a_pipe_never_knew_its_size_and_is_read_to_its_end(tmp_path: Path) -> None:
    data = chunk(b"data", PCM.astype("<i2").tobytes(), declared=0xFFFFFFFF)
    assert np.array_equal(read(tmp_path, riff(fmt(), data)), PCM)


def test_floats_beyond_full_scale_are_clipped_and_what_is_no_number_is_silence(tmp_path: Path) -> None:
    samples = np.array([1.5, -7.0, np.nan, np.inf, -np.inf, 1.0], "<f4").tobytes()
    pcm = read(tmp_path, riff(fmt(3, bits=32), chunk(b"data", samples)))
    assert pcm.tolist() == [32767, -32768, 0, 32767, -32768, 32767]


def test_half_a_sample_at_the_end_is_left_out(tmp_path: Path) -> None:
    pcm = read(tmp_path, riff(fmt(), chunk(b"data", PCM.astype("<i2").tobytes() + b"x")))
    assert np.array_equal(pcm, PCM)


def test_stereo_is_told_to_be_mixed_down(tmp_path: Path) -> None:
    assert "mix it down to one channel" in complaint(
        tmp_path, riff(fmt(channels=2), chunk(b"data", bytes(8)))
    )


def test_a_truncated_file_says_how_much_is_missing(tmp_path: Path) -> None:
    whole = riff(fmt(), chunk(b"data", bytes(1000)))
    assert "promises 1000 bytes of audio, 600 are there" in complaint(tmp_path, whole[:-400])


def test_a_file_cut_anywhere_is_an_error_and_never_anything_else(tmp_path: Path) -> None:
    whole = riff(fmt(), chunk(b"LIST", b"ab"), chunk(b"data", PCM.astype("<i2").tobytes()))
    for length in range(len(whole)):
        assert complaint(tmp_path, whole[:length])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"ID3\x04 an MP3, in truth", "not a WAV file"),
        (b"RIFX" + bytes(40), "not a WAV file"),
        (riff(fmt()), "there is no audio in it"),
        (riff(fmt(), chunk(b"data", b"")), "there is no audio in it"),
        (riff(chunk(b"data", bytes(4)), fmt()), "comes before its format"),
        (riff(chunk(b"fmt ", bytes(4)), chunk(b"data", bytes(4))), "truncated in its header"),
        (riff(fmt(0x31, bits=0), chunk(b"data", bytes(4))), "GSM 6.10 with 0 bits a sample is not read"),
        (riff(fmt(0x1234), chunk(b"data", bytes(4))), "codec 0x1234"),
        (riff(fmt(bits=12), chunk(b"data", bytes(4))), "with 12 bits a sample"),
        (riff(fmt(hz=0), chunk(b"data", bytes(4))), "0 Hz is not believable"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in complaint(tmp_path, content)


def test_what_is_not_there_or_not_a_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(WavError, match="there is no such file"):
        read_wav(tmp_path / "absent.wav")
    with pytest.raises(WavError, match="cannot be read"):
        read_wav(tmp_path)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.wav"
    with huge.open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(WavError, match="too large"):
        read_wav(huge)


def test_mulaw_is_written_as_it_travels_and_read_back(tmp_path: Path) -> None:
    payload = bytes(range(256)) + b"\x80"
    write_mulaw_wav(tmp_path / "line.wav", payload)
    audio = read_wav(tmp_path / "line.wav")
    assert audio.hz == 8000
    assert np.array_equal(audio.pcm, mulaw.decode(payload))
    assert (tmp_path / "line.wav").stat().st_size % 2 == 0


def both_sides(content: bytes) -> tuple[list[int], list[int]]:
    with wave.open(io.BytesIO(content)) as recording:
        assert (recording.getnchannels(), recording.getsampwidth()) == (2, 2)
        samples = np.frombuffer(recording.readframes(recording.getnframes()), "<i2")
    return samples[::2].tolist(), samples[1::2].tolist()


def test_left_and_right_come_back_as_they_were_written(tmp_path: Path) -> None:
    with StereoWriter(tmp_path / "call.wav") as recording:
        recording.write(np.array([1, 2], np.int16), np.array([-1, -2], np.int16))
        recording.write(np.array([3], np.int16), np.array([-3], np.int16))
    assert both_sides((tmp_path / "call.wav").read_bytes()) == ([1, 2, 3], [-1, -2, -3])


def test_the_shorter_side_is_filled_with_silence_so_that_the_sides_never_drift(tmp_path: Path) -> None:
    with StereoWriter(tmp_path / "call.wav") as recording:
        recording.write(np.array([1, 2, 3], np.int16), np.array([9], np.int16))
        recording.write(np.array([4], np.int16), np.array([8], np.int16))
    assert both_sides((tmp_path / "call.wav").read_bytes()) == ([1, 2, 3, 4], [9, 0, 0, 8])


def test_at_every_moment_the_file_on_disk_is_whole_and_at_most_a_second_behind(tmp_path: Path) -> None:
    frame = np.arange(160, dtype=np.int16)
    recording = StereoWriter(tmp_path / "call.wav")
    assert both_sides((tmp_path / "call.wav").read_bytes()) == ([], [])
    for count in range(1, 160):
        recording.write(frame, -frame)
        left, right = both_sides((tmp_path / "call.wav").read_bytes())
        assert 160 * count - 8000 < len(left) <= 160 * count
        assert right == [-sample for sample in left]
    recording.close()
    assert len(both_sides((tmp_path / "call.wav").read_bytes())[0]) == 160 * 159


def test_a_killed_recorder_leaves_a_playable_file(tmp_path: Path) -> None:
    script = (
        "import os, sys, numpy as np\nfrom pathlib import Path\nfrom voice.audio.wav import StereoWriter\n"
        "recording = StereoWriter(Path(sys.argv[1]))\n"
        "recording.write(np.full(12000, 5, np.int16), np.full(12000, 6, np.int16))\n"
        "recording.write(np.full(10, 5, np.int16), np.full(10, 6, np.int16))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path / "call.wav")], check=False)
    assert killed.returncode == -9
    assert both_sides((tmp_path / "call.wav").read_bytes()) == ([5] * 12000, [6] * 12000)


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    recording = StereoWriter(tmp_path / "call.wav")
    recording.close()
    recording.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told_to_the_one_who_records() -> None:
    with pytest.raises(OSError, match=os.strerror(28)):
        StereoWriter(Path("/dev/full"))
