"""What the panel needs of live assistance: what it shows of a call, and what the agent does with it."""

from collections.abc import Callable
from typing import Protocol

from assist.live_state import AssistState


class LiveHelp(Protocol):
    """For one call. What cannot be done raises `ValueError`, with the reason."""

    def state(self) -> AssistState: ...

    def subscribe(self, told: Callable[[], None]) -> Callable[[], None]:
        """`told` is called at each change; what is returned ends it."""
        ...

    def act(self, suggestion_id: str, action: str, because: str, by: str) -> None: ...

    def search(self, query: str, by: str) -> None: ...

    def set_quiet(self, on: bool, by: str) -> None: ...

    def overrule(self, checklist: str, item: str, state: str, reason: str, by: str) -> None: ...

    def raise_hand(self, up: bool, reason: str, by: str) -> None: ...


FindHelp = Callable[[str], LiveHelp | None]
"""By call; None: nobody talks in it, or there is no assistance."""
