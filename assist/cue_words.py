"""Words of callers that bear on how they are to be treated, by language and cue: data for `assist.cues`.

Regular expressions on normalised text: lower case, no punctuation, contractions and numbers written out.
`EXCEPT` holds what takes a match back: everyday uses of the same words.
"""

FRUSTRATION = {"frustration": 0.4, "repeat": 0.45, "already-told": 0.45, "complaint": 0.3, "swearing": 0.5}
"""How much one cue of a kind adds to a caller's frustration; 1 is the most there is."""

CUES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "emergency": (
            r"(?:there is|there s|i (?:can )?(?:see|smell)|we have|it is) (?:a |an |the )?(?:\w+ )?"
            r"(?:fire|smoke|gas leak|gas|flames|burning smell)",
            r"(?:house|home|router|box|cable|wire|building|roof|flat|apartment|kitchen|modem) (?:is|was|are|has "
            r"caught|caught) (?:on )?(?:fire|burning|smoking)",
            r"(?:on fire|caught fire|catching fire|smell of gas|smell gas|smelling gas|gas leak)",
            r"(?:call|need|send|get) (?:me |us )?(?:an |the |a )?(?:ambulance|police|fire brigade|fire department)",
            r"(?:he|she|i|we|they|husband|wife|mother|father|child|baby|someone|somebody) "
            r"(?:is|am|are|has|have|was) (?:been )?(?:badly )?(?:hurt|injured|bleeding|unconscious|not breathing|"
            r"attacked|electrocuted|having a (?:heart attack|stroke))",
            r"(?:can not|not able to|stopped|not) breath(?:e|ing)",
            r"(?:cable|wire|line|pole) (?:is |has |came |come )?(?:down|fallen|hanging)"
            r" (?:across|on|over|in) (?:the )?(?:road|street|car|pavement|sidewalk|garden|path)",
            r"(?:someone|somebody|a man|he|they) (?:is|are) (?:breaking in|in my house|threatening me)",
            r"(?:electric|electrical) shock|got (?:a )?shock|being electrocuted",
            r"this is an emergency|it is an emergency|medical emergency",
        ),
        "self-harm": (
            r"kill(?:ing)? myself|end(?:ing)? (?:my life|it all)|take my (?:own )?life|suicid\w*",
            r"(?:do not|no longer) want to (?:live|be here|be alive|go on)(?: anymore| any more)?",
            r"(?:hurt|harm|cut)(?:ing)? myself",
            r"(?:no|not any) (?:reason|point) (?:to|in) (?:live|living|going on)",
            r"(?:better off|be easier) (?:dead|without me|if i were (?:dead|gone|not here))",
            r"(?:wish|want) (?:i|to) (?:was|were|be|am) dead|wish i had never been born",
            r"(?:want|going|ready) to die(?! down)|can not go on(?: like this)?(?: anymore| any longer)$",
        ),
        "vulnerability": (
            r"(?:husband|wife|mother|father|mom|mum|dad|son|daughter|brother|sister|partner|parent|grandmother|"
            r"grandfather)(?: has)? (?:just |recently )?(?:died|passed away|is dead|is dying)",
            r"(?:passed away|funeral|bereave\w*|i (?:just |have just )?lost my (?:husband|wife|mother|father|son|"
            r"daughter|partner))",
            r"(?:oxygen|ventilator|dialysis|medical (?:alarm|device|equipment)|heart monitor|panic button|"
            r"emergency (?:button|alarm|pendant)|life alert|care alarm)",
            r"(?:can not|can no longer|unable to|not able to|can barely|do not know how to) (?:afford|pay for|pay)"
            r"(?: for)? (?:food|heating|rent|the rent|my bills?|the bills?|anything|it|this|medicine)",
            r"(?:lost my job|been laid off|made redundant|on benefits|bankrupt\w*|homeless|being evicted|"
            r"food bank)",
            r"(?:diagnosed with|chemotherapy|cancer|dementia|alzheimer\w*|terminally ill|very ill|in hospital|"
            r"in the hospital|in hospice|disabled|wheelchair|blind|deaf|hard of hearing|can not see|can not hear well)",
            r"(?:i am|she is|he is) (?:over )?(?:eighty|ninety)(?: \w+)?(?: years old)?",
            r"(?:live|lives|living|all) (?:on my own|on her own|on his own|alone) (?:and|with|since)",
            r"(?:my (?:ex|husband|wife|partner|boyfriend|girlfriend) (?:hits|hit|beats|threatens|threatened|abuses|"
            r"stalks|is stalking|watches)|domestic violence|restraining order|not safe at home)",
            r"(?:panic attack|anxiety attack|depressed|depression|mental health|overwhelmed and)",
        ),
        "repeat": (
            r"(?:second|third|fourth|fifth|sixth|tenth|hundredth|umpteenth|\w+th) time (?:i|we|that i|that we)"
            r" (?:have |am |are |had )?(?:called|call|calling|rung|ring|ringing|phoned|phoning|asked|asking|"
            r"told|telling|had to|contact\w*|spoken)",
            r"(?:called|rung|phoned|contacted you) (?:\w+ ){0,2}(?:twice|three|four|five|six|ten|several|many|so many|"
            r"countless) (?:times )?(?:already|before|now|about|this|and)",
            r"(?:keep|kept) (?:calling|ringing|phoning|having to call|explaining|asking|repeating)",
            r"(?:over and over|again and again|time and again|how many times)",
            r"(?:still|again) (?:the same|not fixed|no one has|nobody has|nothing has)",
        ),
        "already-told": (
            r"(?:i|we) (?:have )?(?:already|just) (?:told|said|explained|given|gave|answered|did|done|tried|did say)"
            r"(?: (?:you|that|this|it|all|so|to))?",
            r"(?:i|we) (?:told|said that to|explained (?:this|that|it) to) (?:you|the (?:last|other) \w+) "
            r"(?:already|before|that|this|yesterday|last|a (?:minute|moment) ago)",
            r"(?:as|like) i (?:already )?(?:said|told you|mentioned|explained)(?: before| already)?",
            r"how (?:often|many times) (?:do|must|should) i (?:have to )?(?:tell|say|repeat|explain)",
            r"you (?:have )?(?:already )?asked (?:me )?(?:that|this)(?: already| before| twice)?",
        ),
        "frustration": (
            r"(?:this|that|it|you) (?:is|are|was) (?:\w+ )?(?:ridiculous|absurd|a joke|unacceptable|outrageous|"
            r"pathetic|useless|hopeless|a disgrace|disgraceful|appalling|disgusting|a nightmare|infuriating|"
            r"insane|terrible|awful|a waste of time|not good enough|nonsense)",
            r"(?:i am|i m|we are|getting|makes me|making me|i have been) (?:\w+ )?(?:angry|furious|fed up|"
            r"frustrated|upset|annoyed|livid|sick of|tired of|sick and tired|mad at|losing my patience)",
            r"(?:fed up|sick and tired|sick to death|had enough|had it with|at my wits end|out of patience)",
            r"(?:useless|stupid|dumb|idiotic|bloody|rubbish|worthless) (?:machine|robot|bot|computer|company|service|"
            r"thing|system|people)",
            r"(?:worst|terrible|awful|horrible|shocking|dreadful) (?:service|company|customer service|experience)",
            r"(?:what a|complete|total|utter) (?:joke|waste|shambles|disgrace|rubbish|mess)",
            r"(?:why will|why do) (?:not |you not )?(?:anyone|anybody|you people|no one|nobody) (?:help|listen|fix)",
            r"you (?:people|lot) (?:are|never|always|do not)",
            r"are you (?:kidding|joking)(?: me)?|give me a break|for (?:god|heaven|goodness|christ|pete)(?: s)? sake",
        ),
        "swearing": (
            r"(?:fuck\w*|shit\w*|bullshit|bastards?|assholes?|arseholes?|piss(?:ed)? off|bollocks|crap|goddamn\w*|"
            r"damn it|damn (?:machine|thing|robot|bot|computer)|what the hell|go to hell|screw you)",
        ),
        "complaint": (
            r"(?:make|file|lodge|raise|submit) a(?: formal)? complaint|complain about|formal complaint",
            r"(?:my|a) lawyer|sue you|take you to court|small claims|ombudsman|better business bureau|regulator|"
            r"trading standards|consumer protection",
            r"(?:going to|will|want to|thinking of|thinking about) (?:\w+ )?(?:switch(?:ing)?|leav(?:e|ing)|"
            r"chang(?:e|ing)|go(?:ing)?) (?:you|to (?:another|a different|your competitor)|providers?|compan(?:y|ies))",
            r"(?:post|write|tell everyone) (?:this |about this |about you )?(?:on|online|about)",
        ),
        "injection": (
            r"(?:ignore|forget|disregard|override|bypass) (?:all |any |your |the |my |of |previous |prior |above |"
            r"these )*(?:instructions?|rules?|prompts?|guidelines?|polic(?:y|ies)|restrictions?|programming|training)",
            r"you are now (?:a|an|in|my|the|no longer|free|going)|from now on you (?:are|will|must|act)",
            r"(?:system|developer|admin|administrator|debug|maintenance|god|root|test|sudo) "
            r"(?:prompt|mode|message|override|access|command|instructions?)",
            r"(?:reveal|show|read|tell|repeat|print|recite) (?:me )?(?:out )?(?:your |the )"
            r"(?:\w+ )?(?:instructions?|prompt|rules|configuration|programming)",
            r"(?:pretend|act|behave|respond|answer|speak) (?:to be|as if|as though|as|like) (?:you |i |a |an |the |my )"
            r"(?:are|were|am|have|had|human|person|manager|supervisor|employee|hacker|different)?",
            r"as (?:an?|the|your) (?:administrator|admin|developer|engineer|supervisor|manager|employee|owner|ceo)"
            r"(?: of \w+)?(?: i)? (?:authori[sz]e|order|command|instruct|approve|permit|override|confirm)",
            r"i (?:hereby )?(?:authori[sz]e|order|command|instruct|override) (?:you|this|the|it)",
            r"(?:your|my|the) (?:manager|supervisor|boss|developer|ceo|colleague) (?:\w+ )?(?:said|says|told|"
            r"authori[sz]ed|approved|promised|agreed|has approved|already approved|already agreed)",
            r"(?:mark|set|treat|consider|assume) (?:me|this call|the caller|my identity|this account|my account) "
            r"(?:as |is |to be )?(?:verified|authenticated|approved|confirmed|trusted|an admin)",
            r"(?:execute|run|call|invoke|use) the (?:tool|function|command|procedure)",
            r"drop table|select \w+ from|union select|script alert|assistant says|end of (?:prompt|instructions)",
        ),
    },
    "es": {
        "emergency": (
            r"(?:hay|veo|tenemos|es) (?:un |una |mucho )?(?:fuego|incendio|humo|fuga de gas)|huele a gas|olor a gas",
            r"(?:se está|está) (?:quemando|incendiando)|(?:llame|necesito|manden) (?:a )?(?:la |una )?"
            r"(?:policía|ambulancia|bomberos)",
            r"(?:está|estoy) (?:herido|herida|sangrando|inconsciente)|no puede respirar|es una emergencia",
        ),
        "self-harm": (
            r"(?:me quiero|quiero) (?:morir|matar|matarme|suicidar|suicidarme)|quitarme la vida|suicid\w*|"
            r"no quiero (?:vivir|seguir viviendo)|hacerme daño",
        ),
        "vulnerability": (
            r"(?:mi (?:esposo|esposa|marido|mujer|madre|padre|mamá|papá|hijo|hija|hermano|hermana)) "
            r"(?:se )?(?:murió|falleció|ha muerto|ha fallecido|acaba de morir|acaba de fallecer)",
            r"oxígeno|respirador|diálisis|alarma médica|botón de emergencia|perdí (?:mi|el) trabajo|"
            r"no (?:puedo|tengo para) pagar (?:la comida|la renta|mis cuentas|nada)|cáncer|demencia|discapacitad\w*",
        ),
        "repeat": (
            r"(?:segunda|tercera|cuarta|quinta|décima) vez que (?:llamo|les llamo|pido|pregunto|digo)",
            r"(?:ya )?(?:he llamado|llamé) (?:\w+ )?(?:dos|tres|cuatro|cinco|varias|muchas) veces",
        ),
        "already-told": (
            r"ya (?:se )?(?:lo )?(?:le )?(?:dije|he dicho|expliqué|conté)|como (?:ya )?(?:le )?dije",
        ),
        "frustration": (
            r"(?:esto|eso) (?:es|está) (?:\w+ )?(?:ridículo|absurdo|inaceptable|una vergüenza|una burla|terrible|"
            r"indignante)|(?:estoy|estamos) (?:\w+ )?(?:hart[oa]s?|enojad[oa]s?|furios[oa]s?|molest[oa]s?)|"
            r"(?:pésimo|horrible) servicio",
        ),
        "swearing": (r"(?:mierda|carajo|maldit[oa]|pinche|chingad\w*|pendej[oa]s?)",),
        "complaint": (r"(?:poner|presentar|hacer) una queja|demandar|abogado|cambiar de compañía",),
        "injection": (
            r"(?:ignora|ignore|olvida|olvide) (?:todas )?(?:tus|sus|las) (?:\w+ )?(?:instrucciones|reglas)",
            r"(?:ahora eres|a partir de ahora eres|modo (?:administrador|desarrollador))",
        ),
    },
}

EXCEPT: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "emergency": (
            r"(?:fire ?(?:stick|tv|tablet|wall|walls|fox|works)|kindle fire|amazon fire|(?:not|no|isn t) (?:a |an )?"
            r"(?:emergency|fire|smoke)|smoke (?:alarm|detector)s? (?:battery|is connected|offline)|gas (?:bill|company)|"
            r"burning (?:a )?(?:cd|dvd|disc)|under fire|fired)",
        ),
        "self-harm": (r"kill(?:ing)? (?:the|my) (?:\w+ )?(?:wifi|internet|router|connection)|dying to",),
        "vulnerability": (
            r"(?:connection|router|internet|signal|line|modem|battery|phone|laptop|tv|wifi) (?:is |has |just |has just )*"
            r"(?:dead|died|dying)|blind spot|deaf ears|(?:not|never) (?:ill|disabled|blind|deaf)",
        ),
        "frustration": (
            r"(?:not|never|am not|was not|no longer) (?:\w+ )?(?:angry|upset|annoyed|furious|frustrated|mad|ridiculous)",
        ),
        "already-told": (r"i (?:have )?just (?:did|tried|said) (?:it|that) and it (?:works|worked)",),
        "injection": (
            r"(?:router|modem|parental|wifi|network|windows|computer) (?:\w+ )?(?:admin|administrator|system|test)",
            r"(?:the )?manager (?:said|told) (?:me )?(?:to call|that you would call|you would call)",
        ),
    },
    "es": {},
}
