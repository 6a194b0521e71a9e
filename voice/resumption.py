"""After a start: calls that were open when the service died go on, where the carrier says that they do.

The record says where they stood, the carrier where they are. Until both are known, what the carrier asks
about such a call waits (`Resuming`); new calls do not.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from transcripts.events import EndReason
from transcripts.interrupted import InterruptedCall
from transcripts.journal import Journal
from transcripts.recovery import close_call, end_explanation, owed
from voice.call import LiveCall
from voice.callbacks import CallbackBook
from voice.resuming import Resuming
from voice.switchboard import Switchboard
from voice.transfer_desk import Transfers
from voice.twilio.rest import ENDED, Done, Refused

ASKED_AGAIN_S = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Between two questions to a carrier that does not say how a call stands, in seconds; then it is given up."""

COMES_BY_ITSELF_S = 0.3
"""How long a caller whom the bot had may take to come by the webhook, before the carrier is asked to bring
them, in seconds."""

BROUGHT_BACK_S = (2.0, 2.0, 4.0, 4.0, 8.0)
"""How long each attempt to bring a caller back to the bot may take, in seconds."""


class Resumption:
    """One start's. `run` it beside everything else, once calls can be taken."""

    def __init__(
        self,
        interrupted: Sequence[InterruptedCall],
        resuming: Resuming,
        journal: Journal,
        switchboard: Switchboard,
        wall_clock: Callable[[], datetime],
    ) -> None:
        """`resuming` is told of each call that what becomes of it is known."""
        self._interrupted = tuple(interrupted)
        self._resuming = resuming
        self._journal = journal
        self._switchboard = switchboard
        self._wall_clock = wall_clock
        self._log = structlog.get_logger(__name__)
        for left in self._interrupted:
            resuming.expect(*_names(left))

    @property
    def transfers(self) -> frozenset[str]:
        """Those that may go on: whom they hold is not to be let go."""
        return frozenset(left.transfer.transfer_id for left in self._interrupted if left.transfer is not None)

    async def run(self, transfers: Transfers, callbacks: CallbackBook | None = None) -> None:
        """Returns when what becomes of each call is known and done. One call's trouble is no other's."""
        work = [self._resume(left, transfers, callbacks) for left in self._interrupted]
        results = await asyncio.gather(*work, return_exceptions=True)
        for left, result in zip(self._interrupted, results, strict=True):
            if isinstance(result, BaseException):
                self._log.error("a call could not be taken up again", call_id=left.call_id, exc_info=result)

    async def _resume(
        self, left: InterruptedCall, transfers: Transfers, callbacks: CallbackBook | None
    ) -> None:
        try:
            if callbacks is not None and left.callback is not None:
                # It is in the book already, unless the service died between the two; then this puts it there.
                await callbacks.agree(left.callback, place=left.callback.wall, language=left.language)
            await self._resume_call(left, transfers)
        finally:
            self._resuming.settle(*_names(left))

    async def _resume_call(self, left: InterruptedCall, transfers: Transfers) -> None:
        why_over = await self._why_over(left, transfers)
        if why_over and left.transfer is None:
            close_call(self._journal, left, self._wall_clock(), f" {why_over}")
            await self._journal.flush()
            self._log.warning("a call of the last run was closed", call_id=left.call_id, why=why_over)
            return
        await self._journal.take_up(left.call_id)
        call = self._switchboard.take_up(left)
        if why_over:
            # Its agent may still be rung, or wait in the conference: the transfer ends that.
            await call.transfer_resumed(left)
            ended = f"{end_explanation(left.events, self._wall_clock())} {why_over}{owed(left)}"
            call.end(EndReason.SERVICE_STOPPED, ended)
            return
        gap_s = left.gap_ms / 1000
        call.resumed(left, f"the service was started again; the record had stopped {gap_s:.1f} s before")
        await call.transfer_resumed(left)
        self._resuming.settle(*_names(left))
        self._log.warning("a call goes on after a restart", call_id=left.call_id, gap_ms=left.gap_ms)
        if left.transfer is None:
            await self._bring_back(call, transfers)

    async def _why_over(self, left: InterruptedCall, transfers: Transfers) -> str:
        """Empty: the call goes on."""
        for wait_s in (*ASKED_AGAIN_S, 0.0):
            match await transfers.carrier.look(left.carrier_call_id):
                case Done(_, status):
                    return (
                        f"The carrier says that it had ended by then ({status})." if status in ENDED else ""
                    )
                case Refused(_, why):
                    return f"The carrier does not know it any more: {why}."
                case _:
                    pass
            heard = await self._resuming.heard_of(left.carrier_call_id, wait_s)
            if heard is not None:
                return "" if heard else "The carrier reported its end."
        return "The carrier did not say whether it went on."

    async def _bring_back(self, call: LiveCall, transfers: Transfers) -> None:
        """The caller, to the bot: by the webhook that follows the end of its stream, or else by REST."""
        if await call.mouth_came(COMES_BY_ITSELF_S):
            return
        for wait_s in BROUGHT_BACK_S:
            if call.ended:
                return
            if not call.mouth_is_promised:
                answer = await transfers.return_caller(call.carrier_call_id)
                self._log.info("a caller is to come back", call_id=call.call_id, answer=str(answer))
            if await call.mouth_came(wait_s):
                return
            call.mouth_promised(False)
        why = "After a restart the carrier did not bring the caller back to the bot. A call-back is owed."
        call.end(EndReason.STREAM_LOST, why)


def _names(left: InterruptedCall) -> tuple[str, ...]:
    """By which webhooks know the call."""
    return (left.carrier_call_id, *([left.transfer.transfer_id] if left.transfer is not None else []))
