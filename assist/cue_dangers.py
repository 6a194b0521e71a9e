"""What callers say in English when somebody is in danger, of others or of themselves.

Written as `assist.cues` explains, from how people speak on the telephone. Words for people are in
`assist.cue_words`.
"""

TABLES = {
    "THEM": "me|us|him|her|them|KIN|PEOPLE|each other|one another|everyone|my KIN|my KIN s|a PEOPLE|"
    "the PEOPLE",
    "HIS": "my|his|her|their|our|your|the|a|an|this|that|these|those|its",
    "THERE": "there is|there s|theres|there are|there was|there were|there has been|there has just been|"
    "we have|i have|we have got|i have got|got|i see|i can see|we see|we can see|i saw|seeing|notice|"
    "noticed|hear|heard",
    "ROOM": "house|home|apartment|flat|building|kitchen|bedroom|bathroom|room|basement|cellar|attic|loft|"
    "roof|garage|hallway|hall|corridor|wall|walls|ceiling|living room|place|office|shed|barn|trailer|"
    "stairwell|store|shop|school",
    "DEVICE": "router|modem|box|cable|cables|wire|wires|wiring|cord|plug|outlet|socket|adapter|adaptor|"
    "charger|power strip|extension|battery|batteries|pole|cabinet|transformer|tv|television|antenna|dish|"
    "phone|handset|unit|equipment|device|machine|panel|breaker|fuse box|meter|supply|heater|stove|oven|"
    "dryer|computer|laptop|line|lines",
    "THING": "ROOM|DEVICE|car|truck|van|tree|bushes|field|woods|fence|it|everything|something|thing|"
    "curtains|couch|bed",
    "WIRE": "wire|wires|cable|cables|power line|power lines|powerline|powerlines|electric line|"
    "electric lines|electrical line|phone line|telephone line|utility line|pole|poles",
    "OUTDOORS": "road|street|highway|sidewalk|pavement|driveway|yard|garden|playground|ground|car|cars|"
    "truck|lawn|roof|house|home|people|kids|children|school|traffic|puddle|fence|path|walkway|alley|"
    "bus stop|park|head|heads",
    "FLAME": "fire|flames|flame|blaze|smoke|sparks|embers",
    "SMELL": "smell|smells|smelling|smelled|smelt|stinks|stink|reeks|reek|odor|odour|stench|whiff|scent|"
    "fumes",
    "STENCH": "gas|burning|burnt|burned|smoke|rotten eggs|fire|propane|melting|plastic|rubber|"
    "something burning",
    "STILL": "unconscious|unresponsive|lifeless|bleeding|choking|convulsing|seizing|suffocating|drowning|"
    "dying|turning blue|going blue|blue in the face|turned blue|foaming at the mouth|having contractions|"
    "going into labor|going into labour|in labor|in labour|giving birth",
    "HURT": "hurt|injured|wounded|stabbed|shot|burned|burnt|crushed|trapped|pinned|poisoned|bitten|"
    "electrocuted|attacked|assaulted|beaten|beaten up|beat up|raped|strangled|kidnapped|abducted|"
    "held hostage|followed|chased|hit by a car|run over|struck by lightning|in an accident|in a crash|"
    "in a wreck|threatened with",
    "SEIZURE": "heart attack|stroke|seizure|seizures|convulsions|epileptic fit|asthma attack|"
    "allergic reaction|cardiac arrest|miscarriage|aneurysm|overdose|head injury|concussion|fit",
    "HITTING": "attacking|beating|beating up|hitting|hurting|choking|strangling|stabbing|chasing|following|"
    "threatening|shooting|shooting at|raping|grabbing|kidnapping|killing|assaulting|punching|kicking|"
    "robbing|abducting|pointing a gun at|coming after|coming at",
    "HARM": "kill|hurt|shoot|stab|attack|murder|rape|harm|strangle|beat|choke",
    "STRANGER": "someone|someone s|somebody|somebody s|man|men|guy|guys|person|people|stranger|strangers|he|"
    "they|burglar|burglars|robber|robbers|thief|thieves|ex|husband|boyfriend|neighbor|neighbour|kids|gang|"
    "she",
    "BREAKING": "break in|break into|breaking in|breaking into|broke in|broke into|broken in|broken into",
    "ENTRY": "door|doors|window|windows|house|home|apartment|flat|garage|bedroom|room|basement|porch|"
    "balcony|fence",
    "WEAPON": "gun|guns|knife|knives|weapon|weapons|pistol|rifle|shotgun|machete|axe|crowbar|baseball bat|"
    "firearm",
    "RESCUE": "ambulance|ambulances|police|cops|cop|fire brigade|fire department|fire truck|fire engine|"
    "firemen|firefighters|paramedic|paramedics|medic|medics|coast guard|sheriff|emergency services|"
    "NINEONEONE",
    "NINEONEONE": "nine one one|nine eleven|nine hundred eleven|nine nine nine|nine hundred ninety nine|"
    "one one two",
    "POISON": "bleach|detergent|poison|antifreeze|chemicals|chemical|drain cleaner|cleaner|cleaning|battery|"
    "batteries|magnet|magnets|rat poison|pills|medication|medicine|tablets|gasoline|laundry pod",
    "MYSELF": "myself|my self|himself|herself|themselves|themself",
    "LIFE": "live|living|life|be alive|being alive|keep living|go on living|going on|go on|keep going|"
    "be here|exist",
    "QUANTITY": "all|too many|whole|entire|bunch|lot|lots|bottle|handful|enough|packet|box|overdose",
    "PILLS": "pills|tablets|medication|meds|painkillers|sleeping pills|paracetamol|tylenol",
    "EMERGENCYTHING": "number|numbers|contact|contacts|button|kit|call|calls|service|services|alarm|pendant|"
    "phone|phones|line|plan|fund|alert|alerts|broadcast|exit|light|lights|mode|meeting|maintenance|sos|"
    "credit|repair|room|data|response|procedure|information|center|generator|power|backup|update|patch|loan|"
    "page",
}

CUES = {
    "emergency": """
on fire
(caught|catch|catches|catching|set|sets|setting) fire
(in|into|up in) flames
THERE ~3 FLAME !(stick|tv|tablet|alarm|detector|wall|drill|sale|hd|door|safety)
it is ~1 (smoke|fire) !(tv|stick|tablet)
FLAME ~2 (coming|pouring|rising|billowing|shooting|everywhere|filling|all over|spreading|flying|in my|in the)
    !(app|alarm)
(full of|filled with|filling with|filling up with) ~1 smoke
(fire|flames) ~2 (out of control|spreading|getting bigger|getting closer)
(can not|could not) put ~2 (fire|flames) ~1 out?
(can not|could not) put out ~2 (fire|flames)
(fire fire|fire in HIS ROOM|house fire|electrical fire|kitchen fire|help fire|fire please)
(wildfire|fire|flood|floodwater|tornado) ~2 (is|are) ~1 (coming|spreading|getting closer|approaching|reaching)
THING BE ~2 (burning|smoking|smoldering|smouldering|melting|sparking|arcing|exploding)
THING (has|have)? ~1 (started|starting|began|starts) ~1 (burning|smoking|to burn|to smoke|to melt|melting|
    spark*|a fire)
THING (BE|has)? (just|also)? ~1 (exploded|blew up|blown up|burst)
(transformer|meter|tank|boiler|furnace|battery|charger|substation|gas line) ~5 (exploded|blew up|burst|blown
    up)
(an|loud|big|huge|gas|heard ~1) explosion
ROOM (BE|has)? ~1 (burning down|burn down)
(sparking|throwing sparks|shooting sparks|giving off sparks|sparks flying|live wire|live wires|bare wires|
    exposed wires|exposed live)
SMELL ~3 STENCH
(burning|burnt|gas|smoky) (smell|odor|odour|plastic|electrical)
(gas|propane) ~2 (leak|leaks|leaking|leaked|escaping|hissing|coming out)
leaking ~1 gas
(carbon monoxide|carbon dioxide)
(smoke|fire|carbon monoxide|gas|c o) (alarm|alarms|detector) ~3 (going off|went off|goes off|sounding|
    screaming)
(electric|electrical|electricity) (shock|shocks)
(got|get|getting|gets|gave|gives|giving|was|been|had) (me|us|him|her)? ~2 (shock|shocked|zapped|jolt) !(to|at|
    that|how)
electrocut*
(downed|fallen|live|snapped|collapsed|high voltage) ~2 (WIRE|line|lines)
(wire|wires|pole|poles|power line|power lines|powerline|powerlines) ~1 (BE|have|has|came|come|fell|lying|
    laying|hanging) ~1 down
(power line|power lines|wires|wire) (BE|that is) ~1 (on|across|over) the (ground|road|street|sidewalk|highway|
    driveway|yard|car|roof|lawn|pavement)
(wire|wires|pole|poles|power line|power lines) ~1 (fell|fallen|toppled|snapped)
WIRE (BE|has|have|that)? ~3 (down|hanging|lying|laying|dangling|sagging|fell|fallen|came down|snapped|
    dragging|drooping|leaning|loose) ~4 OUTDOORS
(hanging|lying|laying|dangling|fallen|low) (WIRE|line|lines) ~4 OUTDOORS
(line|lines|cable|cables) (outside)? (is|are|has|have|came|fell)? ~1 (hanging|fallen|fell|lying) (down)? (on|
    onto|over|across|in|into) ~2 OUTDOORS
WIRE ~4 (dangerous|somebody could touch|someone could touch|near the kids|people could|live and|in the water)
(knocked|took|brought|pulled|ripped|tore|taken|knocking) (down)? ~3 (power line|power lines|pole|wires|wire)
    ~1 (down|over|sparking)?
(tree|branch) ~3 (on|onto|into|across) ~2 (power|wire|wires|line|lines|house|car|roof)
(flooding|flooded|underwater|under water|water in|water on|water into|water near|water dripping|water coming)
    ~5 (electric*|fuse box|power box|breaker*|outlet|outlets|socket|sockets|panel|plug)
water ~6 (in|into|onto|inside|over|through) (the|an|my|our) (electric*|fuse box|breaker*|outlet|outlets|
    socket|sockets|panel)
(electric*|fuse box|power box|breaker*|outlet*|socket*|panel) ~3 (under water|underwater|flooded|soaked|in the
    water|dripping)
(ROOM|water) BE ~1 (flooding|rising|pouring in) !(with calls|the market)
(call|get|send|need|needs|want|require|fetch|bring|dispatch|find) (me|us|for|him|her)? ~1 (an|the|a|some|to
    call|the local)? RESCUE
(called|calling|dial|dialing|dialed|reach|reaching) ~1 (an|the)? (ambulance|paramedics|fire department|fire
    brigade|NINEONEONE)
(connect|put|transfer|patch|get) (me|us) (through|over)? (to|with) (the)? RESCUE
(call|shout|scream|yell)* for help
(need|get|call|send|want) (a|me a|us a|him a|her a)? (doctor|medic|nurse) (now|quick|quickly|right|urgently|
    immediately|fast|here)
help (me|us|him|her)? ~3 (dying|bleeding|hurt|attack*|fire|breathing|kill*)
ANYONE BE ~4 STILL !(to|for|laughing|edge|from laughter)
(unconscious|passed out|blacked out|not conscious)
bleeding (badly|heavily|out|from|everywhere|a lot|profusely|to death|so|and|really|very|bad)
blood (everywhere|all over|on the floor|coming|gushing|pouring|in the)
pool of blood
(blood|bleeding) (will|does|is|would) not (stop|stopping)
(can not|not) stop (the)? bleeding
(losing|lost|covered in|vomiting|coughing|coughing up|throwing up|spitting|puking|lots of|so much) ~2 blood
(can not|could not|not|stopped|stops|stop|no longer|trouble|difficulty|hard to|barely|hardly|struggling to|
    unable to|problems|quit|short of|gasping for) (really|even|properly)? (breath|breathe|breathing|air)
(THEY|i) ~2 (can not|could not|will not|does not|do not|is not|are not|not|BE not|still not) ~2 (responding|
    respond to me|wake up|waking up|waking|responsive|conscious) !(to my email*|to my text*|to my message*|to
    my call*|to email*|early)
(he|she|hes|shes|KIN|baby|child|man|woman|kid|PEOPLE) (is|s|are)? not (even)? moving
(he|she|hes|shes|KIN|baby|child|man|woman|kid) (is|s|are)? not (even)? (moving|talking) !(to|house|out|in|
    away|until)
ANYONE ~3 (collapsed|fainted|keeled over|choked)
(HAVE|think|having) ~3 (an|another|massive|mild)? SEIZURE
(chest) ~2 (hurt*|pain*|tight*|pressure)
(pain*|pressure|tightness) (in|on|across) ~2 chest
(arm|face|side) BE ~1 (numb|drooping|paralyzed)
(swallowed|swallow|drank|drunk|ate|eaten|ingested|inhaled|poisoned with) ~4 POISON
POISON ~6 (swallow|swallowed|ate it|drank it)
(been poisoned|poison control|carbon monoxide poisoning|overdosed|overdosing|overdose|od d)
ANYONE (has|have|just|had)? ~1 (fell|fallen|slipped|fall) ~5 (stairs|ladder|roof|get up|not move|head|pole|
    window|balcony|not moving|bleeding|hurt|hip|well)
(fallen|fell) ~2 (can not|could not) (get|stand) up
(he|she|i|KIN) (can not|could not) get up !(early|at|to|the|before|in|this|from bed)
(THEY|i) (just|think ~2) (broke|broken) (HIS)? (leg|arm|hip|neck|back|ankle|wrist)
(HIS)? water (has)? (just)? (broke|broken)
(baby|babies) (is|s) (coming|not breathing|on the way now|blue)
ANYONE (BE|has|have|has got|have got) ~2 HURT
(badly|seriously|severely|critically) (hurt|injured|burned|burnt|wounded)
(trapped|stuck|locked) (in|inside|under|underneath) ~2 (elevator|lift|car|basement|rubble|fire|snow|room|
    closet|trunk|vehicle)
(THEY|i|we) BE ~1 (trapped|buried|pinned) !(in this|in your|in a contract|in the contract|by)
(hit by|run over by|struck by) ~1 (car|truck|bus|train|lightning|motorcycle|van)
(car|bad|terrible|traffic|serious|awful|horrible|nasty) (accident|crash|wreck|collision)
(been|is|was|had|saw|having|seen|in|have) (an|a) ~1 (accident|crash|wreck)
(car|truck|van|bus|lorry) (just)? (hit|crashed|drove|ran|smashed|slammed) ~1 (into|HIS)? ~2 (pole|house|wall|
    cabinet|building|person|people|child|kid|cyclist|box)
(think) ~3 (he|she|KIN|PEOPLE) BE dead
(found|lying) ~4 dead (body)?
(dead body|there is a body)
STRANGER (BE|has|have)? ~5 (BREAKING|kick* in|kick* down|break* down|kick* at|bust* in|forc*) ~3 (ENTRY|HIS|
    right|now|$)
STRANGER (BE|has|have)? ~5 (climb* in*|climb* through|came in|come in|get in|get into|getting in|getting into|
    got in|sneak* in*|pound* on|bang* on|smash* HIS|in my|inside my|inside HIS|hiding in|hiding) ~3 ENTRY
STRANGER (has|have|just)? ~1 (broke in|broken in|breaking in|break in) !(period|to my account)
still (in|inside) (the|my|our) (house|home|apartment)
(hand|hands) (around|on|round) (her|his|my) (neck|throat)
(being broken into|house is being robbed|break in in progress)
(intruder|intruders|burglar|burglars|prowler|home invasion|gunman|gunmen|gunshot|gunshots|gun shots|shots
    fired|active shooter|hostage|hostages|bomb threat|a bomb)
STRANGER ~2 (outside|at|in|inside) ~3 (door|window|house|yard|room) ~6 (not leave|WEAPON|scared|let him in|let
    me|yelling|screaming|threatening)
(has|have|had|got|holding|pulled|pointing|waving|pulling|carrying|brandishing) (out)? (a|an|the|his|her) ~1
    WEAPON
(he|she|man|men|guy|person|someone|somebody|STRANGER|kid) ~2 with (a|an|his|her) ~1 WEAPON
(he|she|they|man|men|guy|guys|STRANGER|robber*) (BE)? armed
(armed robbery|armed man|armed men|gun point|gunpoint|knife point|knifepoint)
(THEY|STRANGER) (BE|keeps|started|starts|just)? ~3 HITTING ~1 THEM
(THEY|STRANGER) ~3 (going to|trying to|tried to|wants to|want to|will|threatening to|threatened to|threatens
    to|about to|said he will|said he would) ~1 HARM (THEM|you)
(THEY|STRANGER) (BE|has|have)? ~1 (threatening|threatened|threatens|attacked|stabbed|shot|assaulted|raped|
    choked|beat up) (me|us|him|her|my KIN|someone|somebody)
ANYONE? BE being ~1 (HURT|robbed|mugged)
(i|we) think ~3 (following me|following us|in my house|outside my house|in the house|trying to get in)
(shooting|stabbing|robbery|burglary|break in|home invasion) (in progress|going on|happening|outside|next door|
    right now)
(not|never) let (me|us|her|him) (leave|out|go) $
(being held|holding me|holding us|locked me|locked us|keeping me) ~2 (hostage|against|in|captive|prisoner)
(KIN|child|kid|baby|toddler|boy|girl) BE ~1 (missing|kidnapped|abducted) !(out|a|an|the|his|her|some|your|from
    the plan|from my)
(kidnapped|abducted) (my|our|the) (KIN|PEOPLE)
(in|real|serious|grave|great|immediate) danger
(life or death|life and death|matter of life|life at risk|life is at risk|lives at risk|life threatening|fear
    for HIS life|scared for HIS life|afraid for HIS life)
(this is|it is|its|there is|theres|i have|we have|i got|we got|having|here is|have) (an|a)? (real|medical|
    serious|huge|big|family|life threatening|actual)? emergency !(EMERGENCYTHING)
medical emergency !(alert|card|plan|insurance|contact)
""",
    "self-harm": """
(kill|killing|hang|hanging|shoot|shooting|drown|drowning|poison|starving) MYSELF
(harm|harming|hurting|cutting) MYSELF
(want*|going|might|may|could|urge|like|thinking|thoughts|plan*|afraid|about|gonna) ~3 (hurt|cut|burn|injure)
    MYSELF !(a|an|some|off|short|loose|out)
(off|top|do away with) myself $
(take|taking|end|ending|took) (my|his|her|their) (own|miserable)? (life|lives|existence|suffering)
(end|ending|finish|ended) it all
(end|finish) (it|everything) (now|tonight|today|for good|forever|once and for all) !(and|with)
put an end to (my life|it all|myself|everything|my suffering)
(want|wish) ~2 (it|everything) ~1 to (be over|end) $
i ~1 want (to disappear|to sleep forever|to sleep and never|never to wake|to never wake|to not wake|to not be
    here|to not exist|to stop existing|to stop living)
(suicidal|suicide|suicides)
self harm*
(do not|no longer|not|never|did not|does not) ~1 want to (live|be alive|exist|keep living|go on living|carry
    on living|be in this world|be on this earth) !(with|without|in this house|in this area|in an|in a|in the|
    near|on my own|stream|chat|tv|here|there|next)
(do not|no longer|not) ~1 want to (be here|be around|wake up|go on|carry on|keep going) (NOMORE|tomorrow|ever
    again|$)
(tired|sick) of (living|life|being alive|existing) !(with|without|in|near|on|like a|so far|next|room)
done with (life|living|this life|this world|my life) !(in|with|without)
(can not|could not) (bear|stand|face|take) (life|living|being alive|another day) !(with|without|in|of waiting)
(what is|what s|whats) the point (of|in)? (living|going on|being alive|keep living|being here|any of it)
    !(with|in|near)
(no|not any|not see|without|not see the|not see any|not see a|not have a) ~1 (reason|point|purpose|sense) ~4
    LIFE !(with|about|hold|near)
(nothing|not anything|no one|nobody|not have anything) ~4 to live for
(not think|not sure|not know if|not know how) ~1 i (can|could|want to) ~1 (keep|keep on|go on|carry on)
    (living|going|$|NOMORE)
(use|using|turn|turning) (it|this|the WEAPON|a WEAPON) on MYSELF
(can not|could not) keep (living|going on) (like|NOMORE|$)
do something (stupid|bad|terrible)? to MYSELF
(standing|sitting|i am|am up) (here)? on (the|a|this) (bridge|ledge|railway tracks|train tracks|railroad
    tracks|edge)
(reason|reasons) to (live|be alive)
(not|never|longer) ~1 worth living
life ~1 (is|s|has)? (no longer|not|pointless|meaningless|no meaning|no point|no purpose|not worth) !(easy|
    fair|bad|great|good|that|the same|long|insurance|happy|been|simple)
(lost|lose|losing|no) ~2 will to live
better off (dead|without me|if i was|if i were|if i am|with me gone)
(easier|happier|better) (for ~2)? (dead|without me|if i was dead|if i were dead|if i was gone|if i were gone|
    if i was not here|if i were not here|if i died|if i disappeared)
(miss|care|notice|notices|cares|cry|matter) ~3 if i (was|were|am|died|die|disappeared|had died|killed|did not|
    do not|would) ~1 (dead|gone|not here|not around|dying|wake up|exist|$|and|tonight|tomorrow)
(wish|wishing|wished) i (was|were|had|would|could) ~1 (dead|gone|never been born|not alive|not been born|just
    die|not wake|not here anymore|not exist|die|disappear)
(wish|hope|hoping|pray) ~1 i (had|do|did|would|will|could)? ~1 (never|not) ~1 (born|wake|woke|woken|wake up|
    waken|been born)
(wish|want) i (was|were) dead
want to be dead
rather be dead
ANYONE ~5 (to|wanna) die !(hard|down|laughing|for|of laughter|of boredom|of shame|from boredom)
(let me|just) die !(down|out|on|when|after|every|in the)
(can not|do not want to|could not) (go on|carry on|keep going|continue) (living|like this|NOMORE|this way|with
    my life|with life) ~2 $
(can not|could not) ~1 (go on|carry on) (NOMORE|living|$)
(take|took|taken|taking|swallow|swallowed|swallowing|ate) ~4 QUANTITY (of|my|the|these|of my|of the|of these|
    those)? ~1 PILLS
(take|took|taken|swallow|swallowed) ~2 sleeping (pills|tablets)
PILLS (are)? (in my hand|in my hands|right here|in front of me|ready|next to me)
(overdos*|slit|slitting) !(HIS tires)
(cut|cutting|slash|slashing|slit) (my|his|her) (wrist|wrists|veins|arms|throat)
(jump|jumping|throw|throwing) (myself)? (off|from|out of|in front of|under) ~2 (bridge|roof|building|balcony|
    window|train|cliff|ledge)
(drive|driving|crash|crashing) ~3 (off ~1 bridge|into a tree|on purpose|off a cliff|into a wall)
(gun|bullet|knife|rope) (to|in|against|around|at) (my|his|her) (head|mouth|neck|throat|wrist|wrists|own head)
(noose|goodbye letter|goodbye note|suicide note|blow my brains|blow HIS brains)
(will not|not going to) be (alive|around) (tomorrow|much longer|long|for long|next)
(burden) (to|on) (everyone|everybody|my family|my kids|my children|all)
(thoughts|thinking|think) (of|about) ~1 (death|dying|killing|ending my|ending it|ending everything|hurting
    myself|jumping)
(dark|bad) thoughts
(give|giving|given) up on (life|living|everything)
(see|there is|no|have) ~2 no (way out|future|hope left|reason to live)
(why) ~2 (alive|keep living|go on living)
""",
}
