"""What the pages' API answers: JSON, and problems in words that say what to do."""

import msgspec
from aiohttp import web


class Problem(Exception):
    """A request that cannot be done; becomes an answer of this HTTP status."""

    def __init__(self, status: int, text: str, *, wait_s: float = 0.0) -> None:
        """`wait_s`: after which it may be asked again (`Retry-After`)."""
        super().__init__(text)
        self.status = status
        self.wait_s = wait_s


class ProblemShown(msgspec.Struct, frozen=True):
    error: str
    """What is wrong, and what to do."""


def json_answer(value: object, status: int = 200) -> web.Response:
    answer = web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")
    # What is about callers stays in no cache of a shared machine.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def problem_answer(problem: Problem) -> web.Response:
    answer = json_answer(ProblemShown(str(problem)), problem.status)
    if problem.wait_s > 0:
        answer.headers["Retry-After"] = str(int(problem.wait_s) + 1)
    return answer
