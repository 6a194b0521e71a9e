"""WAV files: any common mono encoding in, stereo call recordings and μ-law out.

An own RIFF parser, since the standard library's `wave` refuses μ-law, A-law and floats. The format is that of
Microsoft's "Multimedia Programming Interface" (1991) and RFC 2361 (the codec numbers).
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from voice.audio import alaw, mulaw
from voice.audio.types import TELEPHONE_HZ, Int16Array

MAX_BYTES = 200_000_000
"""The largest file that is read: over an hour and a half at 16 bits and 16 kHz."""

FLUSH_MS = 1000
"""How much of a recording may be lost to a kill, in ms."""

_PCM, _FLOAT, _ALAW, _MULAW, _EXTENSIBLE = 0x0001, 0x0003, 0x0006, 0x0007, 0xFFFE
_CODEC_NAMES = {
    0x0002: "Microsoft ADPCM",
    0x0011: "IMA ADPCM",
    0x0031: "GSM 6.10",
    0x0055: "MP3",
    0x0064: "G.726",
}
_UNKNOWN_SIZE = 0xFFFFFFFF
_CONVERT = "convert it with `ffmpeg -i IN -ac 1 -c:a pcm_s16le OUT.wav`"


class WavError(Exception):
    """The file cannot be used; the message says which, why, and what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class WavAudio:
    pcm: Int16Array
    """Mono, at the file's own rate."""
    hz: int
    """The file's sample rate."""


def read_wav(path: Path) -> WavAudio:
    """Reads a mono WAV: PCM of 8, 16, 24 or 32 bits, float, μ-law or A-law. Raises `WavError`."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise WavError(
                f"{path}: too large ({size / 1e6:.0f} MB, at most {MAX_BYTES / 1e6:.0f} MB is read); "
                "cut it into pieces"
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise WavError(f"{path}: there is no such file") from error
    except OSError as error:
        raise WavError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        return _parse(content)
    except WavError as error:
        raise WavError(f"{path}: {error}") from error


def write_mulaw_wav(path: Path, payload: bytes) -> None:
    """Writes 8 kHz mono μ-law as it travels on the line: half the size of 16-bit samples."""
    path.write_bytes(mulaw_wav(payload))


def mulaw_wav(payload: bytes) -> bytes:
    """The file of 8 kHz mono μ-law."""
    codec = struct.pack("<HHIIHHH", _MULAW, 1, TELEPHONE_HZ, TELEPHONE_HZ, 1, 8, 0)
    body = b"WAVE" + _chunk(b"fmt ", codec) + _chunk(b"fact", struct.pack("<I", len(payload)))
    return _chunk(b"RIFF", body + _chunk(b"data", payload))


class MulawWriter:
    """Writes 8 kHz mono μ-law as it comes. A kill loses at most the last second, never the file."""

    _HEADER = struct.Struct("<4sI4s4sIHHIIHHH4sII4sI")

    def __init__(self, path: Path) -> None:
        self._data_bytes = 0
        self._pending = bytearray()
        self._file = path.open("wb", buffering=0)
        try:
            self.flush()
        except OSError:
            self._file.close()
            raise

    def write(self, payload: bytes) -> None:
        self._pending += payload
        if len(self._pending) >= TELEPHONE_HZ * FLUSH_MS // 1000:
            self.flush()

    def flush(self) -> None:
        """Brings what was written to the file, then its header up to date: it is playable in between too."""
        self._put(self._HEADER.size + self._data_bytes, bytes(self._pending))
        self._data_bytes += len(self._pending)
        self._pending.clear()
        data = self._data_bytes
        self._put(
            0,
            self._HEADER.pack(
                b"RIFF", self._HEADER.size - 8 + data, b"WAVE",
                b"fmt ", 18, _MULAW, 1, TELEPHONE_HZ, TELEPHONE_HZ, 1, 8, 0,
                b"fact", 4, data, b"data", data,
            ),
        )  # fmt: skip

    def close(self) -> None:
        """Finishes the file; a second close does nothing."""
        if not self._file.closed:
            try:
                self.flush()
            finally:
                self._file.close()

    def _put(self, at: int, content: bytes) -> None:
        self._file.seek(at)
        while content:
            content = content[self._file.write(content) :]


class StereoWriter:
    """Writes a 16-bit stereo WAV as it comes. A kill loses at most the last second, never the file."""

    _HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")

    def __init__(self, path: Path, hz: int = TELEPHONE_HZ) -> None:
        self._hz = hz
        self._flush_bytes = 4 * hz * FLUSH_MS // 1000
        self._data_bytes = 0
        self._pending = bytearray()
        self._file = path.open("wb", buffering=0)
        try:
            self.flush()
        except OSError:
            self._file.close()
            raise

    def write(self, left: Int16Array, right: Int16Array) -> None:
        """Adds a piece. The shorter side is filled up with silence, so that the next piece starts level."""
        both = np.zeros((max(left.size, right.size), 2), "<i2")
        both[: left.size, 0] = left
        both[: right.size, 1] = right
        self._pending += both.tobytes()
        if len(self._pending) >= self._flush_bytes:
            self.flush()

    def flush(self) -> None:
        """Brings what was written to the file, then its header up to date: it is playable in between too."""
        self._put(self._HEADER.size + self._data_bytes, bytes(self._pending))
        self._data_bytes += len(self._pending)
        self._pending.clear()
        self._put(0, self._header())

    def close(self) -> None:
        """Finishes the file; a second close does nothing."""
        if not self._file.closed:
            try:
                self.flush()
            finally:
                self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(self, at: int, content: bytes) -> None:
        """The file is unbuffered, since a buffer would try again at a bad time after the disk was full."""
        self._file.seek(at)
        while content:
            content = content[self._file.write(content) :]

    def _header(self) -> bytes:
        data = min(self._data_bytes, _UNKNOWN_SIZE - self._HEADER.size)
        return self._HEADER.pack(
            b"RIFF", self._HEADER.size - 8 + data, b"WAVE",
            b"fmt ", 16, _PCM, 2, self._hz, 4 * self._hz, 4, 16,
            b"data", data,
        )  # fmt: skip


def _parse(content: bytes) -> WavAudio:
    if not content:
        raise WavError("the file is empty")
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise WavError(f"not a WAV file (it begins with {content[:4]!r}); {_CONVERT}")
    codec: _Format | None = None
    for name, body, declared in _chunks(content):
        if name == b"fmt ":
            codec = _Format.read(body)
        elif name == b"data":
            if codec is None:
                raise WavError(f"its audio comes before its format; {_CONVERT}")
            if declared != _UNKNOWN_SIZE and declared > len(body):
                raise WavError(
                    f"truncated: its header promises {declared} bytes of audio, {len(body)} are there; "
                    "copy or record it again"
                )
            return codec.decode(body)
    raise WavError("truncated: there is no audio in it; copy or record it again")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Name, body and declared size of each chunk, in order; the body is shorter where the file ends."""
    at = 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        yield name, content[at + 8 : at + 8 + size], size
        at += 8 + size + size % 2


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


@dataclass(frozen=True, slots=True)
class _Format:
    """The `fmt ` chunk."""

    codec: int
    hz: int
    bits: int

    @classmethod
    def read(cls, body: bytes) -> Self:
        if len(body) < 16:
            raise WavError("truncated in its header; copy or record it again")
        codec, channels, hz, _, _, bits = struct.unpack_from("<HHIIHH", body)
        if codec == _EXTENSIBLE and len(body) >= 26:
            codec = int.from_bytes(body[24:26], "little")
        if channels != 1:
            raise WavError(
                f"it has {channels} channels; mix it down to one channel, e.g. `ffmpeg -i IN -ac 1 OUT.wav`"
            )
        if not 1000 <= hz <= 384_000:
            raise WavError(f"a sample rate of {hz} Hz is not believable; {_CONVERT}")
        return cls(codec, hz, bits)

    def decode(self, data: bytes) -> WavAudio:
        decoder = _DECODERS.get((self.codec, self.bits))
        if decoder is None:
            name = _CODEC_NAMES.get(self.codec, f"codec {self.codec:#06x}")
            raise WavError(f"{name} with {self.bits} bits a sample is not read; {_CONVERT}")
        whole = len(data) - len(data) % (self.bits // 8)
        if whole == 0:
            raise WavError("there is no audio in it; record it again")
        return WavAudio(decoder(data[:whole]), self.hz)


def _from_8(data: bytes) -> Int16Array:
    """8-bit samples are unsigned, alone among the widths."""
    return (np.frombuffer(data, np.uint8).astype(np.int16) - 128) << 8


def _from_16(data: bytes) -> Int16Array:
    return np.frombuffer(data, "<i2").astype(np.int16)


def _from_24(data: bytes) -> Int16Array:
    """The two upper bytes of each three."""
    return np.frombuffer(np.frombuffer(data, np.uint8).reshape(-1, 3)[:, 1:].tobytes(), "<i2").astype(
        np.int16
    )


def _from_32(data: bytes) -> Int16Array:
    return (np.frombuffer(data, "<i4") >> 16).astype(np.int16)


def _from_float(data: bytes, dtype: str) -> Int16Array:
    """Full scale is ±1.0; what is beyond is clipped, what is no number is silence."""
    samples = np.nan_to_num(np.frombuffer(data, dtype).astype(np.float64), posinf=1.0, neginf=-1.0)
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)


_DECODERS: dict[tuple[int, int], Callable[[bytes], Int16Array]] = {
    (_PCM, 8): _from_8,
    (_PCM, 16): _from_16,
    (_PCM, 24): _from_24,
    (_PCM, 32): _from_32,
    (_FLOAT, 32): lambda data: _from_float(data, "<f4"),
    (_FLOAT, 64): lambda data: _from_float(data, "<f8"),
    (_ALAW, 8): alaw.decode,
    (_MULAW, 8): mulaw.decode,
}
