"""One-time codes on their way to a customer: by Twilio's SMS, or kept for whoever plays the customer here."""

import asyncio

import structlog
from requests import RequestException
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from assist.verification import CodeNotSent

SEND_S = 5.0
"""How long the carrier may take, in seconds."""


class TwilioCodes:
    """Sends by Twilio's Messages resource, from a number of the centre's."""

    def __init__(self, client: Client, from_number: str, centre: str) -> None:
        self._client = client
        self._from = from_number
        self._centre = centre

    async def send(self, number: str, code: str) -> None:
        body = (
            f"{self._centre}: {code} is your code for the call that you are on. We never ring to ask for it."
        )
        try:
            async with asyncio.timeout(SEND_S):
                await asyncio.to_thread(self._client.messages.create, to=number, from_=self._from, body=body)
        except TimeoutError as error:
            raise CodeNotSent(f"the carrier did not answer within {SEND_S:.0f} s") from error
        except TwilioException as error:
            raise CodeNotSent(f"the carrier refused it ({type(error).__name__})") from error
        except (RequestException, ValueError) as error:
            raise CodeNotSent(f"the carrier could not be asked ({type(error).__name__})") from error


class SandboxCodes:
    """There is no SMS on this machine: the last code for each number is kept, for a demo or a test."""

    def __init__(self) -> None:
        self.sent: dict[str, str] = {}

    async def send(self, number: str, code: str) -> None:
        self.sent[number] = code
        structlog.get_logger(__name__).info("a one-time code waits in the sandbox", ending=number[-3:])
