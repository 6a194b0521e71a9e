"""The use of a tool: what is asked of it, by whom, and what it gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assist.verification import VerifiedIdentity


@dataclass(frozen=True, slots=True)
class ToolCall:
    call_id: str
    tool: str
    arguments: Mapping[str, str]
    """In canonical form, as they were captured (`assist.entities`)."""
    key: str
    """One use: a second call with the same key gets the first one's result."""


@dataclass(frozen=True, slots=True)
class ToolResult:
    outcome: str
    """A name of the centre's; empty when it failed."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """In canonical form, by the names that the centre declares."""
    failure: str = ""
    """Why it failed, in words; empty when it did not."""
    took_ms: float = 0.0
    refused: bool = False
    """A person had to approve it, and did not."""


class ToolSession:
    """One call's: whose tools these are. Only what `Verification` proved gets in here."""

    def __init__(self, call_id: str) -> None:
        self.call_id = call_id
        self._identity: VerifiedIdentity | None = None

    @property
    def customer_id(self) -> str | None:
        return self._identity.customer_id if self._identity is not None else None

    @property
    def level(self) -> int:
        """0: nobody is verified."""
        return self._identity.level if self._identity is not None else 0

    def identify(self, identity: VerifiedIdentity) -> None:
        """Raises `ValueError` where the call is somebody else's already."""
        if self._identity is not None and self._identity.customer_id != identity.customer_id:
            raise ValueError("one call is one customer's")
        if identity.level > self.level:
            self._identity = identity
