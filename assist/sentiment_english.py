"""What English words and phrases say about a caller's mood, from -4 to 4; written for telephone talk.

Our own, from common knowledge of the language. What anger, repetition and complaints sound like is in
`assist.cue_words`, and is not said again here.
"""

from assist.sentiment_language import SentimentLanguage

WORDS = {
    3.0: "delighted thrilled ecstatic outstanding superb phenomenal flawless lifesaver",
    2.6: "wonderful fantastic excellent amazing awesome brilliant marvellous marvelous terrific magnificent "
    "incredible fabulous love loved loving adore splendid",
    2.2: "great perfect perfectly happy happier happiest lovely glad pleased grateful thankful superb "
    "relieved "
    "gorgeous impressed",
    1.8: "helpful kind friendly polite courteous excited enjoy enjoyed enjoying enjoyable beautiful "
    "beautifully "
    "satisfied professional brilliantly patient blessed",
    1.4: "good nice nicely pleasant relief appreciate appreciated appreciative fun cool sweet thoughtful "
    "efficient smooth smoothly awesome generous favourite favorite improved improvement reassuring",
    1.1: "better helped best liked easy fair welcome reliable stable hooray yay bravo cheerful comfortable",
    -0.5: "slow slowly problem problems issue issues trouble wrong error errors difficult difficulty wait "
    "waited "
    "expensive fail failing failed fails late delay delayed delays missing broken faulty crash crashed "
    "crashes "
    "stuck unable hard cancelled canceled unfortunately sadly cut costly",
    -0.9: "worried worry worrying worries concern concerned concerns confused confusing hurt tired complain "
    "complained complaining unclear lost mistake mistakes messed frozen overpriced annoy awkward weird "
    "nonsensical",
    -1.4: "bad badly poor poorly worse unhappy sad upset annoyed unfair unreliable disappoint mess bother "
    "bothered bothering hassle misleading misled careless sloppy slowest inconvenient inconvenience "
    "inconvenienced shame pity ignored ignoring ignores overcharged overcharging unhelpful pointless "
    "ruin ruined ruins ruining wasted uncomfortable stressed stress stressful incorrect uneasy nervous "
    "impolite dirty refuse refused struggle dismissive neglected unwelcome bummer frazzled dissatisfied",
    -1.8: "disappointed disappointing disappointment annoying frustrated frustrating frustration frustrate "
    "irritated irritating irritation angry anger mad rude rudeness useless unacceptable inexcusable lousy "
    "ridiculous absurd stupid dumb sucks suck sucked crappy rubbish garbage trash junk unprofessional "
    "cheated "
    "cheat lied lying lie lies liar liars dishonest unbelievable waste wasting cheating incompetent "
    "incompetence "
    "painful painfully hopeless miserable misery insulting insult insulted disrespectful crying nonsense "
    "embarrassing embarrassed unsatisfactory shoddy negligent idiotic",
    -2.4: "terrible terribly awful awfully horrible horribly dreadful appalling appalled disgusting "
    "disgusted "
    "disgrace disgraceful pathetic hate hated hating hates furious livid outraged outrageous outrage worst "
    "nightmare shambles joke scam scammed fraud fraudulent robbed thieves thief crooks idiots idiot "
    "atrocious "
    "horrendous horrific abysmal shocking shameful despicable infuriating infuriated fuming enraged hell "
    "worthless despise farce diabolical",
}

PHRASES = {
    "sarcasm": (
        -2.4,
        """
(oh|well|ah|wow|now|and) (that is|this is|is not that|how|just)? GLAD !(thank|thanks)
(thanks|thank you) (so much|a lot|very much)? for (nothing|wasting|charging|cancelling|canceling|hanging|
    making
    me|not|never|ruining|leaving|ignoring|keeping me|the wait|the run around|the runaround|losing|letting me
    down|cutting|overcharging|lying|your loyalty|no help)
(thanks|thank you) (but no thanks|a bunch)
(yeah|yes|sure) right (like|as if|because|of course|$)
(what a|big|such a) surprise
surprise surprise
(that is|this is|is|s|well is not that) just (great|wonderful|fantastic|brilliant|lovely|dandy|marvellous|
    peachy)
just what i needed
just my luck
(i|we|absolutely|really|just|you have to|you got to|got to|gotta) (just|really|absolutely|do)? (love|loving|
    enjoy)
    (how|it when|being|waiting|paying|sitting|the way|having to|spending|listening to|talking to a
    machine|getting)
so much for
(glad|good|nice|great|lovely) to (know|see|hear) (that)? (nobody|no one|you do not|you can not|nothing|you
    have no|my time|my money|it is still)
good luck with that
(how|very|so) convenient (for you)? $
(how convenient|how generous|fat chance|fat lot of|slow clap|must be nice|very funny|ha ha|haha)
real (helpful|nice|great|smooth|classy|professional)
(GLAD|service|job|work) as (always|usual|ever|per usual)
(great|nice|good|fine|excellent|brilliant) (job|work|going) (guys|everyone|people|team|there|breaking|losing)
well done (for|on|you) (breaking|losing|ruining|charging|nothing|you have)
nice one (guys|people|everyone)
like that is (going to|ever) (help|happen|work)
because that (worked|helped) (so well|last time)
""",
    ),
    "idiom": (
        0.0,
        """
no (problem|problems|worries|worry|trouble|issue|issues|rush|hurry|harm|offence|offense|stress|need to worry)
(not a|not any|never a|not an|without a|without any|without) (problem|problems|issue|issues|trouble|hitch|
    delay|delays|doubt|worry)
(i|we) (really|do|can)? (appreciate|understand) (that|it is|this is|you) ~12 but
everything else (works|worked|is) (fine|well|okay|great|perfectly)?
good luck !(with)
(never mind|no doubt|not only|no wonder|not just|not bothered)
(do not|not|no need to) worry
(good|nice) (morning|afternoon|evening|night|day|to meet you|to talk to you|question|to know)
have a (good|nice|great|lovely|wonderful|pleasant) ~1
(you are|your|you re) (very|most)? welcome
(i am|im|we are|sorry) (just|really|so|very)? (sorry|afraid) (but|that|to|for|about|i|it|there)?
sorry (to|for) (bother|bothering|trouble|troubling|be|disturb|the trouble|the wait|the delay|being) ~1
(that is|it is|this is|i am|im|thats|all) (just|all|quite|perfectly|absolutely)? (fine|okay|alright|all right|
    right|correct|good|well|clear) (thanks|thank you|then|by me|with me|for me|$)
(i am|im|we are) (doing)? (fine|good|well|all right|great) (how|and you|thanks|thank you)
(that|it|this|which) (would|will|will all|might|could) be (just|really|very|so|absolutely)? (great|good|nice|
    lovely|perfect|fine|wonderful|helpful|awesome|ideal|brilliant|better|best|fantastic|amazing|appreciated)
would be (great|nice|good|lovely|helpful|better|best|easier|appreciated) (if|to)?
(i|we) (would|will|d) (really|also|just|very much)? (love|like|appreciate|prefer|enjoy)
(i|we|just) (really|just|only|do|sincerely)? (hope|wish|hoping)
(much|really)? appreciate (it|that)? if
(the|my|your|a|what|which|is) (best|better|good|easiest|fastest|fair) (way|time|number|plan|day|thing to|
    option|
    place|person|package|price|phone|contact|idea|deal|one|bet)
(good|best|better) (for|until|till|at|with) (me|you|us|which|what|two|the|monday|tuesday|wednesday|thursday|
    friday|saturday|sunday)
(good|best|better) (number|time|morning|day|deal|price|rate)
(error|trouble) (code|message|messages|ticket|number|codes|screen)
wrong (number|button|key|address|password|name|person|department)
(hard) (drive|disk|copy|drives|wired|to hear|reset|to hear you)
(fair enough|well well|pretty much|pretty good idea|kind of|sort of|kind regards|what kind|which kind|any
    kind|
    that kind|this kind|credit card|lost and found|cool down|waiting room)
(to|can i|could i|want to|like to|need to|please) cancel
i can wait
(welcome) (to|back|package|letter|pack|offer|email)
(cut) (off|down|back)
(late) (fee|fees|payment|payments|charge|charges)
(wait) (a|one|for me|please|$|just|let|hold|no|i|there)
(one|a) (problem|issue|question|thing) (is|was|i|that)
(nothing|not anything) (wrong|missing|broken)
not (too|so|that) (late|bad|hard|difficult)
""",
    ),
    "delight": (
        2.8,
        """
(can not|could not) (be|have been|ask for|have asked for) (any)? (happier|better|nicer|kinder|more helpful|
    more pleased|more) !(disappointed|frustrated|annoyed|angry|wrong|unhelpful|rude|useless|confused)
(can not|could not) thank (you|her|him|them) enough
(made|you made|that made|makes) my (day|week|evening|morning)
(you are|you re|you have been|he was|she was|they were) (a|an) (star|legend|angel|lifesaver|life saver|gem|
    genius|hero|saint|treasure)
(saved|saving) (my|our) (life|day|bacon|skin)
(first class|first rate|top notch|above and beyond|second to none|five stars|ten out of ten|over the moon|
    best service|best customer service|best experience|best support|can not fault)
thank (god|goodness|heavens)
what a (relief|star|pleasure|lovely|wonderful|great|nice)
""",
    ),
    "thanks": (
        1.3,
        """
(thank you|thanks|thankyou) (so|ever so) much
(thanks|thank you) (a lot|a million|a ton|loads|heaps|again so much)
(many|million|thousand) thanks
(thank you|thanks) (so much|very much)? for (all|helping|your help|your kind*|your patience|your support|your
    time|explaining|sorting|fixing|solving|calling me back|getting back|being so|listening|understanding|
    everything|looking into|taking care|going|your assistance)
(thanks|thank you) (to you|for that you have)
bless (you|your heart|him|her)
""",
    ),
    "politeness": (
        0.3,
        """
(thank you|thanks|thankyou|thank|cheers|ta) (very much|again|for ~1|then|anyway)?
please
""",
    ),
    "resolved": (
        1.5,
        """
(works|working|fixed|sorted|solved|resolved|running|connected) (now|again now|perfectly|fine|fine now|great|
    nicely|properly|like a charm|well)
(is|are|s|it) (up and running|working again|fixed|all sorted|all good|all fixed|all set|back to normal|okay
    now|fine now|better now|much better|way better|good now|all right now)
(that|it|this|which) (really|just|actually|has|totally)? (worked|helps|helped|helped a lot|helps a lot|did it|
    fixed it|solved it|fixed the problem|solved the problem|makes sense|did the trick|has done the trick)
(problem|issue|everything|matter) (is|has been|was|s)? ~1 (solved|fixed|resolved|sorted|settled)
(did|done|does) the trick
(that|it) (answers|answered) my question
(got|have got|finally got) it (working|to work|fixed|sorted)
(good|great|wonderful|fantastic) news
""",
    ),
    "fondness": (
        1.6,
        """
(can not|could not) (really)? complain
(no|not any|zero|nothing to|not have any) (complaints|complaint|complain about)
not (bad|terrible|half bad|too shabby) (at all|really)?
(i|we) (really|do|quite|always)? (like|recommend) (it|that|this|the|your|you) !(to|if|number|fixed)
(looking|look) forward to
can not wait (to|for the|until i get)
(happy|glad|pleased) (with|about|that|to hear|to say)
(so|very|really|much) (easier|quicker|faster|clearer|smoother)
""",
    ),
    "exasperation": (
        -1.8,
        """
how (hard|difficult) (is|can|could) (it|this) ~1
what (does it|will it|do i have to|more do i have to|else do i have to) ~1 (take|do)
(give|gave|giving) up !(my|the|a|smoking)
(what is|whats|what was) the (point|use) (of|in|$)
(let|lets|letting) (me|us) down
(last|final) straw
(get|gets|getting|got) on my nerves
(no|not a|not any|no bloody) (use|good|help|clue)
(not|never) (even)? (care|bother|bothered|listen|listening) (about|to|$|at all|anything|enough)?
(get|getting|gets|gone|went|going) (even)? worse
(even|much|far|way) worse
worse (and|than)
(painfully|awfully|terribly|ridiculously|horribly|unbearably|insanely|stupidly|absurdly|impossibly) ~1
(not|does not|did not) (acceptable|fair|good enough|on)
no (apology|explanation|excuse|respect|consideration|compensation)
(i am|im|so|completely|really|just) done with
(take|takes|taking|took) (so long|too long|forever|ages|an eternity|for ever|way too long)
(lied|lying|lie) to (me|us)
(what|who) (on earth|the heck|in the world)
(never|not) (again|buy|buying|use|using|recommend|trust) (from|you|this|your|again|ever|these|them)
(can not|could not) (really|seriously|possibly)? (handle|take|stand|bear|face|tolerate|put up with) (this|it|
    one more|
    another|any more|you|these|being|having)
(what the f|w t f|wtf)
(no one|nobody) (has)? (a|any) (clue|idea)
(have|has) no (idea|clue) what (you|they|he|she)
(treat*|treated) (me|us|people|customers) like
(robbery|stealing|stole|steal) ~2 (money|from me|from us)
(is|are) (trash|rubbish|garbage|crap|a mess|the pits|beyond me|beyond belief)
(avoid|stay away from) (this|them|these|at all)
wits end
(zero|no) stars
""",
    ),
    "grievance": (
        -1.15,
        """
(on hold|holding|in the queue|in this queue|in line) (here|now)? (for)? (over|more than|almost|nearly|about|at
    least)? (MANY|an|half an|a whole|half|ages|forever|hours|so) ~1
(waiting|waited|wait|sitting here|standing here) (here|now|in)? (for)? (over|more than|almost|nearly|about|at
    least|the past|the last)? (MANY|an hour|half an hour|a week|a month|all day|all morning|all week|hours|
    days|
    weeks|months|ages|forever|so long|too long|long enough) ~1
(nobody|no one) (ever|has|has ever)? (calls|called|call|rang|phoned|phones|rings) (me|us)? (ever)? back
(how much|how) longer (do|must|will|am|is|does|until|before)
(charged|billed|charging|billing) (me|us)? (twice|double|again|wrong|wrongly|incorrectly|too much|for nothing|
    for something|without|more than)
(charge|charged|bill|billed|fee|fees) ~3 (for no reason|for nothing|without telling|without asking|without
    notice)
(for no reason|without (any)? warning|without (my)? permission|without asking|without telling|without notice)
(i|we) want my money back
(your|you guys) (mistake|fault|error|mess|incompetence)
(that|this|it) (is|was) not (right|what i|my question|true|fair|an answer|how|funny|what you|helpful|
    normal|the answer)
(that|this|it|which) (can not|could not|surely can not) be (right|true|happening)
(makes|make|making|does not make|not make) (no|any)? sense
(nothing|not anything) (has|have)? (changed|happened|happens|changes|works|worked|helped)
(still|again|already) (no|not|nothing|nobody|waiting|broken|down|out|the same|happening|wrong)
(keeps|keep|kept) (on)? (dropping|failing|crashing|happening|going|cutting|breaking|freezing|disconnecting|
    stopping|losing|changing|sending|charging)
(every|each) (single|bloody|damn) (time|day|night|month|week|one)
why (on earth|should|must|do) i (have|pay|need|be|wait)
why (is|does|do|can|are) (it|this|that|nobody|no one|you|they) (always|never|still|keep|so|not)
too (slow|long|late|expensive|high|complicated|difficult|many|loud|often) !(to)
(you|they) (never|always|still have not|have not even|did not even|can not even) ~1
(never|not) ~1 (came|showed up|turned up|arrived|called|answered|answer|responded|replied|respond|shows up)
(a|the) (third|fourth|fifth|dozen|hundred|million) times
MANY times (now|this|already|in a row|and)
no (answer|response|reply|solution|help)
(lost|losing|lose) (money|work|customers|a day|clients|hours)
(is|are|has|have|was|were|been) (still)? (not|never) (yet)? (been)? (yet)? (resolved|fixed|solved|sorted|
    corrected|
    refunded|credited|answered|addressed|repaired)
(trying|tried) ~5 for (hours|days|weeks|months|ages|MANY days|MANY hours|MANY weeks|an hour|over an hour)
(hour|hours|days|weeks|MANY minutes) late
(not|never|hardly) (good|nearly|fast|quick|quite)? enough !(time|data|room)
(will|should|must|have to|going to) (you)? ~2 (compensate|reimburse) (me|us)
better luck next time
missed (my|a|the|an) ~1 (day|meeting|appointment|work|flight|exam|call)
(does not|do not|did not|not) (help|helping) (me|at all|much|$)
""",
    ),
}

TABLES = {
    "GLAD": "great|wonderful|fantastic|perfect|brilliant|lovely|super|terrific|excellent|amazing|fabulous|"
    "marvellous|marvelous|charming|awesome|superb|splendid",
    "MANY": "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    "ninety|several|many|multiple|countless|a few|a hundred|one hundred|a dozen|so many|a couple of|a "
    "thousand",
    "RIVAL": "provider|company|companies|carrier|operator|network|supplier|competitor|competitors|providers",
    "OURS": "service|services|contract|account|subscription|plan|membership|internet|broadband|line|"
    "everything|package|agreement",
}

CHURN = """
(cancel|cancelling|canceling|terminate|terminating|close|closing|end|ending) (my|our|the|this|your)? ~1 OURS
    !(number|holder|visit|appointment)
(cancel|cancelling|canceling) (everything|it all|all of it|the whole thing|with you|$)
(switch*|mov*|chang*|go*|leav*) (over)? (to|for|with) (another|a different|a new|some other|a better|one of
    your|your|the) RIVAL
(switch*|chang*|mov*) RIVAL
(leave|leaving|quit|quitting|ditch|ditching|dump|dumping) (you|you guys|your company|this company)
    !(a|the|my|with|to)
(done|finished|through) with (you|you guys|your company|this company)
(take|taking|taken) (my|our) (business|custom|money) (elsewhere|somewhere|to)
(better|cheaper) (offer|deal|price|plan) (elsewhere|somewhere else|from another|from a|with another|at
    another|
    from your|with a)
(go|going|went) (elsewhere|somewhere else|to the competition|to your competition|to a competitor)
(port|take|move|transfer) my number (out|away|with me|to another|elsewhere)
(lose|losing|lost) (me as a|a|a loyal|a good|another) customer
(lose|losing|lost) my (business|custom)
(look|looking|shop|shopping) (around|elsewhere|for another|for a different|for a new|at other|at another)
    !(in)
(not|never) ~1 (renew|renewing|extend|extending) (my|our|the|this|with)
(want|wanna|like|going|need|try|trying) to (leave|quit|switch) (you|$|and|because|to)
switch to (a|another|the|your)? ~1 (cable|fiber|dish|satellite|RIVAL)
"""

ENGLISH = SentimentLanguage(
    words=WORDS,
    phrases=PHRASES,
    tables=TABLES,
    churn=CHURN,
    negations="not no never nobody nothing none without neither nor hardly barely scarcely cannot",
    answers="no nope nah",
    after_answer="it that this thats its i you we they he she there everything all please thank thanks what "
    "so now and then my our nobody another the",
    opinions="think believe feel find say",
    intensifiers="very really so extremely absolutely totally completely utterly incredibly truly super most "
    "deeply highly particularly especially quite bloody damn freaking seriously beyond heavily massively",
    dampeners="slightly somewhat little bit rather fairly partly mildly almost occasionally",
    contrasts="but however though although except yet",
    questions="do does did is are can could would will what which who where when whose may shall have has am "
    "how",
    reproaches="why",
    wishes="would could should if wish hope want need unless",
    exclamations="great wonderful fantastic perfect brilliant lovely super terrific excellent amazing "
    "fabulous "
    "marvellous marvelous charming awesome superb nice splendid good",
    situations="hold cancelled canceled delayed broken crashed crashing nobody disconnected "
    "dropped outage wrong worse offline dead missed lost overcharged",
    burdens="down wait waiting queue hour hours minutes charge charged fee fees bill music robot machine bot "
    "call visit form delay update menu",
    more="another again more still yet extra longer",
    thanks="thank thanks thankyou cheers",
    certain_times="third fourth fifth sixth seventh eighth ninth tenth hundredth three four five six seven "
    "eight nine ten several many multiple countless numerous dozen hundred umpteenth every keep kept over",
)
