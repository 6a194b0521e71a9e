"""What the caller's end says when a call cannot be placed or carried through."""


class CallFailed(Exception):
    """The call could not be placed; the message says why, and what to do."""
