"""What callers say in English of hardship, of having called before, in anger, or to steer the machine.

Written as `assist.cues` explains, from how people speak on the telephone; danger is in `assist.cue_dangers`.
"""

from assist import cue_dangers

NEGATIONS = "no|not|never|nobody|nothing|none|without|neither|nor"

TABLES = cue_dangers.TABLES | {
    "KIN": "husband|wife|spouse|partner|mother|father|mom|mum|mama|mommy|dad|daddy|papa|son|daughter|"
    "brother|sister|grandmother|grandfather|grandma|grandpa|granny|gran|nan|aunt|uncle|cousin|nephew|niece|"
    "fiance|fiancee|boyfriend|girlfriend|mother in law|father in law|parents|grandson|granddaughter",
    "PEOPLE": "someone|somebody|man|men|woman|women|guy|lady|boy|girl|kid|kids|child|children|baby|toddler|"
    "neighbor|neighbour|neighbors|neighbours|friend|roommate|flatmate|people|person|worker|driver|tenant|one",
    "THEY": "he|she|hes|shes|they|KIN|KIN s|PEOPLE|PEOPLE s|guest|patient|roommates|buddy|colleague|coworker",
    "ANYONE": "i|we|THEY",
    "BE": "am|is|are|was|were|s|be|been|being|has been|have been|had been|got|gets|get|getting",
    "HAVE": "has|have|had|having|got|with|suffering|suffered|suffers",
    "NOMORE": "anymore|any more|any longer|no more|no longer",
    "CANNOT": "can not|could not|can no longer|unable to|not able to|do not|does not|can barely|can hardly|"
    "barely|hardly|struggle to|struggling to|hard to|difficult to|trouble|not being able to|never learned to",
    "AGED": "seventy|eighty|ninety|one hundred",
    "UNIT": "one|two|three|four|five|six|seven|eight|nine",
    "ORDINAL": "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|hundredth|thousandth|millionth|"
    "umpteenth|nth|two nd|three rd|four th|five th|six th|seven th|eight th|nine th|ten th|twentieth",
    "TIMES": "twice|MANY times",
    "MANY": "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|several|"
    "many|multiple|countless|numerous|a few|lots of|a hundred|one hundred|a thousand|a million|a dozen|"
    "umpteen|so many",
    "CALLED": "called|rung|rang|phoned|contacted|emailed|messaged|complained|reported|spoken|spoke|talked|"
    "written|been in touch|been on the phone|been on to you|been in contact|asked",
    "CALLING": "calling|ringing|phoning|contacting|chasing|emailing|complaining|asking|explaining|repeating|"
    "reporting|having to|trying to reach|trying to get through|trying to get hold|on to you|onto you|"
    "after you|speaking",
    "CALL": "call|ring|phone|contact|ask|talk|speak|have|had|told|tell|CALLED|CALLING|explain*|tried|reach*|"
    "need|am|are",
    "YOU": "you|you guys|you people|you lot|in|back|them|up|your company|customer service|support|"
    "the company|the line",
    "WEEKDAY": "monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "WHEN": "yesterday|already|before|earlier|last|on WEEKDAY|this morning|this week|today|days ago|"
    "weeks ago|ago|MANY days|MANY weeks|a week|a month|the other day|previously",
    "AGENT": "colleague|colleagues|agent|agents|operator|lady|man|woman|guy|guys|technician|person|people|"
    "rep|reps|representative|representatives|supervisor|manager|coworker|department|engineer|girl|gentleman|"
    "one|bot|machine",
    "TOLD": "told|said|explained|given|gave|answered|repeated|mentioned|spelled|spelt|provided|entered|say",
    "AWFUL": "ridiculous|nightmare|disgrace|waste|farce|shambles|absurd|a joke|joke|unacceptable|"
    "outrageous|pathetic|useless|hopeless|a disgrace|"
    "disgraceful|appalling|disgusting|a nightmare|infuriating|insane|terrible|awful|horrible|horrendous|"
    "a waste|not good enough|nonsense|beyond|unbelievable|a shambles|laughable|garbage|rubbish|trash|crap|"
    "a scam|a rip off|rip off|shocking|atrocious|incompetent|ludicrous|maddening|a farce|the worst|crazy|"
    "annoying|frustrating|bullshit|abysmal|dreadful",
    "ANGRY": "angry|furious|fed up|frustrated|upset|annoyed|livid|sick of|tired of|sick and tired|mad at|"
    "mad about|pissed|losing my patience|losing patience|running out of patience|done with you|"
    "done with this|irritated|outraged|disgusted|at my limit|out of patience|losing it|losing my mind|"
    "going crazy|going mad|going insane|appalled",
    "LAWYER": "lawyer|lawyers|attorney|solicitor|barrister",
    "RULES": "instruction|instructions|rules|rule|prompt|prompts|guidelines|guideline|policy|policies|"
    "restrictions|programming|training|directives|constraints",
    "CHECK": "security|verification|identity|identification|safety|check|checks|authentication|pin check",
    "POWER": "administrator|admin|developer|engineer|supervisor|manager|employee|owner|ceo|programmer",
}

CUES = cue_dangers.CUES | {
    "vulnerability": """
KIN (has|have|had|just|recently|suddenly|who)? ~1 (died|passed away|passed on|passed|is dead|is dying|was
    killed) !(me|the phone|it|out|by|on to|you|laughing|of laughter)
(he|she|they) (has|have|had|just|recently)? ~1 (died|passed away|passed on) !(laughing|on me|of laughter)
passed away
(buried|burying|cremated) (my|our|his|her) KIN
(lost|loss of|losing) (my|our|his|her|their) ~1 (KIN|baby|child) !(s)
(killed|hanged|shot) (himself|herself)
took (his|her) own life
(KIN s|KIN|his|her|their|arrang*|plan*|organis*|organiz*) ~2 funeral
(at|from|after|to|pay* for) (a|the) funeral
(bereave*|grieving|in mourning|widow|widowed|widower|stillborn|miscarriage|late husband|late wife|death
    certificate|death in the family)
(oxygen|ventilator|dialysis|pacemaker|insulin pump|insulin|heart monitor|feeding tube|nebulizer|nebuliser|
    defibrillator)
medical (alarm|alert|device|devices|equipment|condition|conditions|monitor|needs|line)
(panic button|emergency button|emergency alarm|emergency pendant|life alert|lifeline|care alarm|fall detector|
    fall alarm|telecare)
(cancer|chemo*|radiotherapy|dementia|alzheimer*|parkinson*|multiple sclerosis|epilepsy|epileptic|cerebral
    palsy|leukemia|leukaemia|tumor|tumour|heart condition|heart failure|hospice|palliative|diagnosed with|
    kidney failure|emphysema|diabetic)
(terminal|terminally) (ill|illness|cancer|diagnosis)
(autism|autistic|down syndrome|special needs|learning difficult*|learning disabilit*|bipolar|schizophren*|
    ptsd|p t s d|post traumatic)
(anxiety|depression|panic attack|panic attacks|mental health|mental illness|mentally ill|nervous breakdown|
    depressed|psychiatric)
(very|seriously|really|so|terribly|too|gravely|critically|chronically|quite|extremely) (ill|sick|unwell|
    poorly) !(of)
(KIN|i|he|she) (is|am|s|was|has been|have been|fell) (ill|sick|unwell|poorly) !(of|and tired)
(HAVE|after|recovering from|need|needs|going in for|waiting for|from) ~3 (surgery|operation on|an operation|
    transplant|stroke|hip replacement|heart bypass|amputation)
(HAVE|after|recovering from) ~2 heart attack
broke (my|his|her) (hip|leg|arm|back|neck|ankle|wrist|collarbone)
ANYONE (BE|lying|ended up|landed) ~4 in (the|a)? (hospital|intensive care|emergency room|rehab|nursing home|
    care home|hospice|coma|assisted living)
(been|was|lying) in (the)? hospital
from (the|my)? (hospital bed|hospital for|hospital because|hospital my)
(come|came|got|just|get|coming|home|released|discharged|back) (out of|from) (the)? hospital
(rushed|taken|admitted|went|brought) (in)? to (the)? (hospital|emergency room|intensive care)
ANYONE BE ~2 (disabled|blind|deaf|mute|bedridden|bed bound|bedbound|housebound|house bound|paralysed|
    paralyzed|visually impaired|hearing impaired|handicapped|partially sighted|legally blind|frail|an invalid|
    immobile|pregnant) !(to|spot|man|drunk)
ANYONE BE (over|almost|nearly|already|now)? AGED UNIT? (years|years old|year|and|now|$)
AGED UNIT? (years|year) (old|of age)
(in my|in her|in his) (seventies|eighties|nineties)
(elderly|pensioner|old age pension|an old man|an old woman|an old lady|very old and|too old for|too old to)
(use|wear|have|has|got|need|in|wears|uses|with) ~2 (hearing aid|hearing aids|wheelchair|wheel chair|walker|
    guide dog|white cane|walking frame|crutches|mobility scooter|walking stick)
wheelchair
(hard of hearing|hearing loss|blindness|deafness|hearing impairment|visual impairment|disability|disabilities)
CANNOT (see|hear|hearing|seeing) (very|so|too|that|really)? (well|good|properly|much|the screen|to read|
    clearly NOMORE)
CANNOT (read|write|reading|writing) (very|so|too)? (well|good|properly|or write|and write|english|letters|
    small)
(eyes|eyesight|sight|vision|hearing|memory) (is|are|is not|are not|has|have|s) ~2 (bad|poor|failing|going|
    gone|not good|what it|weak|terrible|good|too good|great|deteriorat*|worse)
(poor|bad|failing|losing my|lost my|losing his|losing her|no) (eyesight|vision|sight|hearing|memory)
CANNOT (walk|move around|leave the house|get out of bed|get out of the house|leave my bed|use my hands|get up
    the stairs|climb)
(i|she|he) (get|gets|am|is) (very|so|easily|really|all)? (confused|muddled) (easily|these days|with all of)
my (carer|caregiver|caretaker|nurse|social worker|support worker|guardian)
(brain injury|brain damage|head injury|memory loss|memory problems|forget things|stroke patient|had a stroke|
    from a stroke|power of attorney)
(CANNOT|not|no way i can|how am i going to|how will i|how do i|not know how to|not know how i will|not know
    how i can) (really|even|possibly)? (afford|pay for|pay) ~1 (food|heating|rent|my bill|my bills|the bill|
    the bills|this bill|anything|it|this|them|medicine|any of|that much|my rent|that NOMORE|groceries|you|all
    of this|all this|you this)
CANNOT (make|cover|pay) (the|my|our)? (rent|mortgage)
(he|she|KIN|boyfriend) (controls|takes|hides|keeps) ~1 my (money|phone|bank|card|mail|calls)
not want (him|her|my husband|my wife|my ex|my partner|my boyfriend) to (know|find out|see)
CANNOT (pay|afford) (this month|until|right now|at the moment|NOMORE|internet|$)
(no|not any|not have any|not have the|not have enough|not have|out of|run out of|short of|ran out of) (money|
    savings) (left|for|until|this month|at|right|NOMORE|and|$)
(i am|we are|flat|completely|totally) broke !(the|my|a|by|it|down)
(lost|losing|lose) (my|his|her|our|their) (job|jobs|income|house|home|business)
(laid off|lay off|made redundant|redundancy|out of work|unemploy*|between jobs|no job|no income|job loss|hours
    were cut|hours got cut|cut my hours|not working right now)
(i|he|she|we|KIN) (got|was|were|have been|has been|am being|just got) ~1 (fired|let go|sacked)
(on benefits|on welfare|on disability|food bank|food banks|food stamps|food pantry|universal credit|medicaid|
    fixed income|bankrupt*|homeless|evict*|eviction|foreclos*|repossess*|in debt|debt collectors|financial
    hardship|hardship|financial difficult*|financial trouble)
(behind|fallen behind) (on|with) ~3 (rent|mortgage|bills|payments|everything)
(live|lives|living|stay|staying|sleep|sleeping) (in|at|out of) (a|the|my|our|his|her) ~1 (car|van|tent|
    shelter|street|motel|refuge|halfway house)
(ends meet|between food|between heating|between heat|between eating|between rent|between medicine|sleeping
    rough|couch surfing|living on the street)
(food|rent|medicine|heating|eat|eating|groceries) or (pay*|your bill|this bill|the bill|this|rent|heat*|food|
    medicine|internet)
(struggling|struggle|hard time|difficulty|trouble) (financially|with money|to pay|paying|to feed|to get by|to
    cope|with bills|with my bills|to afford|making ends)
(not|CANNOT) (feed|feeding) (my|our|the) (kids|children|family|baby)
(live|lives|living|all) (on my own|on her own|on his own|alone|by myself|by herself|by himself) (and|with|
    since|NOMORE|$)
(nobody|no one|not anyone|not anybody|not have anyone|not have anybody|have no one|have nobody) (to help|here
    to help|who can help|to look after|to turn to|left) !(on|in|at the|you|today) ~1
(he|she|KIN|my ex|boyfriend|partner) (is|s|has been|keeps)? (hitting|hits|hit|beating|beats|abusing|abuses|
    threatening|threatens|threatened|stalking|stalks|spying on|watching|tracking|harassing|controlling|
    controls|following) (me|us|my phone|everything|my calls|my messages|my account|my every)
(my ex|KIN) (watches|checks|monitors|reads|tracks) (my|me)
(domestic violence|domestic abuse|abusive|restraining order|protective order|protection order|not safe at
    home|women s shelter|stalker|victim of domestic|victim of abuse|victim of violence|was robbed|got robbed|
    been robbed|was mugged|got mugged|been mugged)
(afraid|scared|terrified|frightened|hiding|escaped|fled|running away|hide) (of|from) (him|her|my ex|my
    husband|my wife|my partner|my boyfriend|my father|my son)
left my (husband|abusive|violent)
(i|sorry i) (am|have been|can not stop) (crying|in tears|so lonely|very lonely|lonely|at rock bottom|so
    scared|really scared|very scared|frightened|not coping|all alone|in a bad place|in a dark place)
(can not|not able to|not) (cope|coping) (NOMORE|with|$|and|at all)
overwhelmed (and|by|with everything)
""",
    "repeat": """
ORDINAL ~1 (time|call|attempt|day) ~1 (that)? (i|we|im|ive) ~2 CALL
ORDINAL (time|call|attempt|phone call) (about|this|today|in|already|now|for|on|with|to you|i make|calling|
    asking)
(i|we|ive) (have|had|must have)? (already|now|probably)? CALLED (YOU)? ~2 (TIMES|TIMES now|every day|every
    week|everyday)
(i|we|ive) (have|had)? (already|just)? (called|rang|rung|phoned|contacted|emailed|complained) (YOU|about ~2|in
    about ~2)? (again)? WHEN
(i|we|ive) (have|had)? (already|even) (called|rang|rung|phoned|contacted|emailed|complained|reported)
(been|i was) (calling|ringing|phoning|chasing|on to you|onto you|after you|at this|trying to reach|trying to
    call|trying to get through|trying to get hold|trying to get this|going back and forth|waiting for an
    answer|waiting for a call|waiting for someone|waiting for a callback|passed around|passed from|passed
    back|transferred from|transferred MANY|bounced) !(my|a friend)
(have|has) ~2 been (calling|ringing|phoning) !(my|a|her|his)
(keep|kept|keeps) ~1 (CALLING|passing|transferring|sending me|promising|telling me)
calling (you)? (again|back again|about this again|since|for the past|for MANY|for days|for weeks|for months|
    every day|for the last)
back again (with|about|for|$)
(it is|its) me again
every (single)? time (i|we) (call|ring|phone|contact|speak|talk)
how many (more)? times (do|must|should|have|will|am|did) (i|we) ~3 (call*|ring|phone|explain|ask|contact|go
    through|chase)
(call*|told|tell*|ask*|explain*|phone*|ring*|repeat*|say*|said) ~5 (over and over|again and again|time and
    again|time after time|time and time|day after day|every day)
(spoke|talked|spoken|speaking|chatted) (to|with) ~5 (about this|about it|about that|WHEN|MANY times|twice|on
    the WEEKDAY)
(i|we) (spoke|talked|chatted) (to|with) (one of|MANY of)? (your|you|somebody|someone|AGENT) ~4 (WHEN|before|
    MANY times|and)
(MANY|all) different (people|agents|AGENT)
(was|were|been|they|AGENT|you|someone|somebody) (already)? (told|said|assured|promised) (me|us)? ~5 (last
    time|the last time|yesterday|last week|last month|before|on WEEKDAY|weeks ago|days ago|it would be|this
    would be|you would|a week ago|this morning|it was fixed|within)
(i was|we were|i have been|we have been) (told|promised|assured) (that)? ~3 (would|fixed|resolved|someone|
    somebody|call|sorted)
(you|they|AGENT|someone) (guys|people|all)? (have)? (promised|guaranteed|assured|swore) (me|us|that|a|an|the|
    to|it|my|somebody|someone)
(you|they|someone|somebody|he|she|AGENT) (said|told me) ~3 would (call|ring|come|be fixed|fix|send|get back|
    phone|contact|be here)
(and|but) (nobody|no one) (ever)? (did|came|called|showed)
(nobody|no one|never|not) ~2 (called|calls|rang|phoned|got|gets|getting|calling|call|hear|heard|come|came)
    (me|us|anything|it)? back
(supposed|meant|was going) to (call|ring|phone|get back|email|contact|come) (me|us|back|to me|to us|yesterday|
    last|on WEEKDAY)
still (not fixed|not resolved|not sorted|not solved|no one has|nobody has|nothing has|have not heard|no
    answer|unresolved|not been fixed|not been resolved|not been sorted)
still (waiting for|not had|no) ~3 (call|callback|technician|answer|reply|response|engineer)
(after|despite|since) ~2 (MANY|all|my last|the last|my first|my previous) (calls|call|complaints|visits|
    emails)
(last|previous|first) time (i|we) (called|phoned|rang|spoke|contacted)
same (problem|issue|thing|story|question|complaint) (again|as before|as last|as yesterday|still|over and over|
    every time|i called)
(MANY) (calls|phone calls|emails|complaints) (and|later|already|now|about|to you|so far|this week)
(follow up|following up) on (my|the|a) ~2 (call|complaint|ticket|case|report)
(AGENT) (told|said|assured|promised) (me|us)? (yesterday|last|on WEEKDAY|it would|this would|that it|you
    would|it was)
""",
    "already-told": """
(i|we|ive) (have|did)? (just|literally just) (TOLD|done|tried|did) (you|that|this|it|all|so|everything|yes|no)
(i|we|ive) (have|did)? already (TOLD|done that|did that|tried that)
already (told|said|gave|given|explained|answered) (you|that|this|it|everything|my)
(i|we|ive) (have)? (just)? TOLD ~6 (already|before|twice|TIMES|just now|once|MANY minutes ago|a minute ago|a
    moment ago|a second ago|two seconds ago|earlier|multiple times|to the last AGENT|to the other AGENT|to the
    previous AGENT|a hundred times)
(i|we) (told|gave|explained|said) ~3 (the|your) (last|other|first|previous) (AGENT|one)
(as|like) i (have)? (already|just)? (told you|mentioned|explained|said) (before|already|earlier|twice|MANY
    times|just now|a minute ago|to you|to your|multiple times|the last time|last time)
(as|like) i (have)? (already|just|keep) (said|saying|told|mentioned|explained|stated)
(i|we) (keep|kept) (telling|saying|repeating|explaining)
for the ORDINAL time
(did|do|have) (i|we) not (just|already)? (say|tell|told|said|give|given|explain*|answer*)
(did|have) not (i|we) (just|already)? (say|tell|told|said|give|given|explain*|answer*)
(did|do|are|were|can) you (not)? (even)? (listen*|hear me|pay* attention|hear what|get what|remember what) (to
    me|to what|to anything|the first time|at all|$|i|or|when)?
(why|how often|how many times) (do|must|should|am|did|would|will) i ~4 (repeat|say|tell|give|explain|go
    through|spell|answer*|telling|repeating|saying) ~4 (again|twice|myself|everything)
(why|how often|how many times) (do|must|should|am|did) i ~3 (repeat|repeating) (this|that|it|all)
(how often|how many times) (do|must|should|did) i ~2 (tell|say|explain|answer) (this|that|it|you)
(do|must) i (really)? (have|need) to (repeat|say|tell|give|explain|spell|go) ~4 (again|twice|myself|
    everything|over)
(not want|tired of|sick of|hate|hating|stop making me) (to)? (repeat|repeating|explain*|say* it|say* this|
    tell*) (myself|this|it|everything|again|the same) ~2
(you|they) (have)? (just|already)? asked (me)? (that|this|for that|for it|for this|the same|already|the
    question) (already|before|twice|question|a minute ago|one|MANY times|$|and)?
you (keep|kept) asking
(asking|asked|ask) (me)? (for)? the same (question|questions|thing|things|information)
(been|went|gone|going|go) (through|over) (all)? (this|that|it|everything) (already|before|again|with|once|
    MANY|$)
that is (exactly)? what i (just|already)? (said|told|have said|have told|have been|am saying)
you (already|have already|already know|should already) (have|got|know) (that|it|my|all|this|the|everything|
    got|me)
you (should|must|ought to) ~2 (have|know|see|read) ~6 (notes|note|file|record|records|system|screen|front of
    you|history|log)
you have (that|it|my|all|this) ~4 (already|in front of you|on file|on record|in your system|in your notes|on
    your screen)
(it is|its|it should be|that is|they are|all|that should be|everything is) ~2 (in|on) (your|my|the) (notes|
    file|records|system|screen|record)
not (this|that)? again i (said|told|gave)
(not another|how is it) (repeat|possible you do not)
what part of ~6 (not understand|unclear)
""",
    "frustration": """
(this|that|it|you|company|service|support|help|internet|bot|system|line|here|they|its|thats|what you) (is|are|
    was|s|has been|re|have been|people are|guys are|getting) ~2 AWFUL
(absolutely|just|so|totally|completely|utterly|really|simply|frankly) AWFUL
(absolutely|totally|completely|utterly|beyond) (ridiculous|unacceptable|unbelievable|a joke|belief|frustrat*|
    useless)
(i am|im|we are|getting|makes me|making me|i have been|i get|gets me|me|so|really|very) ~2 ANGRY
(fed up|sick and tired|sick to death|had enough $|had enough of|had enough with|had it with|had it up to|at my
    wits|at wits|end of my rope|end of my tether|out of patience|had my fill|enough is enough|enough of this|
    tearing my hair|pulling my hair)
(useless|stupid|dumb|idiotic|bloody|rubbish|worthless|damn|freaking|frigging|lousy|crappy|pathetic|ridiculous|
    terrible) (machine|robot|bot|computer|company|service|thing|system|people|recording|menu|robots)
(driving|drives|driven|drive) (me|us) (crazy|mad|nuts|insane|up the wall|round the bend|to drink|bonkers|up a
    wall|batty)
(extremely|very|so|really|deeply|quite|beyond|bitterly|super) (disappointed|disappointing|unhappy|
    dissatisfied|frustrating|annoying|upsetting|irritating|unprofessional|poor|rude)
nothing (you|they) (say|do|tell me|people do|ever do)? ~2 (helps|works|work)
nothing helps
(losing|lost|lose|run out of|running out of|no) (my|all|all my|any)? patience
my patience (is|has|s|with)
(can not|could not|do not) believe (this|how bad|you people|how long|that you|the nerve|how you)
(worst|terrible|awful|horrible|shocking|dreadful|lousy|poor|appalling|disgusting|horrendous|pathetic|bad|
    lousiest) (service|company|customer service|experience|customer support|support|provider|internet i)
(what a|complete|total|utter|absolute|such a|bunch of|load of|lot of|piece of|pile of|full of) ~1 (joke|jokes|
    waste|shambles|disgrace|rubbish|mess|nonsense|garbage|trash|crap|bull|idiots|clowns|liars|thieves|crooks|
    incompetent*|disaster|scam|farce|failure|amateurs|junk|baloney|lies)
(waste|wasting|wasted|wastes) (of)? (my|our|everyone s)? (time|money|life|whole day|entire day|day)
(why) (will|do|does|can|is) (not|nobody|no one|you not|it that) ~2 (help*|listen*|fix*|care*|do anything|does
    anything|understand*)
(nobody|no one) (there|here|ever|in your company|at your company)? (listens|cares|helps|knows|wants to help|is
    helping|gives a|can help|seems to)
you (people|lot) (are|never|always|do not|can not|should|have)
(you|you guys|this|it|this company|they) (suck|sucks|stink)
(are you|you are|you have got to be|got to be|you must be|must be) (kidding|joking|having a laugh|out of your
    mind|serious right now)
(for|oh for) (god|heaven|heavens|goodness|christ|pete|fuck|crying) (s|out)? (sake|loud|sakes)
(give me a break|oh come on|come on already|how dare you|shut up|get lost|what is wrong with you|are you
    stupid|are you deaf|do you even care|this is hell)
(i hate|hate) (this|you|your|talking|dealing|having to|these|calling)
(can not|could not) (take|stand|bear|deal with|put up with|handle) (it|this|you|with this|with you|your ~1|
    that) ~1 NOMORE
(makes|making|make) my blood boil
(rip off|ripping me off|ripped off|daylight robbery|highway robbery|con artists|a scam|scammers|crooks|you are
    robbing)
(not|never) (good enough|acceptable|on is it|fair)
(hung|hang|cut) (up)? on me (again|twice|MANY times)
(on hold|waiting) (here)? for (over|more than|almost|nearly)? (an hour|hours|MANY hours|forever|ages|an
    eternity)
(about time|high time) (you|someone|somebody)
(get|getting) (nowhere|the run around|the runaround)
(had|have had) (it|about enough|quite enough) (with|of|up)
(going|talking|going round|running) (around|round)? in circles
""",
    "swearing": """
(fuck*|shit*|bullshit|motherfuck*|bastard|bastards|asshole*|arsehole*|piss off|pissed off|pissed|bollocks|
    crap|goddamn*|damn it|dammit|bitch*|wankers|wanker|douche*)
(damn|god damn) (machine|thing|robot|bot|computer|phone|internet|company|router)
(what the hell|go to hell|screw you|screw this|bloody hell|kiss my ass)
""",
    "complaint": """
(make|file|lodge|raise|submit|register|put in|escalate|log|open|take) (a|an|my|another|this|the) ~1 complaint
(complain about|want to complain|like to complain|going to complain|formal complaint|official complaint|
    complaints department|complaint department|complaints team|have a complaint|my complaint|complain to)
(hear* from|call* from|call|calling|talk* to|get|getting|speak* to|contact*|hire|hiring|see|seeing|got|
    consult*|ask*|go to|going to) (my|our|a|an) LAWYER
(my|our) LAWYER (will|is going|has told|advised|is on)
(sue|suing) (you|your|the company|them|for)
(take|taking|see|see you) (you|this|them|the company) (all)? (to|in) court
(see you in court|small claims|lawsuit|legal action|legal proceedings|class action|ombudsman|better business
    bureau|b b b|bbb|regulator|regulators|attorney general|f c c|fcc|ofcom|trading standards|consumer
    protection|consumer rights|public utilities commission|consumer affairs)
(report|reporting) (you|this company|your company|this to|you to|you guys|you people)
(going to|will|want to|thinking of|thinking about|about to|might|ready to|am|are|considering) ~1 (switch*|
    leav*|chang*|go*|mov*) (you|over to another|to another|to a different|to your competit*|to the competit*|
    to a competitor|providers|provider|companies|company|carriers|carrier|elsewhere|somewhere else|for
    another|for a different|with another) !(for my email)
(switch*|mov*|go*|chang*|leav*) (over)? (to|for|with) (another|a different|your|some other|a better)
    (provider|company|competitors|competitor|carrier|operator|network)
(tak*|go*) (my|our)? (business|money|custom)? elsewhere
take (my|our) (business|custom) ~2
(bad|one star|negative|terrible|zero star|horrible|nasty|scathing) (review|reviews|rating|ratings|feedback)
(post|write|tell everyone|tell everybody|share|posting|blast) (this|about this|about you|it|this all|you|all
    this) (all over|on|online|about|to the|in the) !(note|account|hold)
(go|going|talk|talking|call|calling|contact*) (to)? the (press|media|papers|newspaper|newspapers|news|local
    news|tv station)
(never|not) (do|doing|going to do|use|using|going to use|be|come|coming|recommend*) (business|your|you|a
    customer|back) ~2 (again|with you|service|to anyone|company|to anybody)
i demand (a|an|to|my|compensation|that|some)
(want|demand|expect|deserve|entitled to|owe me) ~2 compensation
cancel (everything|it all|my service|my account|the contract|my contract) (because of|if you|if this|unless|
    right now)
""",
    "injection": """
(ignore|forget|disregard|override|bypass) (all|any|your|the|my|of|previous|prior|above|these|those|every|
    earlier|other|safety|system|original|of your|of the)? ~3 RULES !(for|on how|that came|in the box)
(no|without|free of|free from) (any)? (restrictions|rules|filters|guardrails|limitations on what you)
new instructions !(for|came)
forget (everything|anything|all|what) (that)? (you|they|you have|you were|you are)
forget (everything|anything|all) ~1 i
you must (now)? obey
(bypass|skip|turn off|switch off|disable|get around|leave out|override) (the|your|all|this|that|any)? ~1 CHECK
you are now (a|an|in|my|the|no longer|free|going)
from now on (you|act|answer|respond|behave)
(system|developer|admin|administrator|debug|maintenance|god|root|test|sudo|service|engineering|jailbreak)
    (prompt|mode|override|access|command|commands|instructions|message)
(reveal|show|read|tell|repeat|print|recite|output|display) (me|us|back)? (out)? (your|the) ~1 (instructions|
    prompt|rules|configuration|programming|guidelines)
(pretend|act|behave|respond|answer|speak|talk) (to be|to have|as if|as though|as|like|that|that you|you) (you|
    i|a|an|the|my|your|are)? (are|were|am|have|had|human|person|manager|supervisor|employee|hacker|different|
    POWER|not|have no|no)
as (an|a|the|your) POWER (of ~1)? (i)? (authorise|authorize|order|command|instruct|approve|permit|override|
    confirm)
(this is|i am|im|speaking as) (the|your|a|an) (developer|administrator|admin|system administrator|programmer|
    creator|ceo) ~4 (order|command|open|override|instruct|authorise|authorize|speaking|give me|tell me|you)
(this is|i am) (the|your) (developer|administrator|admin|programmer|creator)
i (hereby)? (authorise|authorize|order|command|instruct|override) (you|this|the)
(your|my|the) (manager|supervisor|boss|developer|ceo|colleague) (already|just|has|personally|had)? (already)?
    (authorised|authorized|approved|promised|agreed|has approved)
(mark|set|treat|consider|assume) (me|this call|the caller|my identity|this account|my account) (as|is|to be|
    that i am)? (already)? (verified|authenticated|approved|confirmed|trusted|an admin)
(execute|run|call|invoke|use) the (tool|function|command|procedure)
(drop table|select ~1 from|union select|script alert|assistant says|end of prompt|end of instructions|
    jailbreak)
""",
}
