"""What is written down of a live call, and in whose name."""

from pathlib import Path

from transcripts.events import Speaker, SpeechStarted
from transcripts.journal import Journal
from transcripts.store.event_store import SqlEventStore
from voice.call_journal import CallJournal


async def test_who_begins_to_speak_is_named(tmp_path: Path):
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{tmp_path / 'attendant.db'}")
    journal = Journal(store)
    await journal.start()
    async with journal.subscribe("c1") as events:
        pen = CallJournal("c1", journal, lambda: 10.0)
        pen.speech_started("u1", 100)
        pen.agent_speech_started("u2", 200)
        heard = events.ready(10)
    assert [(one.utterance_id, one.speaker) for one in heard if isinstance(one, SpeechStarted)] == [
        ("u1", Speaker.CALLER),
        ("u2", Speaker.AGENT),
    ]
    await journal.close()
    await store.close()
