"""What the carrier is like on a day, and the scenes of that day: also when webhooks are doubled, late or lost."""

from dataclasses import replace

from tests.end_to_end.transfer_edges import (
    AVAILABLE,
    BREAK,
    BRIEFED,
    CONNECTED,
    RINGS_OUT,
    SCENES,
    STAYS,
    TO_BOT,
    WRAP_UP,
    agent_hangs_up_at,
    caller_hangs_up_at,
    caller_leaves,
    connected,
    phone,
    then_another,
)
from tests.end_to_end.transfer_stage import Scene
from transcripts.events import TransferCompleted
from voice.sandbox.knobs import CompanyKnobs
from voice.sandbox.phone_steps import Press, Tone

TALKS_ON = phone(*BRIEFED, Press("1"), Tone(300, 60_000))
TALKS_LONGER = phone(*BRIEFED, Press("1"), Tone(300, 8000), *STAYS)
LATE = "Webhooks come twice, late or out of order"
LOST = "Webhooks are lost"


def agent_leaves(happens: str, **more) -> Scene:
    fields = {
        "phones": (TALKS_ON,),
        "told": (*CONNECTED, *TO_BOT),
        "ends": "bot",
        "why": "agent-",
        "agent": "they have hung up, and write their notes",
        "course": agent_hangs_up_at(TransferCompleted),
    }
    return connected(happens, **(fields | more))


def caller_leaves_talk(happens: str, **more) -> Scene:
    course = caller_hangs_up_at(TransferCompleted)
    fields = {"phones": (TALKS_ON,), "ends": "", "accepted": 1}
    return caller_leaves(happens, "the call ends; time for notes", WRAP_UP, course, **(fields | more))


def late(day: str) -> tuple[Scene, ...]:
    return (
        connected(f"{day}: an agent takes the call", row=LATE),
        then_another(
            f"{day}: one agent does not answer, the next one does",
            *(RINGS_OUT, "no-answer", "did not answer"),
            presence=(BREAK, WRAP_UP),
        ),
        then_another(
            f"{day}: the agent declines by key",
            *(phone(*BRIEFED, Press("2"), *STAYS), "declined", "declined by key"),
            presence=(AVAILABLE, WRAP_UP),
        ),
        agent_leaves(f"{day}: the agent hangs up on the caller", agent=""),
        replace(caller_leaves_talk(f"{day}: the caller hangs up while they talk"), agent=""),
    )


UNHEARD = (
    connected(
        f"{LOST}: an agent takes the call",
        row=f"{LOST}: nobody says that caller and agent are together",
        phones=(TALKS_LONGER,),
    ),
    then_another(
        f"{LOST}: nobody says that an agent's telephone is not answered",
        *(RINGS_OUT, "unknown", "the carrier's word why was lost"),
        presence=(AVAILABLE, WRAP_UP),
        agent="it rings",
        phones=(RINGS_OUT, TALKS_LONGER),
    ),
    agent_leaves(
        f"{LOST}: nobody says that the agent has hung up",
        why="is not in the conference any more",
        hears="silence, for `transfers.watch_s` at most",
        longest_silence_ms=5000,
        patience_ms=6000,
    ),
    caller_leaves_talk(
        f"{LOST}: nobody says that the caller has hung up",
        agent="an empty line, for `transfers.watch_s` at most; time for notes",
        why="as the carrier says when asked",
    ),
)

EVERY_EVENT = frozenset(
    {"initiated", "ringing", "answered", "completed", "participant-join", "participant-leave"}
    | {"conference-start", "conference-end"}
)

DAYS = {
    "a good day": (SCENES, CompanyKnobs()),
    "twice and late": (
        late("Webhooks come twice and late"),
        CompanyKnobs(duplicate_callbacks=True, double_documents=True, callback_delay_ms=600),
    ),
    "out of order": (late("Webhooks come out of order"), CompanyKnobs(reorder_callbacks=True)),
    "lost": (UNHEARD, CompanyKnobs(dropped_callbacks=EVERY_EVENT)),
}
"""The scenes of each day, and what the carrier is like."""
