"""What an agent does in a call beside talking: over the pages' API."""

from collections.abc import Callable
from typing import Annotated, Literal, ParamSpec

import msgspec

from assist.live_state import AssistState
from assist.panel.access import CallAccess
from assist.panel.floor import ActionAsked, Floor, NotPossible, NotUnderstood
from assist.panel.live_help import FindHelp, LiveHelp
from transcripts.access.accounts import Role
from transcripts.access.answers import Problem
from transcripts.access.api import Asked, Endpoint, Handler
from transcripts.events import HandRaised, WordFixed

SUPERVISORS = frozenset({"supervise", "take-over"})
"""Actions that take the role."""

OF_ONESELF = frozenset({"supervise", "stop-supervising", "take-over"})
"""Where nobody is named, it is who asks."""

P = ParamSpec("P")

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Reason = Annotated[str, msgspec.Meta(max_length=300)]


class CardAction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    action: Literal["used", "expanded", "not-now", "wrong"]
    because: Reason = ""
    """Of `wrong`: `old`, `irrelevant`, `unsafe`, or words."""


class Search(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    query: Words


class Quiet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    on: bool


class Hand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    up: bool
    reason: Reason = ""


class FixedWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    utterance_id: Name
    heard: Words
    meant: Words


class Overruling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    checklist: Name
    item: Name
    state: Literal["due", "done", "late", "not-applicable", "missed"]
    reason: Reason = ""


class CallEndpoints:
    """One service's."""

    def __init__(self, access: CallAccess, floor: Floor, help_for: FindHelp) -> None:
        self._access = access
        self._floor = floor
        self._help_for = help_for

    def endpoints(self) -> list[Endpoint]:
        call = "/api/v1/calls/{call_id}"

        def does(path: str, summary: str, handler: Handler, body: type) -> Endpoint:
            return Endpoint("POST", f"{call}/{path}", summary, handler, None, body=body, problems=(404, 409))

        return [
            Endpoint(
                "GET",
                f"{call}/assist",
                "What is suggested, ticked and known in a call.",
                self.shown,
                AssistState,
                problems=(404,),
            ),
            does("cards/{suggestion_id}", "Say what you make of a suggestion.", self.card, CardAction),
            does("search", "Look something up; it comes as a card.", self.search, Search),
            does("quiet", "No suggestions in this call, or suggestions again.", self.quiet, Quiet),
            does("hand", "Ask a supervisor for help, or need it no more.", self.hand, Hand),
            does("words", "Put right what was misheard.", self.words, FixedWords),
            does("checklist", "Overrule what stands at an item.", self.checklist, Overruling),
            does("actions/{action}", "Hold, consult, add, pass on…", self.act, ActionAsked),
        ]

    async def shown(self, asked: Asked) -> AssistState:
        call_id = asked.named("call_id")
        await self._access.require(asked.signed_in, call_id)
        return self._help(call_id, 404).state()

    async def card(self, asked: Asked) -> None:
        help_in_call = await self._in_call(asked)
        body: CardAction = asked.body
        self._try(help_in_call.act, asked.named("suggestion_id"), body.action, body.because, _by(asked))

    async def search(self, asked: Asked) -> None:
        help_in_call = await self._in_call(asked)
        self._try(help_in_call.search, asked.body.query, _by(asked))

    async def quiet(self, asked: Asked) -> None:
        help_in_call = await self._in_call(asked)
        self._try(help_in_call.set_quiet, asked.body.on, _by(asked))

    async def checklist(self, asked: Asked) -> None:
        help_in_call = await self._in_call(asked)
        body: Overruling = asked.body
        self._try(help_in_call.overrule, body.checklist, body.item, body.state, body.reason, _by(asked))

    async def hand(self, asked: Asked) -> None:
        call_id, body = asked.named("call_id"), asked.body
        notes = await self._access.require(asked.signed_in, call_id)
        self._access.require_in_call(asked.signed_in, call_id)
        help_in_call = self._help_for(call_id)
        if help_in_call is not None:
            self._try(help_in_call.raise_hand, body.up, body.reason, _by(asked))
            return
        at_ms = self._access.at_ms(call_id, notes)
        await self._access.write(
            HandRaised(call_id=call_id, at_ms=at_ms, up=body.up, reason=body.reason, by=_by(asked))
        )

    async def words(self, asked: Asked) -> None:
        """Also after the call."""
        call_id, body = asked.named("call_id"), asked.body
        notes = await self._access.require(asked.signed_in, call_id)
        await self._access.write(
            WordFixed(
                call_id=call_id,
                at_ms=self._access.at_ms(call_id, notes),
                utterance_id=body.utterance_id,
                heard=body.heard,
                meant=body.meant,
                by=_by(asked),
            )
        )

    async def act(self, asked: Asked) -> None:
        by, call_id, action = asked.signed_in, asked.named("call_id"), asked.named("action")
        if action in SUPERVISORS and not by.account.may(Role.SUPERVISOR):
            raise Problem(403, f"{action} takes the role supervisor; yours is {by.account.role.value}")
        await self._access.require(by, call_id)
        self._access.require_in_call(by, call_id)
        body: ActionAsked = asked.body
        if action in OF_ONESELF and not body.name:
            if not by.account.agent:
                raise Problem(400, f"{action}: your account is no agent's, so name the agent who does it")
            body = msgspec.structs.replace(body, name=by.account.agent)
        try:
            self._floor.act(call_id, action, body, _by(asked))
        except NotUnderstood as error:
            raise Problem(400, str(error)) from error
        except NotPossible as error:
            raise Problem(409, str(error)) from error

    async def _in_call(self, asked: Asked) -> LiveHelp:
        call_id = asked.named("call_id")
        await self._access.require(asked.signed_in, call_id)
        return self._help(call_id, 409)

    def _help(self, call_id: str, status: int) -> LiveHelp:
        found = self._help_for(call_id)
        if found is None:
            raise Problem(status, "nothing is suggested in this call (any more): no agent talks in it")
        return found

    def _try(self, do: Callable[P, object], *args: P.args, **named: P.kwargs) -> None:
        try:
            do(*args, **named)
        except ValueError as error:
            raise Problem(409, str(error)) from error


def _by(asked: Asked) -> str:
    """The agent's name; of who is none, the account's."""
    account = asked.signed_in.account
    return account.agent or account.name
