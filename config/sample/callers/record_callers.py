"""Makes the recordings of the sample callers: flite speaks the texts of `callers.toml`, at 8 kHz in μ-law.

A tool, run by hand when a text changes: `apt-get install flite`, then, in the environment of the project,
`python config/sample/callers/record_callers.py`. The same texts give the same files, byte for byte.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from voice.audio import mulaw
from voice.audio.resample import resample
from voice.audio.types import TELEPHONE_HZ
from voice.audio.wav import read_wav, write_mulaw_wav
from voice.sandbox.sample_callers import read_agent_lines, read_callers

AGENTS_VOICE = "slt"

PEAK = 12_000
"""The loudest sample of each recording, of 32768: telephone speech, neither shouted nor whispered."""


def main() -> int:
    directory = Path(__file__).parent
    made = 0
    spoken = [(line, caller.voice) for caller in read_callers(directory) for line in caller.lines]
    spoken += [(line, AGENTS_VOICE) for line in read_agent_lines(directory)]
    for line, voice in spoken:
        if line.recording is None:
            continue
        try:
            record(line.text, voice, line.recording)
        except FileNotFoundError:
            sys.stderr.write("flite is not installed; on Debian: apt-get install flite\n")
            return 1
        made += line.recording.stat().st_size
    sys.stdout.write(f"{made} bytes of recordings in {directory}\n")
    return 0


def record(text: str, voice: str, recording: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        spoken = Path(scratch) / "spoken.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", spoken], check=True)  # noqa: S603, S607
        audio = read_wav(spoken)
    pcm = resample(audio.pcm, audio.hz, TELEPHONE_HZ).astype(np.float64)
    pcm *= PEAK / np.abs(pcm).max()
    write_mulaw_wav(recording, mulaw.encode(np.rint(pcm).astype(np.int16)))


if __name__ == "__main__":
    sys.exit(main())
