"""Who rings whom on which account, and the form that Twilio's webhooks carry about it."""

import secrets
from dataclasses import dataclass

from transcripts.events import Milliseconds

API_VERSION = "2010-04-01"

_PLACES = {
    "From": {"City": "PORTLAND", "State": "OR", "Zip": "97205", "Country": "US"},
    "To": {"City": "SEATTLE", "State": "WA", "Zip": "98101", "Country": "US"},
}
"""Where the numbers are, as Twilio guesses it; Caller repeats From, and Called repeats To."""


def new_sid(prefix: str) -> str:
    """A Twilio identifier: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class CallIdentity:
    call_sid: str
    account_sid: str
    from_number: str
    to_number: str
    direction: str = "inbound"
    """`inbound`, `outbound-api` or `outbound-dial`."""
    parent_sid: str = ""
    """The leg that dialled it."""

    def form(self, status: str) -> dict[str, str]:
        """What every webhook of the call carries."""
        fields = {
            "AccountSid": self.account_sid,
            "ApiVersion": API_VERSION,
            "CallSid": self.call_sid,
            "CallStatus": status,
            "Direction": self.direction,
        }
        if self.direction == "inbound":
            fields["CallToken"] = "%7B%22parentCallInfoToken%22%3A%22sandbox%22%7D"
            fields["StirVerstat"] = "TN-Validation-Passed-A"
        if self.parent_sid:
            fields["ParentCallSid"] = self.parent_sid
        for end, number, place in (
            ("From", self.from_number, "From"),
            ("Caller", self.from_number, "From"),
            ("To", self.to_number, "To"),
            ("Called", self.to_number, "To"),
        ):
            fields[end] = number
            known = number.startswith("+")
            fields |= {end + part: value if known else "" for part, value in _PLACES[place].items()}
        return fields

    def final_form(self, duration_ms: Milliseconds, timestamp: str) -> dict[str, str]:
        """The status callback after the call. `timestamp` is RFC 2822."""
        seconds = -(-duration_ms // 1000)
        return self.form("completed") | {
            "CallDuration": str(seconds),
            "CallbackSource": "call-progress-events",
            "Duration": str(-(-seconds // 60)),
            "SequenceNumber": "0",
            "SipResponseCode": "200",
            "Timestamp": timestamp,
        }
