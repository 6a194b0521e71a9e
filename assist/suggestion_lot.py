"""Which cards are held back by lot, so that what showing them does can be measured, and not only believed.

The lot depends on the call and the card's name alone: it can be drawn again, and nobody's doing changes it.
Who does not know the salt cannot foresee it.
"""

import hashlib
import hmac


def is_held_out(salt: bytes, call_id: str, suggestion_id: str, share: float) -> bool:
    """Whether a card of a call is of the `share` (0 to 1) that is never shown."""
    drawn = hmac.digest(salt, f"{call_id}\0{suggestion_id}".encode(), hashlib.sha256)
    return int.from_bytes(drawn[:8]) < share * 2**64
