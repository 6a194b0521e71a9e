"""The keys as the way out when words have failed: the matters that the caller may mean, each on a key."""

from collections.abc import Sequence

from config.centre import Centre, Intent
from voice.bot.moves import Say
from voice.bot.talk import Talk

MENU = 4
"""How many matters are offered."""


class KeyMenu:
    """One call's."""

    def __init__(self, talk: Talk, centre: Centre) -> None:
        self._talk = talk
        self._centre = centre
        self._nearest: tuple[str, ...] = ()
        self._offered: tuple[str, ...] = ()

    def came_near(self, alternatives: Sequence[tuple[str, float]]) -> None:
        """The intents that words came nearest to which fitted none."""
        self._nearest = tuple(name for name, _ in alternatives) or self._nearest

    def offer(self) -> list[Say]:
        """What came nearest first, then what the centre names first."""
        names = [*self._nearest, *(intent.name for intent in self._centre.intents)]
        self._offered = tuple(dict.fromkeys(names))[:MENU]
        return [
            self._talk.say("menu_item", title=self._talk.centre.intent(name).title, key=str(key))
            for key, name in enumerate(self._offered, 1)
        ]

    def chosen(self, key: str) -> Intent | None:
        """What the key stands for, once it was offered."""
        if not key.isdigit() or not 1 <= int(key) <= len(self._offered):
            return None
        return self._talk.centre.intent(self._offered[int(key) - 1])
