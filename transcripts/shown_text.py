"""Text from a call as a terminal may show it: what callers say is words, never markup or steering codes."""

import unicodedata

_STEERING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of characters that steer a terminal or turn the direction of writing, or are none."""


def shown(text: str) -> str:
    """The text on one line, without characters that steer."""
    spaced = "".join(" " if character.isspace() else character for character in text)
    return "".join(character for character in spaced if unicodedata.category(character) not in _STEERING)
