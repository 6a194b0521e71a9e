"""The centre's phrases as moves: the only way in which a prompt becomes something that is said."""

from datetime import date

from assist.entities import EntityKind, read_back
from config.centre import Centre, Detail, DetailKind
from voice.bot.moves import Expects, Say

MASK = "•"
"""What stands in the record for what is secret."""

_EXPECTS = {
    DetailKind.DIGITS: Expects.DIGITS,
    DetailKind.PHONE: Expects.DIGITS,
    DetailKind.POSTCODE: Expects.SPELLING,
    DetailKind.CODE: Expects.SPELLING,
    DetailKind.EMAIL: Expects.EMAIL,
    DetailKind.NAME: Expects.NAME,
    DetailKind.DATE: Expects.DATE,
    DetailKind.TIME: Expects.DATE,
    DetailKind.TIME_WINDOW: Expects.DATE,
    DetailKind.AMOUNT: Expects.OPEN,
    DetailKind.CHOICE: Expects.OPEN,
    DetailKind.YES_NO: Expects.YES_NO,
}

KEYED = frozenset(
    {DetailKind.DIGITS, DetailKind.PHONE, DetailKind.POSTCODE, DetailKind.DATE, DetailKind.AMOUNT}
)
"""What can be keyed in: a date as month, day and year, an amount in whole units."""


_ALL_DIGITS = frozenset({"US", "MX", "DE", "FR", "ES", "IT", "AU", "IN"})
"""Where a postcode has no letters."""


class Phrases:
    """One language's. `{centre}` is always filled; what else a prompt takes is given."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre

    def say(self, prompt: str, **values: str) -> Say:
        return self.ask(prompt, Expects.NOTHING, **values)

    def ask(self, prompt: str, expects: Expects, **values: str) -> Say:
        return Say(self.text(prompt, **values), prompt, expects)

    def text(self, prompt: str, **values: str) -> str:
        return self._centre.prompts[prompt].format(centre=self._centre.name, **values)

    def question(self, detail: Detail) -> Say:
        """What asks for a detail; who must look something up is given time."""
        expects = _EXPECTS[detail.kind]
        if detail.kind is DetailKind.POSTCODE and self._centre.region in _ALL_DIGITS:
            expects = Expects.DIGITS
        patience_s = 12.0 if expects in (Expects.DIGITS, Expects.SPELLING, Expects.EMAIL) else 0.0
        return Say(detail.ask, f"ask_{detail.name}", expects, patience_s=patience_s, digits=detail.digits)

    def value(self, detail: Detail, value: str, today: date) -> str:
        """A value as the bot says it; what is secret is not said."""
        if detail.secret:
            return MASK
        if detail.kind is DetailKind.CHOICE:
            return detail.options[value][0]
        return read_back(EntityKind(detail.kind.value), value, self._centre.region, today)


def in_mid_sentence(title: str) -> str:
    """A title as it reads within a sentence: "Fixing a slow line" loses its capital, "TV" keeps it."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
