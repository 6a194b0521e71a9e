"""Text made inert for a synthesiser: it comes from callers and articles, and engines read markup in it.

espeak-ng obeys embedded commands after Ctrl-A, and Piper takes `[[…]]` for phonemes.
"""

import re
import unicodedata


def speakable(text: str) -> str:
    """`text` without control characters and phoneme brackets, and with single spaces."""
    printable = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text)
    return " ".join(re.sub(r"\[{2,}|\]{2,}", " ", printable).split())


def has_words(text: str) -> bool:
    """Whether there is anything to say in it: a letter or a digit of any script."""
    return any(each.isalnum() for each in text)
