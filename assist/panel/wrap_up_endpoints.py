"""The agent's note on a call over the pages' API: read, kept at every change, closed, and given more time."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec

from transcripts.access.answers import Problem
from transcripts.access.api import Asked, Endpoint, Handler
from transcripts.access.signing_in import SignedIn
from transcripts.events import SummarySentence
from transcripts.journal import JournalClosed, JournalFull
from transcripts.wrap_up import DispositionOffered, NoSuchWrapUp, Refused, WrapUp, WrapUps
from transcripts.wrap_up_form import BadField, WrapUpFields

PATH = "/api/v1/calls/{call_id}/wrap-up"

MaySee = Callable[[SignedIn, str], Awaitable[object]]
"""Raises `Problem` where somebody may not see a call; notes in its record that they have."""


class WrapUpAsked(msgspec.Struct, frozen=True):
    language: str = ""
    """BCP 47, of the draft's own words; the centre's, where it is empty or not one of the centre's."""


class ClosingAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str = ""
    """Why it is closed although something critical was missed."""


class TimeShown(msgspec.Struct, frozen=True):
    ends: datetime | None
    """Null: when the agent says so."""
    extended: int


class WrapUpForm(msgspec.Struct, frozen=True):
    """The form as it stands."""

    reason: str
    done: str
    outcome: str
    follow_ups: tuple[str, ...]
    notes: str
    disposition: str
    dispositions: tuple[DispositionOffered, ...]
    """The likeliest first, at most three, with how sure that is; then all others."""
    drafted: tuple[str, ...]
    """The fields that stand as they were drafted."""
    sentences: tuple[SummarySentence, ...]
    """Of the draft, with what each stands on."""
    ends: datetime | None
    """When it is closed as it stands; null: no time runs."""
    extended: int
    missed: tuple[str, ...]
    """Critical items that were missed: closing takes a reason."""
    closed: bool
    timed_out: bool
    """It was closed because the time was over."""


def wrap_up_endpoints(wrap_ups: WrapUps, may_see: MaySee) -> list[Endpoint]:
    def guarded(handler: Handler) -> Handler:
        async def handle(asked: Asked) -> object:
            await may_see(asked.signed_in, asked.named("call_id"))
            try:
                return await handler(asked)
            except NoSuchWrapUp as error:
                raise Problem(404, str(error)) from error
            except BadField as error:
                raise Problem(400, str(error)) from error
            except Refused as error:
                raise Problem(409, str(error)) from error
            except (JournalFull, JournalClosed) as error:
                raise Problem(503, f"the record cannot be written: {error}") from error

        return handle

    async def show(asked: Asked) -> WrapUpForm:
        return _form(await wrap_ups.of(asked.named("call_id"), _who(asked), asked.query.language))

    async def save(asked: Asked) -> WrapUpForm:
        saved = await wrap_ups.save(
            asked.named("call_id"), asked.body, _who(asked), language=asked.query.language
        )
        return _form(saved)

    async def close(asked: Asked) -> None:
        await wrap_ups.close(asked.named("call_id"), _who(asked), asked.body.reason)

    async def extend(asked: Asked) -> TimeShown:
        return TimeShown(*await wrap_ups.extend(asked.named("call_id"), _who(asked)))

    return [
        Endpoint(
            "GET",
            PATH,
            "The note on a call: drafted, with what the agent has changed.",
            guarded(show),
            WrapUpForm,
            query=WrapUpAsked,
            problems=(404,),
        ),
        Endpoint(
            "PUT",
            PATH,
            "Keeps what was changed; fields that are left out or null stay as they are.",
            guarded(save),
            WrapUpForm,
            body=WrapUpFields,
            query=WrapUpAsked,
            problems=(404,),
        ),
        Endpoint(
            "POST",
            f"{PATH}/close",
            "The agent has finished with the call; with a reason where something critical was missed.",
            guarded(close),
            None,
            body=ClosingAsked,
            problems=(404, 409),
        ),
        Endpoint(
            "POST",
            f"{PATH}/extend",
            "As much time again for the note.",
            guarded(extend),
            TimeShown,
            problems=(404, 409),
        ),
    ]


def _who(asked: Asked) -> str:
    """The agent who they are; the account of those who take no calls."""
    account = asked.signed_in.account
    return account.agent or account.name


def _form(known: WrapUp) -> WrapUpForm:
    return WrapUpForm(
        reason=known.reason,
        done=known.done,
        outcome=known.outcome,
        follow_ups=known.follow_ups,
        notes=known.notes,
        disposition=known.disposition,
        dispositions=known.dispositions,
        drafted=known.drafted,
        sentences=known.sentences,
        ends=known.ends,
        extended=known.extended,
        missed=known.missed,
        closed=known.closed is not None,
        timed_out=known.closed is not None and known.closed.timed_out,
    )
