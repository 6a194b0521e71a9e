"""Every edge of a transfer, as scenes that are rung on the real service: what is done, and what must come of it."""

from dataclasses import replace

from tests.end_to_end.transfer_stage import Declined, Scene, Stage
from transcripts.events import (
    TransferAccepted,
    TransferAgreed,
    TransferCompleted,
    TransferDeclined,
)
from voice.audio.types import FRAME_MS
from voice.presence import Presence
from voice.sandbox.knobs import RestTrouble
from voice.sandbox.leg import Leg
from voice.sandbox.phone_steps import PhoneStep, Press, Tone, Wait, WaitForSound
from voice.sandbox.phones import PhoneOutcome, PhoneScript
from voice.sandbox.steps import HangUp

AVAILABLE, BREAK, OFFLINE, WRAP_UP = Presence.AVAILABLE, Presence.BREAK, Presence.OFFLINE, Presence.WRAP_UP
STAYS = (Wait(120_000),)
BRIEFED = (WaitForSound(200), Wait(600))
"""They have heard some of the briefing."""


def phone(
    *steps: PhoneStep, outcome: PhoneOutcome = PhoneOutcome.ANSWERED, after_ms: int = 500
) -> PhoneScript:
    return PhoneScript(outcome=outcome, after_ms=after_ms, steps=steps)


TAKES = phone(*BRIEFED, Press("1"), Tone(300, 5000), *STAYS)
"""Takes the call during the briefing, and hums to the caller."""
HEARS_IT_OUT = phone(*STAYS)
RINGS_OUT = phone(outcome=PhoneOutcome.NO_ANSWER)

NEXT = ("transfer_begin", "transfer_next", "transfer_connecting")
TO_CALL_BACK = ("transfer_to_callback", "callback_number_known")
TO_BOT = ("transfer_agent_left", "anything_else")
CONNECTED = ("transfer_begin", "transfer_connecting")
TALKED = "call has ended"


def nobody(happens: str, first: PhoneScript | None, outcome: str, why: str, **more) -> Scene:
    """One agent, who does not take the call; there is no other."""
    fields = {
        "happens": happens,
        "phones": (first,),
        "told": TO_CALL_BACK,
        "ends": "call-back",
        "why": "no agent who can take this call is free",
        "declined": (Declined(1, outcome, why),),
    }
    return Scene(**(fields | more))


def then_another(happens: str, first: PhoneScript | None, outcome: str, why: str, **more) -> Scene:
    """One agent does not take the call; the second does."""
    fields = {
        "happens": happens,
        "phones": (first, TAKES),
        "told": NEXT,
        "ends": "",
        "why": TALKED,
        "declined": (Declined(1, outcome, why),),
        "accepted": 2,
    }
    return Scene(**(fields | more))


def connected(happens: str, **more) -> Scene:
    """The agent takes the call, whatever the carrier does."""
    fields = {
        "happens": happens,
        "phones": (TAKES,),
        "told": CONNECTED,
        "ends": "",
        "why": TALKED,
        "accepted": 1,
        "presence": (WRAP_UP,),
        "agent": "the briefing, then the caller",
    }
    return Scene(**(fields | more))


def caller_leaves(happens: str, sees: str, left_as: Presence, course, **more) -> Scene:
    fields = {
        "happens": happens,
        "phones": (HEARS_IT_OUT,),
        "told": (),
        "ends": "caller-gone",
        "why": "",
        "presence": (left_as,),
        "agent": sees,
        "course": course,
    }
    return Scene(**(fields | more))


# What is done to the carrier, or by somebody, at the right moment.


def after_agreed(course):
    async def wait(stage: Stage) -> None:
        await stage.until(TransferAgreed)
        course(stage)

    return wait


def dialling(trouble: RestTrouble):
    """Trouble with ringing the first agent."""

    async def brew(stage: Stage) -> None:
        stage.trouble(replace(trouble, path="/Calls.json", about=stage.phone(1)))

    return brew


def moving(trouble: RestTrouble):
    """Trouble with moving the caller's leg."""

    async def brew(stage: Stage) -> None:
        stage.trouble(replace(trouble, path=stage.caller.sid))

    return brew


def caller_hangs_up_at(kind: type):
    async def hang_up(stage: Stage) -> None:
        await stage.until(kind)
        stage.hangs_up(stage.caller)

    return hang_up


async def hears_briefing(stage: Stage, leg: Leg) -> None:
    while not any(moment.event == "carrier plays" for moment in leg.moments):
        await stage.company.floor.clock.pass_ms(FRAME_MS)


async def caller_hangs_up_during_briefing(stage: Stage) -> None:
    await hears_briefing(stage, await stage.rung(1))
    stage.hangs_up(stage.caller)


def agent_hangs_up_at(kind: type):
    async def hang_up(stage: Stage) -> None:
        await stage.until(kind)
        stage.hangs_up(stage.leg(1))

    return hang_up


async def cannot_be_ended(stage: Stage) -> None:
    """The carrier does not end the first agent's leg, who goes on listening."""
    leg = await stage.rung(1)
    stage.trouble(RestTrouble(500, path=leg.sid, times=3))


async def accepts_too_late(stage: Stage) -> None:
    await cannot_be_ended(stage)
    await stage.until(TransferDeclined)
    stage.leg(1).press("1")


async def both_accept(stage: Stage) -> None:
    await cannot_be_ended(stage)
    second = await stage.rung(2)
    await hears_briefing(stage, second)
    stage.leg(1).press("1")
    second.press("1")


async def whisper_is_lost(stage: Stage) -> None:
    agreed = await stage.until(TransferAgreed)
    knobs = stage.company.knobs
    lost = knobs.lost_documents | {f"{agreed.transfer_id}/1/whisper"}
    stage.company.knobs = replace(knobs, lost_documents=lost)


async def cannot_be_returned(stage: Stage) -> None:
    """The carrier fails once when the caller is to come back."""
    await stage.until(TransferCompleted)
    stage.trouble(RestTrouble(500, path=stage.caller.sid))
    await stage.company.floor.clock.pass_ms(1500)
    stage.hangs_up(stage.leg(1))


RINGING_FAILS = "The carrier fails (5xx, 429), answers too late or not at all when it is to ring the agent"
MOVING_FAILS = "The carrier fails, answers too late or not at all when it is to move the caller"
TOO_LATE = Declined(1, "too-late", "accepted when it was too late")
NO_KEY = "pressed no key in time"

SCENES = (
    then_another(
        "The agent's telephone is not answered, the next one is",
        *(RINGS_OUT, "no-answer", "did not answer"),
        presence=(BREAK, WRAP_UP),
        agent="it rings for `transfers.ring_s`",
    ),
    nobody(
        "Nobody answers, and nobody else is free",
        *(RINGS_OUT, "no-answer", "did not answer"),
        presence=(BREAK,),
        agent="it rings for `transfers.ring_s`",
    ),
    then_another(
        "The agent's telephone cannot be reached",
        *(None, "failed", "could not be reached: the carrier says failed"),
        presence=(OFFLINE, WRAP_UP),
        agent="nothing",
    ),
    nobody(
        "The agent is on the telephone",
        *(phone(outcome=PhoneOutcome.BUSY), "busy", "could not be reached: the carrier says busy"),
        presence=(BREAK,),
        agent="a second call at best",
    ),
    then_another(
        "The agent declines by key",
        *(phone(*BRIEFED, Press("2"), *STAYS), "declined", "declined by key"),
        presence=(AVAILABLE, WRAP_UP),
        agent="“Thank you. Goodbye.”",
    ),
    nobody(
        "The agent hangs up during the briefing",
        *(phone(*BRIEFED, HangUp()), "declined", "hung up without pressing a key"),
        presence=(AVAILABLE,),
        agent="part of the briefing",
    ),
    then_another(
        "A voicemail picks up, or the agent presses no key",
        *(phone(outcome=PhoneOutcome.VOICEMAIL), "voicemail", NO_KEY),
        presence=(BREAK, WRAP_UP),
        agent="a message with the briefing may be on their voicemail",
    ),
    then_another(
        "The agent accepts after the deadline",
        *(HEARS_IT_OUT, "voicemail", NO_KEY),
        declined=(Declined(1, "voicemail", NO_KEY), TOO_LATE),
        presence=(BREAK, WRAP_UP),
        agent="“This call has gone on without you. Goodbye.”",
        course=accepts_too_late,
    ),
    then_another(
        "Two agents accept",
        *(HEARS_IT_OUT, "voicemail", NO_KEY),
        phones=(HEARS_IT_OUT, phone(*BRIEFED, Tone(300, 5000), *STAYS)),
        declined=(Declined(1, "voicemail", NO_KEY), TOO_LATE),
        presence=(BREAK, WRAP_UP),
        agent="the second has the caller; the first: “This call has gone on without you. Goodbye.”",
        course=both_accept,
    ),
    then_another(
        "The agent's telephone asks us what to do, and the question is lost",
        *(HEARS_IT_OUT, "voicemail", NO_KEY),
        presence=(BREAK, WRAP_UP),
        agent="silence, until `transfers.offer_s` is over",
        course=whisper_is_lost,
    ),
    then_another(
        "The agent is gone after accepting, before the caller has come",
        *(phone(*BRIEFED, Press("1"), *STAYS), "agent-gone", "before the caller came"),
        presence=(BREAK, WRAP_UP),
        agent="they have hung up",
        course=agent_hangs_up_at(TransferAccepted),
        told=("transfer_next", "transfer_connecting"),
    ),
    connected(
        "The agent hangs up on a caller who is still there",
        phones=(phone(*BRIEFED, Press("1"), Tone(300, 60_000)),),
        told=(*CONNECTED, *TO_BOT),
        ends="bot",
        why="agent-",
        agent="they have hung up, and write their notes",
        course=agent_hangs_up_at(TransferCompleted),
    ),
    caller_leaves(
        "The caller hangs up before the agent's telephone rings",
        *("nothing, or a ring", AVAILABLE, caller_hangs_up_at(TransferAgreed)),
    ),
    caller_leaves(
        "The caller hangs up while the agent hears the briefing",
        *("the call ends", AVAILABLE, caller_hangs_up_during_briefing),
    ),
    caller_leaves(
        "The caller hangs up between acceptance and conference",
        *("the call ends", AVAILABLE, caller_hangs_up_at(TransferAccepted)),
        phones=(TAKES,),
    ),
    caller_leaves(
        "The caller hangs up while they talk",
        *("the call ends; time for notes", WRAP_UP, caller_hangs_up_at(TransferCompleted)),
        phones=(TAKES,),
        ends="",
        accepted=1,
    ),
    connected(
        "Ringing the agent: the carrier fails (5xx), and does not ring",
        course=dialling(RestTrouble(500)),
        row=RINGING_FAILS,
    ),
    connected(
        "Ringing the agent: the carrier rings, and its answer is lost",
        course=dialling(RestTrouble(0, done=True)),
        row=RINGING_FAILS,
    ),
    connected(
        "Ringing the agent: the carrier rings, and answers too late",
        course=dialling(RestTrouble(201, done=True, delay_ms=7000)),
        row=RINGING_FAILS,
    ),
    connected(
        "Ringing the agent: too many requests (429), once",
        course=dialling(RestTrouble(429)),
        row=RINGING_FAILS,
    ),
    nobody(
        "Ringing the agent: too many requests, again and again",
        *(TAKES, "failed", "the carrier refused it (429, error 20429)"),
        course=dialling(RestTrouble(429, times=99)),
        presence=(OFFLINE,),
        agent="nothing",
    ),
    connected(
        "Moving the caller: the carrier fails (5xx), and does not",
        course=moving(RestTrouble(500)),
        row=MOVING_FAILS,
    ),
    connected(
        "Moving the caller: the carrier does, and its answer is lost",
        course=moving(RestTrouble(0, done=True)),
        row=MOVING_FAILS,
    ),
    connected(
        "Moving the caller: the carrier does, and answers too late",
        course=moving(RestTrouble(200, done=True, delay_ms=7000)),
        row=MOVING_FAILS,
    ),
    connected(
        "Moving the caller: too many requests (429), once",
        course=moving(RestTrouble(429)),
        row=MOVING_FAILS,
    ),
    nobody(
        "Moving the caller: never possible",
        *(TAKES, "unknown", "and the caller together"),
        course=moving(RestTrouble(500, times=99)),
        told=("transfer_connecting", *TO_CALL_BACK),
        presence=(AVAILABLE,),
        agent="music, then the call ends",
    ),
    connected(
        "Bringing the caller back to the bot: the carrier fails (5xx)",
        phones=(phone(*BRIEFED, Press("1"), Tone(300, 60_000)),),
        told=(*CONNECTED, *TO_BOT),
        ends="bot",
        why="agent-",
        agent="they have hung up, and write their notes",
        hears="nothing, until the carrier does it",
        course=cannot_be_returned,
    ),
)
