"""The words that divide what is said, and those that make it a question, a condition, or of the past."""

import re

from assist.spoken.words import word_set
from assist.word_stems import stem

END = re.compile(r"[.!?;](?=\s+[^a-z]|\s*$)|\n")
DIVIDES = re.compile(
    r"[,:]\s|\b(?:and|but|because|if|when|once|unless|while|then|which|so|as long as|whereas"
    r"|y|pero|porque|si|cuando|aunque|así que)\b",
    re.IGNORECASE,
)
FOLLOWS = re.compile(
    r"(\s*(?:if|when|once|unless)(?: \S+){3,}?)"
    r" (?:there (?:is|are|will)|we|it|that is|it's|there's|you'll|you (?:will|can|must|pay))\b",
    re.IGNORECASE,
)
SUPPOSED = re.compile(r"(?:if|unless|when|once|whether|in case|as long as|suppose|si|cuando|en caso)\b")
PAST = re.compile(
    r"\b(?:used to|was|were|had|you (?:have )?paid|previous|previously|old|last (?:year|month|week|time)"
    r"|before that|earlier|back then|until now|so far|ago|i (?:can )?see|i saw|shows?|says here"
    r"|you (?:said|told|mentioned)|your bill (?:is|has|says)|for example|e\.g\."
    r"|antes (?:era|costaba|pagaba|tenia)|hace|era|estaba|pago usted|anterior|veo que|ustedes? dijo|me dijo"
    r"|por ejemplo|ya pago)\b"
)
UNSURE = re.compile(
    r"\b(?:not|n't|unable to|never) (?:\w+ )?(?:see|seeing|find|finding|know|sure|think|believe|show|showing"
    r"|say|saying|hear|remember|understand|certain|tell)\b"
    r"|\b(?:see|find|know|say|says|show|shows) (?:no|nothing|anything|not)\b"
    r"|\bno (?:idea|veo|se si|lo se|encuentro)\b"
)
"""Who does not see something does not say that it is not so."""
EXCEPTS = re.compile(r"\b(?:unless|until|till|except|only|before|without|hasta|salvo|excepto|solo|a menos)\b")
NEGATION = re.compile(
    r"not|never|nobody|none|without|neither|nor|cannot|cant|dont|doesnt|wont|isnt|arent|unable|nowhere|nothing"
    r"|\w+n't"
)
SPANISH_NEGATIONS = word_set("no nunca jamas sin ningun ninguna nadie nada tampoco")
AFTER_EXCLAMATION = word_set(
    """
    i you we it the that there they this your he she so sorry problem problems worries worry doubt but and no
    not matter wait of course actually thanks thank its it's that's you're i'm we're they're they'll you'll
    """
)
"""After these "no" denies nothing: "no, you can keep it"."""
QUESTION = re.compile(
    r"(?:(?:okay|ok|so|and|but|right|well|now|then|alright|sure|sorry|just|um|uh|yes|no|great|perfect"
    r"|thanks),? )*"
    r"(?:(?:did|do|does|have|has|had|was|were|is|are|am)"
    r" (?:you|i|we|they|it|he|she|that|this|there|the|your|any\w*|my)\b"
    r"|(?:what|which|who|whose|how|why)\b"
    r"(?! (?:happen(?:s|ed)|that means|i (?:can|mean)|we (?:can|do)|you can)\b)"
    r"|(?:when|where) (?:did|do|does|was|is|are|were|have|has|will|would|can)\b"
    r"|(?:may|shall|should|can|could) (?:i|we)\b|would you (?:like|prefer|rather|want|mind)\b"
    r"|(?:can|could|would|will) you (?:please )?"
    r"(?:tell|give|spell|confirm|say|repeat|remember|see|read|check)\b"
    r"|let me (?:ask|check|see|look|have)\b|i wonder|i am wondering)"
)
TAG = re.compile(
    r"(?:is that (?:right|correct|okay|so)|right\?|correct\?|am i right|isn't it|isn't that right"
    r"|verdad|correcto|no es asi)\W*$"
)
SPANISH_QUESTION = re.compile(
    r"(?:(?:bueno|vale|pues|y|entonces|perdone|disculpe|ok|muy bien),? )*"
    r"(?:(?:que|cual|cuales|quien|como|cuando|donde|cuanto|cuanta|cuantos|cuantas) (?!antes|si\b)\w+"
    r"|me (?:puede|podria|confirma|dice|da)\b|puedo\b|podria (?:usted )?(?:decir|dar|confirmar)|quiere\b"
    r"|desea\b|tiene (?:usted|algun)|hace cuanto)"
)
FREE_WORDS = word_set("free gratis gratuito gratuita gratuitos nothing anything thing pay")
TELLING = word_set("must need")
PERIODS = word_set("month year week day each every per")
PLAIN_WORDS = {
    stem(word): f"~{group[0]}"
    for group in (
        ("end", "ended", "expire", "expired", "ran", "over", "finished", "stopped", "gone"),
        ("reach", "arrive", "come", "back", "see", "land"),
        ("delete", "erase", "wipe", "lose", "remove", "gone"),
        ("press", "push", "touch", "hit", "tap"),
        ("keep", "hold", "stay", "same", "retain", "remain"),
        ("after", "past", "later", "once"),
        ("before", "ahead", "advance", "beforehand"),
        ("left", "remaining", "remain"),
        ("must", "need", "have", "required", "necessary"),
        ("itself", "automatic", "automatically", "alone"),
        ("adult", "grown", "eighteen"),
        ("start", "begin", "commence"),
        ("send", "mail", "post", "ship"),
        ("call", "ring", "phone", "telephone"),
        ("inside", "within"),
        ("international", "abroad", "foreign", "overseas"),
        ("covered", "include", "cover", "pay"),
        ("guest", "visitor", "people"),
        ("big", "large", "huge"),
        ("quick", "fast", "rapid"),
    )
    for word in group
}
"""Small words of rules and instructions that are alike; those of what callers ask for are the thesaurus's."""
