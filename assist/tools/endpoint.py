"""A tool that is an HTTP endpoint: JSON is posted to it, and `{"outcome": …, "values": {…}}` comes back.

The verified customer goes along in `customer_id`, and the key in `Idempotency-Key`; both are the session's.
"""

from collections.abc import Mapping

import aiohttp
import msgspec

from assist.customers import Records
from assist.tools.values import BadValue
from config.centre import Tool

MOST_BYTES = 64 * 1024


class _Answer(msgspec.Struct):
    outcome: str
    values: dict[str, str | int | float | bool] = {}


class Endpoint:
    """Uses a session of the service's own; no redirects are followed."""

    def __init__(self, tool: Tool, session: aiohttp.ClientSession) -> None:
        self._tool = tool
        self._session = session

    async def use(
        self,
        arguments: Mapping[str, str],
        key: str,
        records: Records,  # noqa: ARG002
        customer_id: str | None,
    ) -> tuple[str, Mapping[str, object]]:
        """Raises `BadValue`, `TimeoutError` and what aiohttp raises."""
        unknown = set(arguments) - set(self._tool.arguments)
        if unknown:
            raise BadValue(f"it takes no {sorted(unknown)[0]}")
        body = {"customer_id": customer_id, "arguments": dict(arguments)}
        async with self._session.post(
            self._tool.url, json=body, headers={"Idempotency-Key": key}, allow_redirects=False
        ) as response:
            if response.status != 200:
                raise BadValue(f"the endpoint answered {response.status}")
            raw = await response.content.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise BadValue("the endpoint answered with too much")
        try:
            answer = msgspec.json.decode(raw, type=_Answer)
        except msgspec.DecodeError as error:
            raise BadValue("the endpoint's answer is not as agreed") from error
        return answer.outcome, dict(answer.values)
