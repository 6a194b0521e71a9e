"""What waits for a person's yes, over HTTP: listed, and answered by whoever holds the operators' token."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from aiohttp import web

from assist.approvals import ApprovalDesk, OpenApproval, UnknownApproval
from voice.web.operators import LARGEST_BODY, authorise, json_answer, problem


class Waiting(msgspec.Struct, frozen=True):
    """A question, as it is listed."""

    key: str
    call_id: str
    tool: str
    arguments: dict[str, str]
    seconds_left: float


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    approved: bool
    by: str
    """The name of who decides."""


@dataclass(frozen=True, slots=True)
class Approvals:
    desk: Callable[[], ApprovalDesk | None]
    """None until calls are taken."""
    token: str
    """What a request must bring as `Authorization: Bearer …`."""
    clock: Callable[[], float]
    """Monotonic seconds."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/approvals", self.waiting),
            web.post("/api/approvals/{key}", self.answer),
        ]

    async def waiting(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        desk = self.desk()
        return json_answer([self._shown(question) for question in desk.open()] if desk else [])

    async def answer(self, request: web.Request) -> web.Response:
        authorise(request, self.token)
        try:
            answer = msgspec.json.decode(await request.content.read(LARGEST_BODY), type=Answer)
        except msgspec.MsgspecError as error:
            return problem(400, f'send {{"approved": true, "by": "your name"}}: {error}')
        desk = self.desk()
        if desk is None:
            return problem(503, "the service takes no calls yet")
        try:
            desk.decide(request.match_info["key"], answer.approved, answer.by)
        except UnknownApproval as error:
            return problem(404, str(error))
        except ValueError as error:
            return problem(400, str(error))
        return json_answer(answer)

    def _shown(self, question: OpenApproval) -> Waiting:
        return Waiting(
            key=question.key,
            call_id=question.call_id,
            tool=question.tool,
            arguments=dict(question.arguments),
            seconds_left=round(max(0.0, question.deadline_s - self.clock()), 1),
        )
