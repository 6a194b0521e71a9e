"""A call as lines of text, where there is no terminal."""

import pytest

from transcripts.events import Speaker, Utterance
from voice.sandbox.plain_facts import plain_fact


@pytest.mark.parametrize("speaker", [Speaker.CALLER, Speaker.AGENT])
def test_a_line_says_who_spoke(speaker: Speaker):
    said = Utterance(
        call_id="call-1",
        at_ms=2500,
        utterance_id="u-1",
        speaker=speaker,
        text="hello",
        start_ms=2000,
        end_ms=2400,
        confidence=0.9,
        engine="test",
    )
    assert plain_fact(said).split() == ["2.50", "s", speaker.value, "hello"]
