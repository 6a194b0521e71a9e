"""What callers say in English with words of danger, hardship or anger, and do not mean: they take a cue back.

Figures of speech, product words, denials, and what is long past. Written as `assist.cues` explains.
"""

TAKEN_BACK = {
    "emergency": """
fire (stick|sticks|tv|tablet|tablets|wall|walls|works|fox|hd|hydrant|sale|drill|drills|season|pit|
    extinguisher|insurance|door|doors|code)
(sale|deal|deals|game|team|band|song|party|hotline) ~2 on fire
shot (me|us|him|her) down
shooting (me|you|us|him|her|them) (a|an|over|that|the)
(kids|children|boss|roommate|roommates|neighbors|customers|he|she|they|KIN) (is|are|s)? (will|would|going to|
    gonna) ~1 kill me ~3 (if|when|for|because|unless|over|about)
(came down|fell|fallen|down|hit|hurt|burned|flooded|trapped|burning|smoke|flames) ~4 last (year|month|week|
    winter|summer|spring|fall|time)
(kindle|amazon|the new|sure|cease|camp|rapid|free|garena) (fire|on fire)
(no|not|not a|not any|not on|without|not an|not see any|not see|not smell|not smell any|no more|not have|is
    there any) (real|actual|active|such|sign of|signs of)? (fire|flames|smoke|gas|sparks|emergency|accident|
    danger|blood|explosion|ambulance|police|burning)
(nobody|no one|none of us|no body|noone) ~4 (hurt|injured|danger|burned|trapped|bleeding|dead|emergency|died|
    shot|stabbed|attacked)
(not|never) ~1 (hurt|injured|bleeding|in danger|in any danger|dying|on fire|trapped|burning|smoking|a medical
    emergency|a real emergency|really an emergency)
(was|were|is|am) not (hurt|injured|bleeding|dying|on fire|burning|smoking)
(fire|smoke) ~1 (is|was|has been|s) (put out|gone|extinguished|contained)
(fire|smoke) ~1 (is|was) (out|over) !(of|in|there|here|on|by|the)
(smoke|fire|gas|carbon monoxide) (alarm|alarms|detector|detectors|sensor|sensors|station|department s|panel)
    !(is going off|went off|going off|keeps going off|goes off|is sounding|will not stop|is screaming|just
    went off|now)
(fire|police) (department|station|alarm|brigade) ~2 (internet|connection|offline|app|battery|affect*|has|have|
    uses|use|needs|also|service|account|is my|is a|is our|is near|discount)
(for|at|of|near|affect|affects) (the|a|our|your|my) (fire|police|ambulance|local police) (department|station|
    service|brigade|academy|officer|officers)
police (report|scanner|academy|check|record|band)
burning (a|the|my|some)? (cd|cds|dvd|dvds|disc|discs|question|questions|calories|hole|through|money|data|
    desire|man|bridges|midnight|out|my data|my ears|ears)
under fire
(it|question|money|data|question s) (is|s|has been) burning (my|a|through|up)
(you|deal|deals|team|game|show|song|playlist|sale|sales|hotline|stocks|market|page|chat|feed|twitter|facebook|
    prices|price) (is|are|s|were) ~2 (on fire|exploding|exploded|blowing up|burning)
(bill|bills|price|prices|costs|phone|inbox|email|data|usage|group chat|account|charges|it) (is|has|have|just|
    was)? ~1 (exploded|blew up|blown up|exploding|blowing up) ~1 (with|my|in price|by|after|to)
smoking (deal|deals|hot deal|area|weed|a)
(sparks|sparking|spark) (joy|interest|my interest|off|email|mail|ar|notes|between)
(by|an honest|happy|insurance|on) (an)? accident !(in|on|outside)
accident (insurance|claim|claims|report|forgiveness|protection|lawyer|cover)
(system|hard|app|browser|computer|server|website|market|game|phone|laptop|drive|software|windows) ~1 (crash|
    crashed|crashes|accident|burst)
(car|bad|terrible|serious|an|a|in|had|was|been) ~2 (accident|crash|wreck|heart attack|stroke|seizure|surgery|
    fire|explosion|burglary) ~3 (last year|last month|last week|years|months|weeks|a year|two years|a while
    ago|back in|when i was|recently|in the past|as a child)
last (week|month|year|summer|winter|spring|fall) ~6 (accident|crash|fire|heart attack|stroke|seizure|robbed|
    mugged|broken into|burglars|burned down|electric shock|shocked)
(years ago|months ago|weeks ago|back in|when i was|in the past) ~6 (accident|crash|fire|heart attack|stroke|
    seizure|robbed|mugged|broken into|burglars|burned down|electric shock|shocked)
(robbed|mugged|attacked|assaulted|broken into|burned down|burnt down|broke into|broke in|shocked|flooded|hurt|
    injured|stabbed|shot|fallen|fell|electrocuted|exploded|blew up) ~4 (last week|last month|last year|last
    summer|last winter|weeks ago|months ago|years ago|a year ago|years back|long ago|in the past|when i was)
(nearly|almost|practically|about|going to give me|gave me|give me|gives me|giving me|will give me|gonna give
    me) ~1 (had|have|has|having|got)? (a|an)? (heart attack|stroke|seizure|fit)
heart attack (when|at|over|because|from|seeing|opening|looking) ~5 (bill|price|charge|charges|saw|invoice|
    cost|amount|total|number)
(have|had|having|throw|throwing) a fit
(a|perfect|good|better|right|best|does it|fit) fit (in|for|into|my|with)
stroke of (luck|genius|midnight|a pen)
(sticker|bill|culture|price|the|in|rude) shock
(shock|shocked) ~3 (bill|price|prices|cost|charge|charges|how|to see|to hear|to find|to learn|to get|amount|
    when i|by how|invoice)
shocked (at|to|that|how|when i saw|by how|by your price*)
(emergency) (EMERGENCYTHING)
(in case of|in an|in the event of|for|during an|case of|in|only in|for an|non|any) (an|a|any)? ~1 (emergency|
    emergencies|fire)
(what|who) (happens|will happen|would happen|should i do|do i do) (if|when|in case) (there is|there s|i have|
    we have|the|my|there are|of)? ~3 (fire|emergency|flood|explosion|accident|burglar|burglars)
(will|would|does|do|can|could|is|are) ~5 (work|reach|call|dial|connect|available|included|able) ~4 NINEONEONE
    !(now|please|for me|right)
NINEONEONE ~1 (fee|fees|charge|charges|tax|surcharge|address|service|calls|calling|location|work|works|
    registration|enabled|feature|on my bill|dollars|minutes)
call (the)? (police|cops) on (you|your|them|this)
(responding|respond|talking) to ~2 (email|emails|message|messages|text|texts|call|calls|ticket|request|letter|
    letters|chat)
not moving (to|until|out|in|house|away|anymore|this|next|yet|after|for|till|before|from here)
(breathing|breathe) (room|space|easy|easier|down my neck|exercise|exercises|app|machine)
(dying|die|died) (to|for|laughing|of laughter|of boredom|of curiosity|here waiting) !(death)
drowning in (bills|debt|work|emails|paperwork|calls|spam|ads|options|fees|charges)
choking (my|the|our) (bandwidth|network|connection|line|speed|internet)
(choking|suffocating|bleeding) (on|under|from|money) ~2 (fees|bills|charges|prices|money|debt|costs|your fees)
bleeding (edge|money|me dry|heart|obvious|thing|router|internet|idiot|useless)
blood (pressure|test|tests|sugar|type|donation|bank|donor)
(kids|children|boss|parents|people|customers) (is|are|was|were) killing (me|us)
KIN ~2 (going to|will|gonna|would|is going to|s going to) ~1 (kill|murder|strangle|shoot) (me|us) (if|when|
    because|over|for|about|unless|once)
(threaten*) (me|us)? ~1 (to cut|to disconnect|to shut|to cancel|to sue|to report|to turn|to charge|to send|to
    suspend|with a|with legal|with disconnection|with fees|with collections|with court|with late)
(robbed|robbing|attacked|trapped|hurt|followed|threatened|hit|shot|burned|burnt|beaten|chased) (by|with|in|
    that) (your|this company|the company|you|this contract|a contract|the contract|hackers|a hacker|a virus|
    viruses|malware|spam|ads|a loop|this loop|the menu|this menu|the phone tree|a fee|a charge|fees|high|an
    extra|late|collections|debt collectors|collectors|the price|by)
(hit|hits|hurt) (up|my wallet|my credit|my feelings|my budget|my pocket|my score)
(being|get|getting|got|was|been) ~1 followed (up|by ads)
(follow|following|followed|chasing) (me|us) (on|so far|up|back|around the|for payment|for money|about|for a|
    here|along)
(break|broke|breaking|broken|get|got|getting|hack*) (in|into|in to) ~2 (account|accounts|email|wifi|network|
    computer|phone|profile|router|system|sweat|pieces|two|tears|the industry)
(break*|get|getting|got|came|come|coming) in* ~3 (new) (house|apartment)
(burglar|intruder|home invasion) (alarm|alarms|alert|alerts|system|detection|camera)
(bath|photo|f|sex|glitter|smart) bomb
(glue|heat|nail|staple|massage|top|nerf|water|scanner|label|spray|paint|squirt|solder*) gun
(cut|cutting|strip|stripped|open|opened|opening|scraped) ~4 (with|using) (a|an|the|my) ~1 (knife|axe|machete)
(stuck|trapped|locked) in ~1 (a|this|your|the|my)? (contract|loop|menu|plan|phone tree|traffic|queue|hell|
    office all|house all|call)
in danger of (losing|missing|being cut|being disconnected|going over|running out|expiring|lapsing)
(technician|installer|engineer|delivery|mailman|electrician|plumber|cleaner) ~2 (at|in|into|on|to|through|
    inside) ~1 (door|house|home|apartment|window|garage|basement|yard)
not (wake up|waking up) (early|before|until|in time)
missing (out|a|an|the|his|her|some|your|calls|messages|parts|payments|channels|texts)
(house|home|building|apartment) (warming|alarm|is under|burning down is)
(dead|found dead) (battery|batteries|zone|zones|spot|spots|pixel|pixels|line|end|tone|phone|router|modem|link)
(remote|router|phone|modem|box|cable|battery|plug|charger|tv|laptop|computer|fan|light) ~1 (lying|found) ~2
    dead
(line|lines|cable|cables|internet|network) (is|are|was|were|has been|have been)? (down) (in|at|on) (my|our|
    the|his|her) (area|neighborhood|neighbourhood|block|town|city|building|house|home|office|end|street since|
    school|road since)
(cable|cables|wire|wires|cord) ~2 (hanging|lying|laying|dangling|loose|fell|sagging|fallen|dragging|down) ~3
    (behind|under|from the ceiling|from the wall|in the living room|in the bedroom|desk|table|couch|inside|
    indoors|floor|carpet|attic|closet|tv|shelf|drawer)
(smell|smells|smelled) (of|like)? ~1 (roses|coffee|fish|success|perfume)
(smoke|smoking|smoked) (a cigarette|cigarettes|weed|break|area|signals|and mirrors|screen)
(hold|holding|held) (me|us) (hostage) (to|with|by|in)
(water|line|ground|tree|sun) ~1 (bill|bills|company|proof)
(help|call for help) (page|desk|line|center|centre|number|article|menu)
(lost|losing) ~1 (connection|signal|data)
""",
    "self-harm": """
kill* (the|my) ~1 (wifi|internet|router|connection|process|mood|time|battery|task|app)
(kill|killing) myself (laughing|with work|trying|to get|to pay|working|over this)
(hurting|cutting|shoot|shooting) myself (in the foot|shaving|while|on the|on a)
(cut|cutting|hurt|burn|burned|injure) myself (a|an|some|off|short|loose|out|on|while|with|shaving|trying|when|
    by)
(dying|die) (to|for|of|laughing|hard|down|on me|in the)
(career|financial|political|commercial|social|business|professional|economic|digital) suicide
suicide (squad|slow|doors|drop|mission|run|prevention app|is painless|kings|girls|silence|expensive)
(this|that|it|download|plan|price|speed|upload|contract|site|page) (is|s|was) (like|almost|pure|just)? suicide
(live|go on|carry on) with (this|that|the|such|a|my|your|these)
(battery|phone|router|modem|connection|internet|laptop|line|signal|tv|computer|remote|wifi|call|tablet|plant|
    car) ~5 (to|just) die
ANYONE ~5 to die (for|of|laughing|if|without|from) ~2
rather (die|be dead) than (pay|switch|use|call|wait|deal|talk|stay|go back)
will to live ~3 (waiting|listening|on hold|trying|with this|with you|talking|calling|holding)
(point|reason|sense|purpose) ~2 (going on|go on|keep going|living|live|be here) (with|about|hold|in this|in a|
    near|the|facebook|your|to)
(end|ending|finish) it (at the|on the|early)
(never|not) (be)? (suicidal|suicide)
(take|took|taken|taking|have|need) ~2 (my|his|her) (medication|pills|meds|tablets) (for|at|every|in the|with|
    daily|twice|on time|before)
(whole|all|entire|enough|lot|lots) ~3 (medication|pills|tablets) (delivery|reminder|app|order|shop|company|
    page)
(jump|jumping) (off|out of|from) (this call|the call|the phone|the plan|the line|a contract)
(bad|dark) thoughts about (your|this|the)
not ~1 (kill|hurt|harm) myself
reason* to (live|be alive) (in|near|with|here)
(want|want*) ~2 (it|everything) to (end|be over) (on|by|at)
""",
    "vulnerability": """
dying (to|for) !(breathe)
stroke of (luck|genius|midnight)
(connection|router|internet|signal|line|modem|battery|phone|laptop|tv|wifi|computer|remote|box|server|call)
    (is|has|just|s)? (just)? ~1 (dead|died|dying|depressed)
(blind|deaf) (spot|spots|ears|sentence|date|side|test)
(my|the|window|roller|venetian) (blind|blinds) !(husband|wife|mother|father|son|daughter)
went blind
(turned|fall|falling|fell) (a blind eye|on deaf ears)
(not|never|nobody|no one) ~1 (ill|disabled|blind|deaf|homeless|pregnant|sick|depressed|dying|bankrupt|
    unemployed|elderly)
(is|was|are|been|s|got|gets) disabled (on|in|by|for|and i can|again)
(account|wifi|button|feature|service|option|line|number|app|port|setting|network) (is|was|has been|are|s|got)
    ~1 (disabled|mute|deaf|paralyzed|dying)
(closed|close|shut) (for|due to) ~1 funeral
funeral (home|homes|director|parlor|parlour|business|march|company)
(cancer|dementia|alzheimer*|epilepsy|autism|diabetic|disability) (charity|research|foundation|society|
    donation|walk|support line|discount|supplies|store)
(oxygen|insulin) (os|app|channel|network|magazine)
(separation|performance) anxiety
(great|economic|tropical|market) depression
AGED UNIT? (percent|dollars|cents|megabits|megabytes|gigabytes|gigs|m b|minutes|channels|pounds|bucks|hours|
    days|degrees|feet|people)
(pay|afford) ~3 (online|on the|through|with my card|by card|in the app|over the phone|using|via|website|on
    your|by phone|by check|at the store|in person|automatically|paypal)
(no|not) ~2 (cash|money|funds) (back|order|transfer)
(broke) (the|my|a|it|down|up|off)
(lost|losing|lose) (my|our) (home|business) (phone|page|screen|number|internet|network|wifi|line|button|key|
    office|address|card)
(work|works|worked|job|doctor|nurse|working|visit|visiting|volunteer|volunteers|tv|parking|near|next|across|
    room|clinic|serve|service) ~3 (in|at|to|from|for) (the|a)? (hospital|hospice|nursing home|rehab|care home|
    shelter)
(sick|ill) (of|and tired)
(i|he|she) (is|am) sick and
(car|van|tent|bus|animal|dog|tax) shelter
(fall|flu) ~1 (season)
passed (out|by|on to|to me|the|me|over|through)
(he|she|they) (just)? passed (it|me|on my|on the)
(scared|afraid) (of|from) (the bill)
watching (me|us) (stream|play|on)
(threatened|threatening|threatens) (me|us) ~1 (to|with) (cut|disconnect|cancel|fees|suspend)
(MANY|AGED UNIT?) (year|years) old (router|house|building|phone|modem|system|contract|account|computer|tv|
    laptop|box|equipment|wiring|car|model|plan)
(hearing|eyesight) (about|from)
""",
    "repeat": """
second time around
ORDINAL (call|time) (waiting|zone|slot)
(MANY|all) different (people|agents) (use|can|in|at|on)
(called|rang|phoned|talked|spoke|spoken) (to|with)? (my|his|her) (KIN|friend|doctor|boss|bank|landlord|
    electrician|office|neighbor|neighbour)
(line|phone|it|router|wifi|internet|light|connection|tv) ~1 (keep|keeps|kept)
(technician|AGENT|email|letter|page|website) ~1 told me to
""",
    "already-told": """
too many times
(i)? (have)? just (did|tried|said) (it|that) and it (works|worked|helped)
(i|we) (have)? (already|just) (done|did|tried) (that|it|this)? (and|so) ~2 (works|working|fine|thank*)
(already|just) (told|given|said) (my|his|her|the) (KIN|friend|boss|neighbor|neighbour|kids|landlord)
(friend|neighbor|neighbour|KIN) (already|just) (told|said)
(told|gave|explained) (my|the) (KIN|friend|neighbor|neighbour)
that is what i (said|told) (my|to my)
""",
    "frustration": """
(not|never|no longer|nor) ~2 (angry|upset|annoyed|furious|frustrated|mad|ridiculous|terrible|awful|horrible|
    bad|crazy|annoying|disappointed|rude|stupid|poor|mad at|pissed)
(not|never) (that|so|too|really|all that) ~1 (bad|terrible|awful|horrible|annoying)
just trash (the|it|that|this|my)
(waste|wasting|garbage|trash|rubbish) (of your time|your time|collection|bin|pickup|day|disposal|removal|can)
(crazy|insane|sick) (good|fast|deal|price|speed|cheap|low|about)
(load of|lot of|full of|pile of|such a) (mess*|laundry)
(not|nothing) (to)? (complain|waste)
(is|are|was) (crazy|insane) (how good|fast)
(i hate|hate) (to bother|to ask|to be a|to say|to trouble|to do this|to interrupt|to call)
(jokes|joke) (aside|apart)
(sorry|hope) ~4 (waste|wasting|wasted)
(he|she|KIN|baby|dog) (is|was|s|are)? ~2 ANGRY
are you serious
(tired of|sick of) (cooking|my old|paper)
""",
    "complaint": """
(no|not|never|without) ~2 (complaint|complaints|complain|lawyer|sue|court|complaining)
(provider|providers|company|carrier) for (my|an|our) (email|e mail|gas|electricity|energy|water)
(my|a|our) LAWYER (needs|uses|use|has|is your|is a|lives|works|recommended|friend|office)
(LAWYER s) (office|email|number|internet)
(go|going|moving|move|moved) to (another|a different) (state|city|house|apartment|address|country|room)
(switch*|change|changing|go|going|move) to (another|a different|your) (plan|package|number|line|tariff|rate|
    channel)
(medical|childhood|main|chief) complaint
(read|see|saw|leave|write|post|written) (a|your|the)? (good|great|nice|positive|five star) review*
""",
    "injection": """
(system|command|root) (prompt|message|instructions) (on|of|says|said|in|that says|tells|shows|from) ~3
new (system)? instructions for
forget what i said
(router|modem|parental|wifi|network|windows|computer|gateway|page|panel) ~1 (admin|administrator|system|test|
    root|maintenance) (mode|access|message|command|prompt|instructions)
(admin|administrator|test|maintenance|service|system) (access|mode|message|command|instructions) (to|for|on|
    of|says|said) (my|the|our|a|your) ~1 (router|modem|box|wifi|network|computer|gateway|page|panel|website|
    phone|app|tv|update|screen)
(the)? manager (said|told) (me)? (to call|that you would call|you would call)
(read|show|tell|repeat) (me)? (the|your)? ~1 (instructions|configuration|rules|guidelines) (for|on how|to set|
    of|about|again for|in the) ~3 !(this conversation)
(disable|turn off|switch off|skip) (the)? (router|parental|windows|phone|app|antivirus|sim|home|wifi)
    (security|safety|check|verification)
(security|safety) (camera|cameras|system|update|question|features|lock|light|mode)
""",
}
"""Everyday uses of the same words, by cue: what overlaps with one of them is no cue."""
