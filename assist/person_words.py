"""The words for a person and for a machine, as patterns over text that `assist.spoken_text` has read.

Near misses of the recognisers ("a gent", "representitive") stand beside what they were.
"""


def any_of(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_ROLE = any_of(
    r"agents?",
    r"a gents?",
    r"aj[ei]nts?",
    r"repr[a-z]{2,7}ti(?:ve|ves|f|fs|v)",
    r"representatives?",
    r"reps?",
    r"operat[oe]rs?",
    r"humans?(?: beings?| persons?| people| agent| operator| representative| help| support| assistance"
    r"| contact)?",
    r"humane? beings?",
    r"managers?",
    r"supervis[oe]rs?",
    r"advis[oe]rs?",
    r"consultants?",
    r"receptionists?",
    r"team leaders?",
    r"members? of (?:the |your )?(?:staff|team)",
    r"staff members?",
    r"team members?",
    r"(?:customer|client) (?:services?|support|care|relations)",
)
_LIVING = (
    r"(?:real|real life|live|living|actual|proper|physical|genuine|flesh and blood|breathing) (?:human "
    r"|\w{2,12} )?"
    r"(?:persons?|people|voice|man|woman|body|being|one|someone|somebody)"
)
_ALSO_SPOKEN_TO = (
    r"(?:assistants?|specialists?|technicians?|engineers?|boss|superiors?|colleagues?|staff|experts?"
    r"|higher up)"
)

VAGUE = r"(?:some ?one|some ?body|any ?one|any ?body)"
BODY = r"(?:persons?|people|man|woman|lady|guy|gentleman)"
DETERMINER = r"(?:an?|the|your|some|any|another|one of your|one of the|different|real|live|actual|proper|new)"

_IN_BETWEEN = (
    r"(?:(?!(?:about|to|who|that|and|or|for|because|from|if|when|in|on|with|my|our|his|her|their|estate|travel"
    r"|letting"
    r"|insurance|cleaning|property|secret|no|not|i|you|me|us|robots?|machines?|bots?|computers?|better|good"
    r"|mobile"
    r"|network|password|switch|change|new)\b)\w{1,15} )"
)
PADDING = rf"{_IN_BETWEEN}{{0,4}}?"
"""Up to four words between a wish and its person: "one of those lovely", "an English speaking"."""

CERTAIN = rf"(?:{PADDING}{any_of(_ROLE, _LIVING)})"
"""Someone who can only be a person of the centre."""

WHO = rf"(?:{PADDING}(?:one of (?:the|your) )?{any_of(_ROLE, _LIVING, _ALSO_SPOKEN_TO, VAGUE, BODY)})"
"""Anyone to speak to."""

TEAM = (
    r"(?:(?:the |your )?(?:(?!(?:about|with|to|and|i|my|our)\b)\w{2,15} ){0,2}(?:department|team|desk)"
    r"|(?:the |your )?(?:billing|sales|support|technical support|tech support|cancellations?|retentions?"
    r"|complaints?"
    r"|accounts))"
)
"""A department of the centre."""

ALONE = any_of(
    _ROLE,
    _LIVING,
    r"(?:some ?one|some ?body)(?: (?:real|human|else|alive|in charge))?",
    r"persons?",
    r"(?:customer|service) agents?",
)
"""What asks for a person when nothing else is said."""

MACHINE = (
    r"(?:(?:an?|the|this|that|your|these|those|some|any|another|to|with|more|stupid|damn|bloody|fucking"
    r"|useless|silly|goddamn"
    r"|automated|automatic|dumb) ){0,4}"
    r"(?:robots?|bots?|machines?|computers?|recordings?|automated \w{2,12}|automation|(?:voice|chat) ?bots?"
    r"|ai|a i"
    r"|artificial intelligence|virtual \w{2,12}|answering machine|automaton|voice system|phone system|thing)"
)

COURTESY = any_of(
    r"please",
    r"now",
    r"thanks|thank you|cheers",
    r"hello|hi|hey|good morning|good afternoon|good evening",
    r"yes|yeah|yep|no|nope|nah|okay|alright|oh|well|so|and|but|look|listen|sorry|excuse me|right|fine",
    r"just|only|again|still|instead|first|straight away|right away|right now|immediately|quickly|asap",
    r"already|today",
    r"i said|i say|i repeat|give me|get me|for me|let me have|i want|i need|can i have|could i have",
    r"may i have",
    r"for (?:god|goodness|pete|heaven|christ) s sake|for crying out loud|come on|hurry up|god|jesus|christ",
    r"damn(?: it)?|dammit|damned|bloody(?: hell)?|fucking|fuck|hell|goddamn|the hell|freaking|shit",
    r"sir|madam|mate|man|dear|ma am",
    r"if (?:possible|you can|you could|you do not mind|that is (?:possible|okay))",
    r"would be (?:great|good|nice)",
    r"not (?:an? |the |another |some |this )?(?:\w{2,12} )?(?:robot|machine|bot|computer|recording|ai)s?",
    r"no (?:more )?(?:robots?|machines?|bots?|computers?)",
    r"for (?:billing|sales|support|this|help)",
    r"for the (?:second|third|fourth|fifth|last|tenth|hundredth) time",
    r"on the (?:phone|line)",
    r"that is (?:all i want|what i want|what i said)",
    r"from (?:billing|sales|support)",
    r"to (?:speak|talk) to|to help me",
)
