"""What an agent's next words made of a card: said, said in own words, contradicted, or not used.

A false accusation costs an agent's trust: what is doubtful (another matter, a question, how it was before, a
number that is easily misheard) is never called a contradiction.
"""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from assist.said_agreement import agree, disagree
from assist.said_clauses import Clause, alike, clauses, same
from assist.said_facts import Fact, FactKind, Reader, facts
from assist.spoken.words import said_words


class Outcome(StrEnum):
    SAID = "said"
    OWN_WORDS = "own-words"
    CONTRADICTED = "contradicted"
    NOT_USED = "not-used"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance of the agent."""

    utterance_id: str
    text: str
    confidence: float = 1.0
    """The recogniser's, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Judgement:
    outcome: Outcome
    explanation: str
    """The words that it rests on."""
    utterance_id: str = ""
    """Where they were said; empty when nothing was."""
    complete: bool = False
    """All of the card was said: there is nothing to wait for."""


SURE = 0.5
"""The recogniser's confidence below which nobody is said to have contradicted a card."""


def judge(card: str, spoken: Sequence[Spoken], reader: Reader) -> Judgement:
    """What `spoken`, the agent's words after `card` was shown, made of it."""
    offered = [part for part in clauses(reader.readable(card), reader) if not part.asked]
    heard = [(one, clauses(reader.readable(one.text), reader)) for one in spoken]
    claimed = [clause for _, parts in heard for clause in parts]
    for one, parts in heard:
        if one.confidence >= SURE and (why := _contradiction(offered, parts, claimed)):
            return Judgement(Outcome.CONTRADICTED, why, one.utterance_id)
    wording = _worded(spoken, offered, claimed, reader)
    if wording is not None:
        return wording
    return _own_words(offered, heard, _names(card, reader))


def _contradiction(offered: Sequence[Clause], said: Sequence[Clause], claimed: Sequence[Clause]) -> str:
    """Why `said` contradicts the card, in words; empty where it does not."""
    for before, clause in zip((None, *said), said, strict=False):
        if clause.asked or clause.past:
            continue
        about = clause.about
        if before is not None and before.supposed and before.sentence == clause.sentence:
            about = tuple(dict.fromkeys((*before.about, *about)))
        for fact in clause.facts:
            if why := _other_fact(offered, replace(clause, about=about), fact, claimed):
                return why
        if why := _turned_round(offered, clause, said):
            return why
    return ""


def _other_fact(offered: Sequence[Clause], clause: Clause, fact: Fact, claimed: Sequence[Clause]) -> str:
    card_facts = [one for part in offered for one in part.facts]
    if fact.kind is FactKind.NUMBER:
        return ""
    if fact.denied:
        for part in offered:
            for one in part.facts:
                if not one.denied and agree(one, fact) and _about_the_same(part, clause, offered):
                    return f'"{fact.words}" is denied; the card says "{one.words}"'
        return ""
    if any(agree(one, fact) for one in card_facts):
        return ""
    for part in offered:
        for one in part.facts:
            if (
                one.kind is fact.kind
                and not one.denied
                and disagree(one, fact)
                and part.supposed == clause.supposed
                and not any(agree(one, other) for each in claimed for other in each.facts if not other.denied)
                and _about_the_same(part, clause, offered)
            ):
                return f'said "{fact.words}"; the card says "{one.words}"'
    return ""


def _turned_round(offered: Sequence[Clause], clause: Clause, said: Sequence[Clause]) -> str:
    """A denial of what the card affirms, or the other way round."""
    doubtful = clause.supposed or clause.excepted or clause.unsure or clause.negations > 1
    if doubtful or len(clause.about) < _FEWEST_TURNED:
        return ""
    for part in offered:
        if part.supposed or part.excepted or part.negations + clause.negations != 1:
            continue
        if _free_in_both(part, said):
            continue
        denier, affirmer = (part, clause) if part.negations else (clause, part)
        if not any(same(one, other) for one in denier.denied for other in affirmer.about):
            continue
        shared = _shared(part.about, clause.about, same)
        if len(shared) >= _FEWEST_TURNED and len(shared) >= _MOST_OF * len(clause.about):
            wide = len(shared) >= _MOST_OF * len(part.about)
            if wide:
                how = "denies" if clause.negations else "affirms"
                return f'"{clause.words}" {how} what the card says: "{part.words}"'
    return ""


def _free_in_both(part: Clause, said: Sequence[Clause]) -> bool:
    return any(one.is_free for one in part.facts) and any(
        one.value == 0 and one.kind is FactKind.MONEY for clause in said for one in clause.facts
    )


def _about_the_same(part: Clause, clause: Clause, offered: Sequence[Clause]) -> bool:
    """Whether both clauses speak of one thing: nearly all that the agent names, the card names too."""
    shared = _shared(clause.about, part.about, same)
    if not shared:
        return False
    if _another_of_its_kind(clause.about, part.about):
        return False
    whole = tuple(one for other in offered if other.sentence == part.sentence for one in other.about)
    in_sentence = _shared(clause.about, whole, same)
    precision = len(in_sentence) / len(clause.about)
    recall = len(shared) / len(part.about)
    if precision >= _NEARLY_ALL and (len(in_sentence) >= 2 or recall == 1):
        return True
    return precision >= _MOST_OF and recall >= _MOST_OF and len(shared) >= 2


def _another_of_its_kind(about: Sequence[str], card: Sequence[str]) -> bool:
    """ "The Max plan" where the card has "the Home plan"."""
    for at, word in enumerate(about[1:], 1):
        for place, other in enumerate(card[1:], 1):
            if (
                same(word, other)
                and not any(same(about[at - 1], one) for one in card)
                and not any(same(card[place - 1], one) for one in about)
            ):
                return True
    return False


def _worded(
    spoken: Sequence[Spoken], offered: Sequence[Clause], claimed: Sequence[Clause], reader: Reader
) -> Judgement | None:
    """`SAID` where a sentence of the card was said as it stands there, give or take a small word."""
    sentences = _sentences(offered)
    texts = [(one, reader.readable(one.text)) for one in spoken]
    heard = [(token, one, text) for one, text in texts for token in _tokens(text, reader)]
    said = 0
    first: tuple[str, str] | None = None
    for sentence, own in sentences:
        wanted = [token.word for token in _tokens(sentence, reader)]
        if len(wanted) < _SHORTEST:
            continue
        words = [next((one for one in wanted if same(one, token.word)), token.word) for token, _, _ in heard]
        blocks = SequenceMatcher(None, wanted, words, autojunk=False).get_matching_blocks()
        matches = [match for match in blocks if match.size]
        if not matches:
            continue
        together = sum(match.size for match in matches)
        begun, ended = matches[0].b, matches[-1].b + matches[-1].size
        facts_said = all(_is_said_exactly(fact, claimed) for part in own for fact in part.facts)
        if together > _WORDING * len(wanted) and ended - begun <= _STRETCH * len(wanted) and facts_said:
            said += 1
            token, one, text = heard[begun]
            same_utterance = [other.end for other, its, _ in heard[begun:ended] if its is one]
            first = first or (text[token.start : same_utterance[-1]], one.utterance_id)
    if first is None:
        return None
    return Judgement(Outcome.SAID, f'said "{first[0]}"', first[1], complete=said == len(sentences))


def _own_words(
    offered: Sequence[Clause], heard: Sequence[tuple[Spoken, Sequence[Clause]]], names: AbstractSet[str]
) -> Judgement:
    """`OWN_WORDS` where the key facts of a sentence, or most of what it is about, came in other words."""
    usable = [clause for _, parts in heard for clause in parts if not clause.asked and not clause.past]
    about = tuple(dict.fromkeys(one for clause in usable for one in clause.about))
    best: tuple[float, str, str] | None = None
    for number in dict.fromkeys(part.sentence for part in offered):
        parts = [part for part in offered if part.sentence == number]
        # A name tells what is spoken of, not what is said of it.
        wanted = tuple(dict.fromkeys(one for part in parts for one in part.about if one not in names))
        known = [fact for part in parts for fact in part.facts]
        agreed = [fact for fact in known if _is_said(fact, usable)]
        shared = _shared(wanted, about, alike)
        weight = len(wanted) + _FACT * len(known)
        covered = (len(shared) + _FACT * len(agreed)) / weight if weight else 0.0
        least = _HALF if agreed or not known else _MOST_OF
        enough = covered >= least and len(shared) + 2 * len(agreed) >= _FEWEST_SHARED
        by_facts = len(shared) >= 1 and len(agreed) >= _HALF * len(known) and covered >= _SOME
        chance = not (len(agreed) >= 2 or any(fact.distinctive for fact in agreed))
        denied = [one for part in parts for one in part.denied]
        if not denied and _denies(usable, shared):
            continue
        if denied and not agreed:
            told = any(alike(one, other) for one in denied for clause in usable for other in clause.denied)
            if not told and not (enough and (_avoids(usable) or any(clause.negations for clause in usable))):
                continue
            enough = enough or (told and covered >= _THIRD)
        agreeing = by_facts if chance else bool(agreed) and (bool(shared) or any(_rare(agreed)))
        if (enough or (agreed and agreeing)) and (best is None or covered > best[0]):
            words = [fact.words for fact in agreed] + shared
            best = (covered, ", ".join(words), _where(agreed, shared, heard))
    if best is None:
        key = [fact for part in offered for fact in part.facts if not fact.is_free]
        if len(key) >= 2 and all(_is_said(fact, usable) for fact in key):
            # Two numbers of a card are not both said by chance.
            best = (1.0, ", ".join(fact.words for fact in key), _where(key, [], heard))
    if best is None:
        return Judgement(Outcome.NOT_USED, "nothing of the card in the agent's words")
    return Judgement(Outcome.OWN_WORDS, f"in other words: {best[1]}", best[2])


def _names(card: str, reader: Reader) -> frozenset[str]:
    """The stems of the words that are capitals in the middle of a sentence."""
    found = {word for name in _NAME.findall(card) for word in name.split()}
    return frozenset(stem for word in found for part in clauses(word.lower(), reader) for stem in part.about)


def _rare(agreed: Sequence[Fact]) -> list[bool]:
    return [fact.distinctive for fact in agreed]


def _denies(usable: Sequence[Clause], shared: Sequence[str]) -> bool:
    return any(same(one, other) for clause in usable for one in clause.denied for other in shared)


def _avoids(usable: Sequence[Clause]) -> bool:
    """A denial without "not": "keep away from the button"."""
    return any(word in clause.words.lower() for clause in usable for word in _AVOID)


def _where(
    agreed: Sequence[Fact], shared: Sequence[str], heard: Sequence[tuple[Spoken, Sequence[Clause]]]
) -> str:
    def found(parts: Sequence[Clause]) -> int:
        about = [one for clause in parts for one in clause.about]
        return 2 * sum(_is_said(fact, parts) for fact in agreed) + len(_shared(shared, about, alike))

    return max(heard, key=lambda one: found(one[1]))[0].utterance_id if heard else ""


def _is_said(fact: Fact, claimed: Sequence[Clause]) -> bool:
    return any(agree(fact, other) for clause in claimed for other in clause.facts if not other.denied)


def _is_said_exactly(fact: Fact, claimed: Sequence[Clause]) -> bool:
    return any(
        agree(fact, other) and fact.lowest == other.lowest if fact.low is not None else agree(fact, other)
        for clause in claimed
        for other in clause.facts
        if not other.denied
    )


def _shared(wanted: Sequence[str], about: Sequence[str], compare: Callable[[str, str], bool]) -> list[str]:
    return [one for one in wanted if any(compare(one, other) for other in about)]


def _sentences(offered: Sequence[Clause]) -> list[tuple[str, list[Clause]]]:
    numbers = dict.fromkeys(part.sentence for part in offered)
    grouped = [[part for part in offered if part.sentence == number] for number in numbers]
    return [(" ".join(part.words for part in own), own) for own in grouped]


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    """A fact is one, whatever its words."""
    start: int
    end: int


def _tokens(text: str, reader: Reader) -> list[_Token]:
    found = facts(text, reader)
    tokens: list[_Token] = []
    for word in said_words(text):
        fact = next((one for one in found if one.start <= word.start < one.end), None)
        if fact is None and word.text[0].isalpha():
            tokens.append(_Token(word.text, word.start, word.end))
        elif fact is not None and fact.start == word.start:
            tokens.append(_Token(f"#{fact.kind}", fact.start, fact.end))
    return tokens


_NAME = re.compile(r"(?<=[\w,] )(?:[A-ZÁÉÍÓÚÑ]\w+)(?: [A-ZÁÉÍÓÚÑ]\w+)*")
_WORDING = 0.8
_STRETCH = 1.6
_SHORTEST = 3
_FACT = 1.5
_HALF = 0.5
_SOME = 0.4
_THIRD = 1 / 3
_FEWEST_SHARED = 2
_MOST_OF = 0.6
_NEARLY_ALL = 0.75
_FEWEST_TURNED = 2
_AVOID = ("away from", "avoid", "leave", "instead", "stop", "careful")
