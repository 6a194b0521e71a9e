"""What callers say who want a person, and what others say with the same words.

`WISHES` and `OTHERS` were at hand when the rules were made. The `LATER_` lines were written when they were
done: at first sight the rules found 57 of those 68 wishes, and took one of the 68 others for a wish.
"""

WISHES = """
agent
Agent.
agents
representative
operator
human
a real person
someone
speak to somebody
put me through
customer service please
I don't want to talk to a machine
I don't want to talk to a robot
let me talk to a manager
let me talk to a supervisor
a gent
Can I speak to a person please?
could you connect me to an agent
I'd like to talk to a human being
get me a human
give me a real person now
I need to speak with someone about my bill
no, agent!
just put me through to someone
transfer me to a representative
transfer me please
is there a real person I can talk to
is there anyone I can speak with
for God's sake give me a human
I said agent
human please
my internet is down and I want an agent
I would rather talk to a human
stop, I'm not talking to a robot
I hate talking to machines
are you kidding me, get me your supervisor
may I please speak to one of your advisors
can someone call me back
somebody who can speak to me
I want to speak to your manager
how do I get hold of a person
why can't I talk to a real person
I've been trying to speak to someone for an hour
representative representative representative
no no no a person
operator, please
I wanna talk to somebody
lemme speak to an agent
can I be transferred to billing
put me on to the billing department
I wish to be connected with an adviser
live agent
Speak to agent
talk to a person
I want someone I can talk to
connect me with customer support
can I have a human please
I need a person, not a robot
I'm fed up with this bot, give me somebody
escalate this please
hand me over to somebody
My bill is wrong. Agent!
um, can I, uh, speak to, um, a rep
I am not going to discuss this with a computer
could a member of staff ring me back
""".strip().splitlines()

OTHERS = """
is there an agent fee
the person who installed it was rude
nobody came
the estate agent gave me this number
I spoke to an agent yesterday and my bill is still wrong
your representative told me it was free
I talked to someone last week
my router is broken
someone stole my phone
somebody else is using my wifi
the agent hung up on me
I was transferred to three different people
I don't need an agent
I don't want to speak to anyone
no I do not want to talk to a person
I don't want to be transferred
I want to change the account holder
what is the operator code
I need to talk to my husband first
I have to speak to my manager before I decide
is there an agent's discount
can I transfer my number to you
connect me to the internet
can you connect me to fibre
I want to put my account on hold
my human resources department pays the bill
I'm a real estate agent
my password manager lost the password
I want to switch operator
the technician never came
can someone use my line while I am away
he put me on hold
they put me through to the wrong department last time
the man said it would be fixed
do I need to speak to someone to cancel
when I speak to an agent they always say the same
am I talking to a machine
are you a human
are you a real person
I tried to speak to a person yesterday
the person I spoke to was very nice
is this customer service
your customer service is terrible
my son broke the router
how many people can use the wifi
can a person without an account pay
I need a person to be at home for the visit
do I need someone at home for the installation
I want someone to fix my router
can someone tell me why my bill is high
the machine is flashing red
my computer does not connect
I need a new machine
yes
no thank you
speak up please
I can talk now
I want to talk to you about my bill
let me talk
how do I get a refund
I would like to pay my bill
people keep calling me
anyone could have used it
does an agent have to visit
who is my account manager
""".strip().splitlines()

LATER_WISHES = """
I'm done with this, get me a person
agent agent agent
hi there, could I have a word with somebody please
Is it possible to talk to a live person?
can you get somebody on the line for me
I'd prefer to deal with a human being if that's alright
oh for heaven's sake, operator
look, I just want to talk to someone
I demand to speak to a supervisor right now
whoever's in charge, put them on
let me speak with your boss
transfer
transfer me to the cancellations team
connect me with a live representative
would you mind putting me through to an adviser
I want to get through to the technical team
could somebody please give me a call back
this is useless, human
a human, not a bot
yes, a person please
how do I reach an operator
I need to speak to a human being about a bereavement
my dad died and I want to talk to somebody
I've been on hold forever, just give me an agent
stop talking and get me a representative
I don't speak to robots
can I please just talk to a customer service rep
speak with a representative
representitive
live person
Someone. Anyone. Please.
could you pass me over to a colleague
I'd like you to transfer me to an actual person
are there any real people I can speak to
when can I talk to a human
not you, a real human
customer service representative
hand me over to an agent now
get me out of this machine and give me a person
I would love to speak to an adult human please
I'm not happy and I want your manager
may I be connected to the complaints department
I still want to speak to an agent
can I get a human on the phone
I would rather speak with a woman if possible
honestly just get me somebody who knows what they are doing
let me have a chat with one of your advisors
yeah hi can I speak to somebody about a late payment
is anybody there I can talk to
put a human on
I'm looking to speak to an adviser
you're a robot, I want a person
no robots please
I will only talk to a human
your bot is rubbish, put me through to someone
switch me to an operator
agent, for the third time
pass me on to your supervisor please
person
please could I be put through to a real person
need a rep
want to talk to someone real
I asked to speak to a human
can you please direct my call to an agent
I don't understand, can I talk to someone
I don't want to do this with a machine
cancel that, I want an operator
well could you find me somebody to talk to
""".strip().splitlines()

LATER_OTHERS = """
the agent who sold me this promised a discount
I've already talked to two people about this
I am an estate agent and I need a second line
what's the agent commission
my wife spoke with your representative on Monday
nobody helped me last time
is the person who came on Tuesday qualified
do you have a customer service email address
what are your customer service hours
someone cut the cable outside my house
there's somebody at the door, hold on
I manage a team of ten people
the supervisor at my work uses you too
please send an engineer
I'd like to book a technician visit
how many people does the family plan cover
the last representative was very helpful
no need to transfer me, I just want my balance
I don't want an agent, I want my refund
I never asked for an operator visit
my landlord is a real person you know
was that a real person or a recording
can I speak now
I want to talk about my invoice
talk me through the steps
put the payment through please
I need to transfer my contract to my son
connect my new router
the operator lights on the modem are red
is the agent portal down
somebody told me the price would not change
no, I don't need to speak to anybody
you transferred me to the wrong team yesterday
each time I call someone says something different
I was speaking to someone and got cut off
it keeps saying human verification failed
my username is agent47
can anyone in my house use the wifi
does a person need to be home for the delivery
they said a manager would call me but it never happened
my manager needs an invoice
I want to be a sales representative for you
he's the person on the account
my flatmate is the person named on the contract
how do I add another person to my account
the man from your company left a mess
an agent called me this morning, was that really you
can I give someone else permission to pay my bill
is there someone in my area who has an outage too
your operators are always so friendly
do you charge extra if I speak to an agent
I spoke with four different people about it already
my question is about customer service credits
I'm the manager of a small shop and need business broadband
I could not get through to anyone yesterday
the robot vacuum will not connect to the wifi
I bought a new computer and want it connected
the machine in the hall has a red light
would a person have to come into my house
transfer the money back to my card
put me down for the cheaper plan
I'm calling on behalf of someone
the agency that let us the house
no one told me about the fee
he said somebody would call me back
tell me about human error in my bill
I need a replacement for the operator box
nobody knows how to fix it
""".strip().splitlines()
