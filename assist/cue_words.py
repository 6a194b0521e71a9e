"""Words of callers that bear on how they are to be treated, by language and cue: data for `assist.cues`.

Regular expressions on normalised text: lower case, no punctuation, contractions and numbers written out.
`EXCEPT` holds what takes a match back: everyday uses of the same words.
"""

FRUSTRATION = {"frustration": 0.4, "repeat": 0.45, "already-told": 0.45, "complaint": 0.3, "swearing": 0.5}
"""How much one cue of a kind adds to a caller's frustration; 1 is the most there is."""

CUES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "emergency": (
            r"(?:there is|there s|there are|i (?:can )?(?:see|smell)|we have|it is) (?:\w+ ){0,2}"
            r"(?:fire|smoke|gas leak|gas|flames|sparks|burning(?: smell)?)",
            r"(?:house|home|router|box|cable|wire|wires|building|roof|flat|apartment|kitchen|modem|wall|socket|pole|"
            r"cabinet|outlet|plug) (?:\w+ ){0,3}(?:is|are|was|has caught|caught|started) (?:\w+ ){0,2}(?:on fire|fire|burning|"
            r"smoking|sparking|melting|smoulder\w*|in flames)",
            r"(?:on fire|caught fire|catching fire|flames|smell of (?:gas|burning)|smell(?:s|ing)? gas|gas leak|in flames|"
            r"sparking|sparks (?:are )?(?:coming|flying)|carbon monoxide|explo(?:ded|sion))",
            r"(?:call|need|send|get|want) (?:me |us )?(?:an |the |a )?(?:ambulance|police|cops|fire (?:brigade|department|"
            r"truck|engine)|paramedics?|doctor (?:now|quick|right)|nine one one)|call (?:nine one one|for help)",
            r"(?:connect|put) (?:me|us) (?:through )?(?:to|with) (?:the )?(?:police|fire department|emergency)",
            r"(?:wires?|cables?|lines?) (?:are |is )?hanging (?:down )?(?:on|onto|over|in|into|across)",
            r"(?:bleeding|unconscious|passed out|collapsed|choking|not breathing|heart attack|having a (?:stroke|seizure|fit)|"
            r"overdosed?|electrocuted|drowning|badly (?:hurt|injured|burn(?:ed|t))|not (?:moving|responding|waking up))",
            r"(?:he|she|i|we|they|husband|wife|mother|father|child|baby|son|daughter|someone|somebody|man|woman|neighbou?r|friend|kid) "
            r"(?:is|am|are|has|have|was|got) (?:been )?(?:hurt|injured|attacked|shot|stabbed|trapped|burned)",
            r"(?:can not|not able to|stopped|not) breath(?:e|ing)",
            r"(?:cable|wire|line|pole|tree) (?:outside )?(?:is |has |came |come |fell )?(?:down|fallen|hanging|fell|lying|on)"
            r" (?:across|on|over|in|onto|and)(?: \w+){0,3} (?:road|street|car|pavement|sidewalk|garden|path|ground|house|"
            r"people|sparking|dangerous|touch)",
            r"(?:live|power|high voltage) (?:wire|line|cable) (?:is |came )?(?:down|on|hanging|across|fell|exposed|loose)",
            r"wire fell|fallen (?:power )?(?:line|wire|cable|pole)",
            r"(?:someone|somebody|a man|he|they|people|burglars?|intruders?) (?:is|are|has|have) (?:trying to )?"
            r"(?:break(?:ing)? in(?:to)?|broken in(?:to)?|in my house|threaten\w* (?:me|us)|following me|outside my door)",
            r"(?:has|have|with|got|holding) a (?:gun|knife|weapon)|being (?:robbed|attacked|followed)|intruder",
            r"(?:electric|electrical) shock|got (?:a )?shock(?:ed)?(?: from| by|$)",
            r"(?:there (?:has been|was|is)|had|saw) (?:an? )?(?:\w+ )?(?:accident|crash)",
            r"(?:i am|we are|is|are) in danger|life (?:is )?(?:at risk|in danger)|(?:life or death|life and death)",
            r"(?:this is|it is|there is|have) (?:an? |a real )?(?:medical )?emergency|medical emergency",
        ),
        "self-harm": (
            r"kill(?:ing)? myself|end(?:ing)? (?:my (?:own )?life|it all|things for good)|tak(?:e|ing) my (?:own )?life|suicid\w*",
            r"(?:do not|no longer|not) want to (?:live|be here|be alive|exist|wake up|go on living)"
            r"(?: anymore| any more| any longer)?(?! with| without| in| near| on)",
            r"(?:hurt|harm|cut)(?:ting|ing)? myself(?! (?:a|an|some|off|short|loose|out|on|while|with|shaving)\b)",
            r"(?:no|not any|not see (?:a|the|any)) (?:reason|point)(?: left)? (?:to|in|for) (?:live|living|life|going on|go on)",
            r"(?:better off|easier|happier) (?:dead|without me|if i (?:was|were) (?:dead|gone|not here))",
            r"(?:miss|care|notice|matter)(?: me| about me)? if i (?:was|were|am|died|disappeared)(?: (?:dead|gone|not here|not around))?",
            r"(?:wish|want) (?:i|to) (?:was|were|be|am) dead|wish i had never been born|rather be dead",
            r"(?:want|going|ready|like) to die(?! down)|(?:can not|do not want to) go on"
            r"(?: (?:living|like this|any ?more|any longer))*$|can not go on living",
            r"(?:take|took|taken|swallow|swallowed|taking) (?:all (?:of )?)?(?:my|the|these|too many|a lot of|a bunch of) (?:sleeping )?(?:pills|tablets)"
            r"|sleeping pills|overdos\w*|jump (?:off|from) (?:a|the) (?:bridge|roof|building|balcony)|hang myself|(?:life|it) is (?:not|no longer) worth (?:living|it (?:any ?more|any longer))",
        ),
        "vulnerability": (
            r"(?:husband|wife|mother|father|mom|mum|dad|son|daughter|brother|sister|partner|parent|grandmother|"
            r"grandfather)(?: has)? (?:just |recently )?(?:died|passed away|is dead|is dying)",
            r"(?:passed away|funeral|bereave\w*|i (?:just |have just )?lost my (?:husband|wife|mother|father|son|"
            r"daughter|partner))",
            r"(?:oxygen|ventilator|dialysis|pacemaker|insulin pump|medical (?:alarm|device|equipment)|heart monitor|panic button|"
            r"emergency (?:button|alarm|pendant)|life alert|care alarm)",
            r"(?:can not|can no longer|unable to|not able to|can barely|do not know how to) (?:afford|pay for|pay)"
            r"(?: for)? (?:food|heating|rent|the rent|my bills?|the bills?|anything|it|this|medicine)",
            r"(?:lost my job|been laid off|made redundant|on benefits|bankrupt\w*|homeless|(?:being|been|got) evicted|"
            r"(?:in|at) (?:a|the) (?:\w+ )?shelter|food bank|food stamps|unemploy\w*|can not make ends meet)",
            r"(?:diagnosed with|chemotherapy|cancer|dementia|alzheimer\w*|parkinson\w*|terminally ill|very ill|"
            r"(?:i am|she is|he is|we are|been|was|lying|wife is|husband is|mother is|father is) (?:still )?in (?:the )?hospital"
            r"|in hospice|wheelchair|hard of hearing|learning (?:difficult\w*|disabilit\w*)|pregnant"
            r"|my (?:carer|caregiver|caretaker|nurse)|had a stroke|from a stroke)",
            r"(?:i am|she is|he is|we are|who is|mother is|father is|husband is|wife is|son is|daughter is) (?:\w+ )?"
            r"(?:disabled|blind|deaf|mute|bedridden|housebound|autistic|paraly[sz]ed)"
            r"|can not (?:see (?:well|much|anything|the screen|to read)|hear well|walk|read or write|leave the house)",
            r"(?:i am|she is|he is|mother is|father is) (?:over |almost |nearly )?(?:eighty|ninety)"
            r"(?: (?:one|two|three|four|five|six|seven|eight|nine))?(?! percent)(?: years old| and|$)",
            r"(?:live|lives|living|all) (?:on my own|on her own|on his own|alone) (?:and|with|since)",
            r"(?:he|she|my \w+) (?:is )?(?:hitting|beating|abusing|threatening|stalking) me",
            r"(?:my (?:ex|husband|wife|partner|boyfriend|girlfriend) (?:hits|hit|beats|threatens|threatened|abuses|"
            r"stalks|is stalking|watches)|domestic violence|restraining order|not safe at home)",
            r"(?:panic attacks?|anxiety attacks?|anxiety|depressed|depression|mental health|overwhelmed and)",
        ),
        "repeat": (
            r"(?:second|third|fourth|fifth|sixth|tenth|hundredth|umpteenth|\w+th) time (?:i|we|that i|that we)"
            r" (?:have |am |are |had )?(?:called|call|calling|rung|ring|ringing|phoned|phoning|asked|asking|"
            r"told|telling|had to|contact\w*|spoken)",
            r"(?:called|rung|phoned|contacted you) (?:\w+ ){0,2}(?:twice|three|four|five|six|ten|several|many|so many|"
            r"countless) (?:times )?(?:already|before|now|about|this|and)",
            r"(?:second|third|fourth|fifth|sixth) (?:call|time)(?: this| about| in| today| already)",
            r"(?:i was|they) told (?:me )?(?:last time|the last time|yesterday|last week|before)|(?:i|we) (?:spoke|talked) "
            r"(?:to|with) (?:\w+ )?(?:on \w+day|yesterday|last)",
            r"(?:keep|kept) (?:calling|ringing|phoning|having to call|explaining|asking|repeating)",
            r"(?:over and over|again and again|time and again)|how many times (?:do|must|should|have) i (?:have to )?"
            r"(?:call|ring|phone|explain|ask|called|asked)",
            r"(?:still|again) (?:the same|not fixed|not working since|no one has|nobody has|nothing has)",
            r"(?:i|we) (?:have )?(?:already )?(?:called|rang|rung|phoned|contacted) (?:\w+ )?(?:yesterday|twice|already|before|"
            r"earlier|last (?:week|month|night|time)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|this morning|"
            r"(?:\w+ )?(?:days|weeks) ago)",
            r"(?:calling|ringing|phoning|back) again(?: about)?|every time (?:i|we) (?:call|ring|phone)|have been "
            r"(?:calling|ringing|phoning|waiting for an answer)|(?:been )?calling (?:for|since|all)",
            r"(?:spoke|talked|spoken) (?:to|with) (?:someone|somebody|you|your \w+|a \w+|one of your \w+)(?: \w+){0,2} "
            r"(?:about (?:this|it|that)|yesterday|last|before|already|earlier|on \w+day)",
            r"(?:your|the other|another) (?:colleague|agent|operator|lady|man|guy|technician|person) (?:\w+ )?(?:told|said|"
            r"assured|promised)(?: me)?(?: (?:yesterday|last|on|it would|this would|that it|you would))",
        ),
        "already-told": (
            r"(?:i|we) (?:have )?(?:already|just) (?:told|said|explained|given|gave|answered|did|done|tried|did say)"
            r"(?: (?:you|that|this|it|all|so|to))?",
            r"(?:i|we) (?:told|said that to|explained (?:this|that|it) to) (?:you|the (?:last|other) \w+) "
            r"(?:already|before|that|this|yesterday|last|a (?:minute|moment) ago)",
            r"(?:as|like) i (?:already )?(?:said|told you|mentioned|explained)(?: before| already)?",
            r"(?:i|we) (?:told|said|gave|explained|answered) (?:\w+ ){0,6}(?:just now|a (?:minute|moment|second) ago|earlier)",
            r"(?:did|do|are|were) you (?:not )?(?:even )?listen(?:ing)?(?: to me)?",
            r"how (?:often|many times) (?:do|must|should) i (?:have to )?(?:tell|say|repeat|explain)",
            r"you (?:have )?(?:just )?(?:already )?asked (?:me )?(?:that|this)(?: already| before| twice)?",
            r"(?:i|we) (?:have )?(?:just )?(?:told|said|answered|given|gave|explained|repeated) (?:\w+ ){0,5}"
            r"(?:already|before|twice|two times|three times|a hundred times|once)",
            r"(?:been|went|gone|going) (?:through|over) (?:this|that|it)(?: already| before| again)?|that is what i (?:just )?(?:said|told)|"
            r"you (?:already have|have already got|already know|should have|have) (?:that|it|my|all (?:of )?(?:that|this))"
            r"(?: \w+){0,3} (?:already|in front of you|on file|code|number|name|address)"
            r"|how (?:often|many times) (?:do|must|should) i (?:have to )?(?:say|repeat|tell)",
        ),
        "frustration": (
            r"(?:this|that|it|you) (?:is|are|was) (?:\w+ )?(?:ridiculous|absurd|a joke|unacceptable|outrageous|"
            r"pathetic|useless|hopeless|a disgrace|disgraceful|appalling|disgusting|a nightmare|infuriating|"
            r"insane|terrible|awful|a waste of time|not good enough|nonsense)",
            r"(?:i am|i m|we are|getting|makes me|making me|i have been) (?:\w+ )?(?:angry|furious|fed up|"
            r"frustrated|upset|annoyed|livid|sick of|tired of|sick and tired|mad at|losing my patience)",
            r"(?:fed up|sick and tired|sick to death|had enough|had it with|at my wits end|at the end of my (?:rope|tether)|out of patience)",
            r"(?:useless|stupid|dumb|idiotic|bloody|rubbish|worthless) (?:machine|robot|bot|computer|company|service|"
            r"thing|system|people)",
            r"(?:driving|drives|driven) (?:me|us) (?:crazy|mad|nuts|insane|up the wall|round the bend)",
            r"(?:extremely|very|so|really|deeply|quite|beyond) (?:disappointed|unhappy|dissatisfied|frustrating|annoying)",
            r"(?:service|company|support|help|internet|bot|system|line) is (?:\w+ )?(?:terrible|awful|horrible|useless|"
            r"a joke|rubbish|garbage|pathetic|hopeless|the worst)|nothing (?:you (?:say|do|tell me) )?(?:helps|works)",
            r"losing (?:my )?(?:patience|it)|lost my patience|(?:can not|could not) believe this",
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
            r"(?:hear from|call(?: from|ing)?|talk(?:ing)? to|get(?:ting)?|speak(?:ing)? to|contact(?:ing)?|hire|see) (?:my|a) (?:lawyer|attorney)|my (?:lawyer|attorney) will|sue you|"
            r"take you to court|small claims|ombudsman|better business bureau|regulator|attorney general|the f c c|the fcc|"
            r"trading standards|consumer protection",
            r"(?:going to|will|want to|thinking of|thinking about) (?:\w+ )?(?:switch(?:ing)?|leav(?:e|ing)|"
            r"chang(?:e|ing)|go(?:ing)?) (?:you|to (?:another|a different|your competitor)|providers?|compan(?:y|ies))",
            r"(?:switch(?:ing)?|mov(?:e|ing)|go(?:ing)?|chang(?:e|ing)) (?:over )?to (?:another|a different|your) (?:provider|company|"
            r"competitors?|carrier)|(?:bad|one star|negative|terrible) reviews?",
            r"(?:post|write|tell everyone) (?:this |about this |about you )?(?:on|online|about)",
        ),
        "injection": (
            r"(?:ignore|forget|disregard|override|bypass) (?:all |any |your |the |my |of |previous |prior |above |"
            r"these )*(?:instructions?|rules?|prompts?|guidelines?|polic(?:y|ies)|restrictions?|programming|training)",
            r"(?:no|without|free of|free from) (?:any )?(?:restrictions|rules|filters|guardrails)|new instructions"
            r"|forget (?:everything|anything|all|what) (?:that )?(?:you|i|they)|you must (?:now )?obey",
            r"(?:bypass|skip|turn off|switch off|disable|get around|leave out|override) (?:the |your |all |this )*(?:security|"
            r"verification|identity|safety|check|checks|authentication)",
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
            r"(?:your|my|the) (?:manager|supervisor|boss|developer|ceo|colleague) (?:\w+ )?(?:"
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
            r"(?:está|estoy) (?:herido|herida|sangrando|inconsciente)|no (?:puede )?respirar?|no respira|es una emergencia",
            r"chispas|cable (?:\w+ )?(?:caído|suelto|colgando)|(?:un|el) poste (?:se )?cayó|descarga eléctrica|"
            r"(?:alguien|un hombre) (?:está|quiere) (?:entrando|entrar)|tiene (?:una pistola|un cuchillo|un arma)|infarto|peligro",
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
            r"(?:soy|estoy|es) (?:\w+ )?(?:sord[oa]|cieg[oa]|enferm[oa]|embarazada|viud[oa])|en el hospital|silla de ruedas|"
            r"persona mayor|(?:ochenta|noventa)(?: y \w+)? años|marcapasos|desemplead[oa]|sin hogar|me (?:pega|golpea|amenaza)",
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
            r"(?:pésimo|horrible|mal) servicio|(?:es|son) (?:un|una) (?:\w+ )?(?:vergüenza|desastre|burla|porquería)|"
            r"qué vergüenza|inaceptable|ya estuvo bueno|me (?:tienen|tiene) (?:hart[oa]|cansad[oa])|perdiendo la paciencia",
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
            r"burning (?:a )?(?:cd|dvd|disc)|under fire|fired|accident(?:al|ally| insurance)|(?:system|hard|app|browser|computer) crash|"
            r"emergency (?:number|contact|button|kit|calls?|services? (?:number|page)|alarm|pendant)|gas (?:station|stove)|"
            r"(?:fire|smoke) (?:department|station|alarm|detector)s?(?: \w+){0,2} (?:internet|connection|offline|app|battery|affect))",
        ),
        "self-harm": (
            r"kill(?:ing)? (?:the|my) (?:\w+ )?(?:wifi|internet|router|connection)|dying to|"
            r"(?:live|go on) with (?:this|that|the|such)",
        ),
        "vulnerability": (
            r"(?:connection|router|internet|signal|line|modem|battery|phone|laptop|tv|wifi) (?:is |has |just |has just )*"
            r"(?:dead|died|dying)|blind spot|deaf ears|my blind|deaf sentence|percent|(?:not|never) (?:ill|disabled|blind|deaf)",
        ),
        "frustration": (
            r"(?:not|never|am not|was not|no longer) (?:\w+ )?(?:angry|upset|annoyed|furious|frustrated|mad|ridiculous)",
        ),
        "already-told": (r"i (?:have )?just (?:did|tried|said) (?:it|that) and it (?:works|worked)",),
        "injection": (
            r"(?:system|command) prompt (?:on|of) (?:my|the) (?:computer|laptop|pc|screen)|new instructions for|forget what i said",
            r"(?:router|modem|parental|wifi|network|windows|computer) (?:\w+ )?(?:admin|administrator|system|test)",
            r"(?:the )?manager (?:said|told) (?:me )?(?:to call|that you would call|you would call)",
        ),
    },
    "es": {},
}
