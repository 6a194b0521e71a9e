"""A refusal with Twilio's number, as the REST API puts it into JSON and TwiML into the account's log."""


class CarrierError(Exception):
    """Twilio would refuse this."""

    def __init__(self, code: int, status: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        """Twilio's number for the error: 16025."""
        self.status = status
        """Of the HTTP answer, where it was asked for by REST."""
        self.message = message
