"""The languages of a centre, as they are offered to the caller."""

from config.centre import Centre
from voice.bot.moves import Say


def offers(centre: Centre) -> list[Say]:
    """Each in its own language and voice."""
    return [
        Say(
            locale.prompts["language_offer"].format(centre=locale.name),
            "language_offer",
            language=locale.language,
        )
        for locale in centre.locales
    ]


def other_language(centre: Centre, language: str) -> str | None:
    """The one that the key 9 goes on in, from `language` (BCP 47); None where the centre has one alone."""
    languages = [each.language for each in (*centre.locales, centre)]
    return next((other for other in languages if other != language), None)
