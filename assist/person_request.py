"""Whether the caller asks for a person. Asked at every prompt; a missed request is the worst mistake.

So the rules look for a wish ("speak to somebody") anywhere in a sentence, and then for what makes it none: a
story in the past, a refusal, an estate agent, an agent's fee. Every repetition in a pattern is bounded.
"""

import re
from dataclasses import dataclass

from assist import person_words as words
from assist.person_words import any_of
from assist.spoken_text import read


def asks_for_person(text: str) -> str | None:
    """The words of `text` in which the caller asks for a person; None: the caller does not."""
    said = read(text)
    for wish in _WISHES:
        span = wish.find(said.text)
        if span is not None:
            return said.quote(*span)
    return _named_alone(said.source)


def _named_alone(source: str) -> str | None:
    """A sentence with nothing but a person and politeness or anger: "no, agent!", "a real person please"."""
    for sentence in re.split(r"[.!?;]+", source):
        for part in dict.fromkeys((sentence, sentence.rpartition(",")[2])):
            said = read(part)
            match = _ALONE.fullmatch(said.text)
            if match is not None:
                return said.quote(*match.span("who" if match["who"] else "not_who"))
    return None


@dataclass(frozen=True, slots=True)
class _Wish:
    form: re.Pattern[str]
    unless_before: re.Pattern[str]
    """Ends where the wish begins, and takes it back."""
    unless_after: re.Pattern[str]
    """Begins where the wish ends, and takes it back."""

    def find(self, said: str) -> tuple[int, int] | None:
        for match in self.form.finditer(said):
            before = said[max(0, match.start() - _REACH) : match.start()]
            after = said[match.end() : match.end() + _REACH]
            if not self.unless_before.search(before) and not self.unless_after.match(after):
                return match.span()
        return None


_REACH = 60
"""Characters on either side of a wish in which it can be taken back."""

_NEVER = r"(?!)"


def _wish(form: str, *, before: str = _NEVER, after: str = _NEVER) -> _Wish:
    return _Wish(re.compile(rf"\b{form}(?![^ ])"), re.compile(rf"\b{before}$"), re.compile(after))


# What takes a wish back.

_REFUSED = any_of(
    r"not (?:want|need|wish|like|have|care|plan|going|trying|asking|require)(?: you| me)?(?: to)? ",
    r"(?:no need(?: for you)? to|no need for|rather not|without having to|hate having to|never) ",
    r"please do not |^do not |(?:i|we) (?:would )?not ",
    r"(?:do|does|did|will|would) not (?:even |really )?",
    r"(?<!if )(?<!why )(?:i|we|you) (?:could|can|did|do|would|will) not (?:even |ever )?",
)
_ASKS_WHETHER = (
    r"(?:do|will|would|did|should|must) (?:i|we|you)(?: even| still| really)?(?: need| have)(?: to)? "
)
_COSTS = r"(?:charges?|fee|costs?|pay|paid|paying|charged|extra)(?: extra| anything)? (?:to|if i) "
_STORY = r"(?:tried|managed|had|able|used) to (?:go and )?"
_NO_WISH = any_of(_REFUSED, _ASKS_WHETHER, _COSTS, _STORY)
_HABIT = (
    r"(?<!can )(?<!could )(?<!may )(?<!might )(?<!do )(?<!shall )(?<!not )(?<!must )"
    r"(?:i|we|you|they|he|she|who|always|usually|kids|people) "
)
_THEIRS = (
    r"(?:(?<!can )(?<!could )(?<!would )(?<!will )(?<!must )(?<!please )you(?: just| already| always)?"
    r"|they|he|she|who|somebody|someone|nobody|agent|representative|lady|man|keep|kept|always|already)"
    r"(?: would| will| could| did| does| do| then)?(?: not| just)? "
)
_OTHERS_WANT = r"(?:they|he|she|(?<!can )(?<!could )(?<!would )(?<!will )you|never|(?:do|did|would) not) "
_COMPOUND = (
    r" (?:s|fees?|charges?|commissions?|portal|app|error|codes?|licen[cs]es?|software|resources|rights|names?"
    r"|ids?|numbers?|mode|accounts?|passwords?|login|training|jobs?|role|plan|tariff|discount|contract|bill"
    r"|box|lights?)\b"
)
_LONG_AGO = r".{0,50}\b(?:yesterday|last (?:week|month|night|year|time)|ago|earlier today)\b"
_WRONG_PLACE = (
    r" (?:hell|so much|all this|this|a lot|to the wrong|to an?(?:other)? (?:machine|robot|bot|recording))\b"
)

# What wishes are made of.

_ENDS = (
    r"(?=$| (?:please|now|thanks|thank you|right now|immediately|instead|today|because|so|as|and|then|i)\b)"
)
_SPEAK_TO = any_of(
    r"(?:speak|talk|chat|be talking|be speaking)"
    r"(?: directly| now| again| please| quickly| properly| over the phone)? (?:to|with|too)",
    r"discuss (?:this|it|that) with",
    r"get (?:me |us |straight )?(?:through|over|back|on) to",
    r"get (?:a )?hold of",
    r"get in (?:touch|contact) with",
    r"(?:have|get) a (?:quick |little )?(?:word|chat|talk) with",
    r"reach|contact|deal with",
)
_MOVE = any_of(
    r"put|connect|transfer|patch|pass|hand|forward|route|redirect|escalate|switch|send|direct|refer|take|bring|move"
)
_MY_CALL = r"(?:me|us|my call|this call|the call)"
_ONWARD = r"(?: straight| directly| back| right| now| please| on| over| up| through| across){0,3}"
_WANT = any_of(
    r"want|wants|wanted|need|needs|like|prefer|demand|require|request|requesting|insist on|rather have",
    r"get|give|find|fetch|bring|ask for|asking for|looking for|calling for|i said|let me have",
    r"(?:can|could|may) i(?: please)? (?:have|get)",
)
_I_CAN_SPEAK = r"(?:that |who |whom )?(?:i|we) (?:can|could|may) (?:speak|talk|chat)"
_WHO_HELPS = (
    r"(?:to|who can|who could|who will|who|that can|can)(?: actually| please)?"
    r" (?:know|knows|understands|talk|speak|help me|assist me|call me"
    r"|ring me|phone me|answer|understand|listen|take my call|take this call|explain)"
)
_OF_YOURS = any_of(
    r"on the (?:line|phone)",
    r"in charge",
    r"with (?:a brain|some authority|authority)",
    r"not an? (?:\w{2,12} )?(?:robot|machine|bot|computer)",
)
_CALLS_ME = any_of(
    r"(?:call|ring|phone|contact) (?:me|us)(?: back)?",
    r"give (?:me|us) a (?:call|ring)(?: back)?",
    r"(?:talk|speak) (?:to|with) (?:me|us)",
    r"get back to me",
    r"(?:take|answer|pick up) (?:my call|the phone|this call|the call)",
    r"pick up",
    r"come on(?: to)? the (?:line|phone)",
)
_UNWILLING = any_of(
    r"not (?:want|like|wish|going|willing|prepared|here|calling|interested)(?: in)?(?: to)?",
    r"refuse to|rather not|hate|sick of|tired of|fed up (?:with|of)|can not stand|enough of",
    r"done|stop|no point|not",
)
_ENGAGE = any_of(
    r"(?:talk|talking|speak|speaking|deal|dealing|chat|chatting|arguing|argue|made to talk)(?: to| with)?",
    r"discuss(?:ing)? (?:this|it|that|my \w{2,12}) with",
    r"do(?:ing)? (?:this|that|it) with",
    r"with|this",
)

_WISHES = (
    # "can I speak to somebody in billing"
    _wish(
        rf"{_SPEAK_TO} (?:please )?"
        rf"{any_of(words.WHO, words.TEAM, 'whoever is in charge', '(?:one|some) of (?:you|your people)')}",
        before=any_of(_NO_WISH, _HABIT),
        after=_COMPOUND,
    ),
    # "I'd rather be talking to a human"
    _wish(
        rf"(?:prefer|rather be|mind|about|like) (?:talking|speaking|chatting) (?:to|with) {words.WHO}",
        before=_REFUSED,
        after=_COMPOUND,
    ),
    # "put me through to an operator", "put me through", "transfer me please"
    _wish(
        rf"{_MOVE} {_MY_CALL}{_ONWARD} (?:to|with) (?:please )?{any_of(words.WHO, words.TEAM)}",
        before=any_of(_NO_WISH, _THEIRS),
        after=_COMPOUND,
    ),
    _wish(
        rf"(?:(?:put|patch) {_MY_CALL}(?: straight)? through|(?:pass|hand) {_MY_CALL} (?:on|over|across))",
        before=any_of(_NO_WISH, _THEIRS),
        after=_WRONG_PLACE,
    ),
    _wish(
        r"(?:mind|appreciate|about)(?: you)? (?:putting|patching|connecting|transferring|passing|handing)"
        rf" {_MY_CALL}",
        before=_REFUSED,
    ),
    _wish(rf"put (?:them|him|her|{words.WHO}) on(?: to)?(?: the (?:line|phone))?{_ENDS}", before=_NO_WISH),
    _wish(rf"(?:connect|transfer) {_MY_CALL}{_ENDS}", before=any_of(_NO_WISH, _THEIRS)),
    _wish(rf"escalate (?:this|it|my call|my case|my complaint){_ENDS}", before=any_of(_NO_WISH, _THEIRS)),
    _wish(
        r"(?:want|like|need|wish|ask|asking|prefer|love|can i|could i|may i)(?: please)?(?: to)? be"
        r" (?:put through|transferred|connected|passed on|passed over|handed over)"
        rf"(?: (?:to|with) {any_of(words.WHO, words.TEAM)}|{_ENDS})",
        before=any_of(_REFUSED, r"(?:not|never) "),
    ),
    # "I want an agent", "get me someone I can talk to"
    _wish(
        rf"{_WANT}(?: me| us)?(?: please)? {words.CERTAIN}",
        before=any_of(_NO_WISH, _OTHERS_WANT),
        after=_COMPOUND,
    ),
    _wish(
        rf"{_WANT}(?: me| us)?(?: please)? {words.PADDING}{any_of(words.VAGUE, words.BODY)}(?: else)?"
        rf"(?:{_ENDS}| {any_of(_I_CAN_SPEAK, _WHO_HELPS, _OF_YOURS)}(?![^ ]))",
        before=any_of(_NO_WISH, _OTHERS_WANT),
    ),
    _wish(
        r"(?:i|we) (?:have |already |just )?(?:have )?asked (?:you )?"
        rf"(?:for|to (?:speak|talk) (?:to|with)) {words.WHO}",
        after=any_of(_COMPOUND, _LONG_AGO),
    ),
    _wish(
        rf"{words.CERTAIN} please",
        before=r"(?:my|our|the|tell|told|by|from|asked?|are|i|you) ",
        after=_COMPOUND,
    ),
    # "is there anyone I can talk to"
    _wish(
        rf"(?:is|are) (?:there (?:not )?{words.WHO}|{words.VAGUE})"
        r"(?: else| there| available| around| here| free)?(?: please)? "
        rf"{any_of(_I_CAN_SPEAK, 'to (?:speak|talk|chat)', '(?:who|that) can (?:help|talk|speak|assist)')}"
    ),
    _wish(
        rf"(?:is|are) there (?:not )?{words.CERTAIN}"
        r"(?: there| available| around| here| free| working| on the line| on the phone)?"
        r"(?=$| (?:please|now|today|that i|i can)\b)"
    ),
    _wish(
        rf"{words.VAGUE}(?: else)? "
        rf"{any_of(_I_CAN_SPEAK, 'who (?:can|could|will) (?:speak|talk) (?:to|with) me')}",
        before=r"not (?:have|find|got|get) ",
    ),
    # "could somebody ring me back", "can someone help me please"
    _wish(
        rf"(?:can|could|would|will|may|have|let|get|ask|tell) {words.WHO}(?: else)?"
        rf"(?: please| just| actually| there| to){{0,2}} {_CALLS_ME}",
        before=any_of(_NO_WISH, r"(?:i|we|they|you) (?:did|do) not "),
    ),
    _wish(
        rf"(?:can|could|would|will|have|let) {words.WHO}(?: else)?(?: please| just| actually){{0,2}}"
        rf" (?:help|assist)(?: me| us)(?: here)?(?: out)?{_ENDS}"
    ),
    # "I don't want to talk to a machine", "no more robots"
    _wish(
        rf"{_UNWILLING}(?: (?:be|keep|have to|keep on|being))? {_ENGAGE} {words.MACHINE}",
        before=r"(?:am i|are you|is this|if i am|whether i am) ",
    ),
    _wish(
        r"(?:not want|hate|no more|sick of|tired of|fed up with|enough of|instead of|rather than)"
        rf" {words.MACHINE}(?=$| (?:please|i|and|so|but|give|get)\b)"
    ),
)

_ALONE = re.compile(
    rf"(?:{words.COURTESY} ){{0,8}}(?:{words.DETERMINER} ){{0,3}}"
    r"(?:(?!my\b|our\b|his\b|her\b|their\b|no\b|not\b|estate\b|travel\b|letting\b|insurance\b)\w{2,12} )??"
    rf"(?P<who>{words.ALONE})(?: {words.COURTESY}| (?:or )?(?:an? )?{words.ALONE}){{0,8}}"
    r"|(?P<not_who>(?:no|no more|enough|stop)(?: \w{2,12})?"
    r" (?:robots|bots|machines|computers))(?: please| now)?"
)
