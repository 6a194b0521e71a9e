"""What short replies mean: yes, no, goodbye, "say that again".

A clear word at the start or the end of a reply decides; what is said both ways, or in neither, is None, for a
wrong guess costs the caller more than a second question.
"""

import re

from assist.spoken_text import read


def yes_or_no(text: str) -> bool | None:
    """True: yes. False: no. None: neither, both, or not an answer at all."""
    words = read(text, keep_fillers=True).text
    if not words or _UNSURE.search(words):
        return None
    words = _HESITATION.sub("", words)
    if _NO_FOR_YES.fullmatch(words):
        return True
    affirms, denies = bool(_YES.search(words)), bool(_NO.search(words))
    if affirms and denies:
        return None
    if affirms or denies:
        return affirms
    if _STATED_NO.match(words):
        return False
    return True if _STATED_YES.fullmatch(words) else None


def says_goodbye(text: str) -> bool:
    """Whether the caller wants to end the call: "bye", "that's all, thanks", or any "… goodbye"."""
    words = read(text).text
    return _GOODBYE.fullmatch(words) is not None or _ENDS_IN_GOODBYE.search(words) is not None


def asks_to_repeat(text: str) -> bool:
    """Whether the caller did not hear or follow what was said last."""
    return _REPEAT.fullmatch(read(text, keep_fillers=True).text) is not None


def _any(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_YES_WORD = _any(
    r"yes",
    r"yeah",
    r"yea",
    r"yep",
    r"yup",
    r"yah",
    r"ya",
    r"aye",
    r"yessir",
    r"affirmative",
    r"absolutely",
    r"definitely",
    r"exactly",
    r"certainly",
    r"indeed",
    r"of course",
    r"mm hmm",
    r"m hm",
    r"mhm",
    r"mm hm",
    r"uh huh",
    r"um hum",
    r"mm mhm",
    r"aha",
    r"ye",
    r"sí|si|oui|ja|jawohl",
    r"bingo",
)
_NO_WORD = _any(
    r"no",
    r"nope",
    r"nah",
    r"naw",
    r"uh uh",
    r"nuh uh",
    r"mm mm",
    r"negative",
    r"not (?:really|at all|yet|quite|exactly|particularly|today|now|necessarily|this time|anymore)",
    r"not (?:correct|right|true)",
    r"(?:i )?do not think so",
    r"absolutely not",
    r"definitely not",
    r"certainly not",
    r"of course not",
    r"i would rather not",
    r"not (?:that(?: one)?|those|me|mine|likely|a chance)",
    r"nein",
    r"i disagree",
)
_DENIAL = r"(?:absolutely|definitely|certainly|of course) not"

_YES = re.compile(rf"^(?!{_DENIAL}){_YES_WORD}(?![^ ])|(?:^|(?<= ))(?:yes|yeah|yep|yup)$")
_NO = re.compile(
    rf"^{_NO_WORD}(?![^ ])|^(?:\S{{1,15}} ){{0,7}}(?:no|nope|nah|not really|not)$|^{_YES_WORD}(?: but| and"
    rf"| or| well)? (?:no|not)(?![^ ])"
)
_NO_FOR_YES = re.compile(
    r"(?:yes |yeah |sure )?(?:no (?:problem|problems|worries|doubt|bother|issue|issues)|not a problem"
    r"|not a bother|why not)"
    r"(?: at all)?(?: please| thanks| thank you| go ahead| that is fine| yes| yeah)?"
)
_UNSURE = re.compile(
    r"\b(?:maybe|perhaps|possibly|not (?:entirely |really |quite |too |very |so )?(?:sure|certain)"
    r"|do not (?:really )?know"
    r"|not know|it depends|who knows|no idea|yes and no|yes or no|no clue|hard to say|could be|might be"
    r"|sort of|kind of)\b"
)
_HESITATION = re.compile(
    r"^(?:(?:um|uhm|er|erm|ah|oh|well|hmm|so|like|hi|hello|sorry|i mean) |uh (?!huh|uh))+"
)

_PRAISE = (
    r"(?:good|great|fine|perfect|okay|alright|right|correct|true|wonderful|lovely|brilliant|excellent|ideal"
    r"|helpful|cool)"
)
_LITTLE_YES = _any(
    rf"(?:(?:(?:that|it|this) )?(?:is|was|sounds|looks|would be|will be) )?(?:(?:very|all|quite|really|so"
    rf"|just) )?{_PRAISE}(?: then)?",
    r"sure(?: thing)?",
    r"please(?: do)?",
    r"go ahead|go on(?: then)?|go for it|do (?:that|it|so)|carry on",
    r"by all means|naturally|obviously|totally|for sure|you bet",
    r"(?:i|we) (?:do|did|am|would|will|have|can|are|was|were|could)(?: indeed)?",
    r"i (?:think|believe|suppose|guess|hope|reckon) so|i (?:suppose|guess)",
    r"(?:that|it|this|they) (?:is|does|did|has|was|will|would|are|do)(?: (?:it|indeed))?",
    r"(?:that|it|this) (?:has )?(?:helps|helped|works|worked|works now|is working|is working now"
    r"|answers (?:it|my question|that)"
    r"|answered (?:it|my question|that)|did help|does help|is (?:fixed|sorted|solved|settled|resolved|clear"
    r"|the one|what i want|what i need"
    r"|what i mean|what i meant|what i said|what i wanted|me|my number",
    r"the number)|settles it|settled it|solved it|sorted it)",
    r"(?:i would|that would be) (?:like|love|appreciate) (?:that|it|to)|i would (?:like|love) (?:that|to)",
    r"you (?:have )?got it|you are right|got it|understood|confirmed|agreed|deal|spot on|bang on|precisely",
    r"positive|roger(?: that)?|right on|(?:one|a) hundred percent|ten four|claro(?: que (?:sí|si))?",
    r"(?:that|it|this) (?:will do|(?:certainly|sure|surely|really) is)",
    r"(?:that|it|this) is my (?:(?:full|last|first|phone|home|email|current) )?"
    r"(?:name|number|address|email|postcode|zip|zip code|account|date of birth|birthday)",
    r"works for me|fine by me|fine with me|good for me",
    r"thanks|thank you(?: very much| so much)?",
)
_STATED_YES = re.compile(
    rf"(?!(?:thanks|thank you)(?: very much| so much)?$){_LITTLE_YES}(?:(?: and)? {_LITTLE_YES}){{0,3}}"
)
_STATED_NO = re.compile(
    r"(?:(?:but |and )?(?:that|it|this|they|there) (?:is|does|did|has|was|will|would|are|do|can)(?: still"
    r"| really| just)? not\b"
    r"|(?:that|it) is (?:completely |totally |all )?(?:wrong|incorrect|false|the wrong (?:one|number))"
    r"|(?:you|you have) got (?:it|that|my \S{1,15}) wrong$|(?:that|the) (?:name|number|address|email|date|day"
    r"|time|postcode|amount) is (?:wrong|incorrect)$"
    r"|(?:it is |that is )?still not\b|wrong(?: one)?$|incorrect$|false$|wrong number$|never(?: mind)?$"
    r"|nothing(?: else| more| thanks| thank you)*$"
    r"|(?:please )?do not$|please do not\b|(?:i|we) (?:did|do|would|have|will|can|am|are|could)(?: still"
    r"| really)? not$"
    r"|do not bother\b|nothing like that$|neither(?: of (?:those|that|them|these))?$"
    r"|i (?:did not say|do not want) (?:that|it)$"
    r"|none(?: of (?:those|that|them"
    r"|these))?$)(?:(?: \S{1,15}){0,8})$"
)

_KIND = (
    r"(?:(?:okay|alright|right|great|good|perfect|lovely|fine|well|so|no|nope|yes|yeah|oh|and|then|cool"
    r"|brilliant|super|now|cheers"
    r"|thanks|thank you|many thanks|very much|so much|a lot|for (?:your|the|all your) (?:help|time"
    r"|assistance)|for that|for now"
    r"|for today|from me|i think|i guess|you too|all the best|take care|have a (?:nice|good|great|lovely"
    r"|wonderful) (?:day|one"
    r"|evening|weekend|night|afternoon|morning|rest of your day)|you have been (?:very |really )?helpful"
    r"|please|just|dear|love"
    r"|mate|sir|madam) ){0,10}"
)
_PARTING = _any(
    r"(?:good ?)?bye(?: ?bye)?(?: for now| now| then)?",
    r"by(?: by)?|buy buy|bye by",
    r"cheerio|farewell|ta ta|so long|good ?night|see (?:you|ya)(?: later| soon)?|talk to you (?:later|soon)",
    r"speak (?:to you )?(?:later|soon)",
    r"(?:that is|that was|that will be|that would be)(?: (?:all|it|everything))(?: (?:i (?:need|needed|want"
    r"|wanted|have)|for (?:me|now|today)|from me))?",
    r"that is (?:all|it|everything) i (?:need|needed|wanted|have) (?:for )?(?:now|today|to know)",
    r"nothing (?:else|more)|no more questions",
    r"i am (?:all )?(?:done|set|good|sorted|finished)|i am good now|we are (?:all )?(?:done|set|good)",
    r"have a (?:nice|good|great|lovely|wonderful) (?:day|one|evening|weekend|night|afternoon)",
    r"i have to go|i (?:have )?got to go|i am going to (?:hang up|go)(?: now)?",
    r"i (?:will )?(?:hang up|let you go)(?: now)?",
    r"(?:you can|please|let us) (?:hang up|end (?:the|this) call)|(?:hang up|end (?:the|this) call)",
)
_GOODBYE = re.compile(
    rf"{_KIND}{_PARTING}(?: {_PARTING}){{0,3}}(?: {_KIND.replace(' ){0,10}', ')')}){{0,10}}"
)

_ENDS_IN_GOODBYE = re.compile(r"(?<!say )(?<!to )(?:^| )(?:good ?bye|bye bye)$")

_OPENING = (
    r"(?:(?:sorry|oh|wait|hang on|hold on|okay|please|um|uh|er|hey|hello|no|yes|but|i am sorry|excuse me"
    r"|and|well|hmm) ){0,4}"
)
_AGAIN = _any(
    r"(?:(?:can|could|would|will) you (?:please |just |maybe |possibly )?)?(?:say|repeat|read|tell me"
    r"|give me|run|go over|explain)"
    r"(?: (?:that|it|this|the (?:question|number|last (?:bit|part|thing))|what you (?:just )?said|all that"
    r"|by me|yourself|those))?"
    r"(?: (?:again|once more|one more time|back to me|for me|please|slowly|more slowly|slower|over"
    r"|through again)){1,3}",
    r"(?:(?:can|could|would|will) you (?:please |just )?)?repeat(?: (?:that|it|this|yourself|the question"
    r"|what you (?:just )?said))?",
    r"would you mind (?:repeating|saying) (?:that|it)(?: again)?",
    r"(?:i )?beg (?:your )?pardon|pardon(?: me)?|excuse me|sorry|i am sorry|come again|say what|huh|eh|hm",
    r"what|whats|hello",
    r"once more|one more time|again|another time|(?:a )?(?:bit |little )?(?:slower|louder|more slowly)",
    r"(?:i|we) (?:did not|could not|can not|do not|did no)(?: quite| really)? (?:catch|hear|get|understand"
    r"|follow|make out)"
    r"(?: (?:that|you|it|what you said|a word|a thing|the question|the last (?:bit|part)|any of that"
    r"|what that was|what you mean))?"
    r"(?: (?:very well|properly|at all|clearly|there))?",
    r"(?:i )?missed (?:that|it|what you said)|you are breaking up|you (?:cut out|broke up)|i lost you",
    r"what (?:did|do) you (?:just )?(?:say|mean)|what was (?:that|the question|it)|what is that",
    r"what you say|what did you ask(?: me)?|how do you mean",
    r"(?:can|could) you (?:please )?(?:speak|talk|go)(?: (?:up|slower|louder|more slowly|slowly|a (?:bit"
    r"|little) (?:slower|louder|more slowly)))"
    r"|(?:speak|talk) (?:up|slower|louder)",
)
_REPEAT = re.compile(
    rf"(?!(?:no|yes) (?:i am )?sorry$){_OPENING}(?!hello$){_AGAIN}(?: (?:{_AGAIN}|please|again|there"
    rf"|you said|sorry|thanks|thank you|now|mate|sir|madam|was that|did you say)){{0,4}}"
)
