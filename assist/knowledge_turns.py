"""Turns of callers that no article answers, and some that one may, in everyday English.

Written by hand from general knowledge of how people speak on the telephone, for any centre; nobody's data.
A centre's own articles and intents stand beside them when `assist.knowledge_seeking` learns.
"""

SETTLED_ELSEWHERE = {
    "particulars": """
what is the address
can i get the address please
could you give me the address and the phone number
what is the phone number there
can i have their telephone number
do you have a contact number for them
what is the post code
can you tell me the zip code
and the zip code
what about the phone number
give me the number and the zip code please
could you share the postcode and the address
i also need the email address
where is it located
which area is it in
what part of town is that in
what street is it on
is that close to where i am going
how far is it from there
what is the price range
is it cheap or expensive
how many stars does it have
what star rating is it
what type of place is it
what kind of food do they serve
what is it called
what was the name again
could you repeat the name
how do you spell that
what is my reference number
can i get the confirmation code
do you have a booking number for me
what is the reference for that
what is my account number
how much do i owe
what is my balance
what is the status of my order
where is my parcel
when is my appointment
who am i speaking to
""",
    "finding": """
i am looking for a place to stay
i am looking for somewhere to eat
can you help me find a restaurant
could you help me find a hotel in the centre
i need a place to stay for the night
can you recommend a good place
do you have any recommendations
any suggestions for dinner
is there a museum near there
is there anything to do in the same area
find me something in the moderate price range
i would like something cheap
something more expensive would be fine
what about a different area
how about something in the north
is there another one
do you have any other options
can you look for a place that serves italian food
i want to find a park or a garden
are there any that are cheaper
how about chinese food instead
what about a three star one
can you check anywhere in the city
in the same neighbourhood please
i also need a restaurant near the hotel
and another thing i am looking for a place to go
show me something with good ratings
i am planning a trip and need some help
can you find me a train that leaves after nine
i need a taxi to the station
do you have anything for a lower price
can you search for that
could you recommend something else
i want a place with a nice view
i am interested in a guest house
can you give me a list
""",
    "doing": """
can you book that for me
please book a table for two people at seven
could you book a room for three nights from friday
i would like to book two rooms
can i go ahead and make a booking for tomorrow
book it for saturday
reserve a table for four at one o'clock
can you try another day
what about thursday instead
is there one on tuesday
could you do it at eight instead
for six people please
i want to cancel my order
cancel that booking please
please change my appointment to monday
can you move it to next week
i would like to pay my bill
take the payment from my card
send me the bill by email
please send an engineer
i want to order one
put me through to somebody
can i speak to a person
i want to talk to an agent
update my address
change my phone number
send me a new one
add it to my account
make it two please
can you hold on a second
can you call me back
please check my account
""",
    "answering": """
yes
yes please
no thank you
no that is not it
that is right
yeah that sounds good
sounds perfect
that would be great
okay i will take that one
i would like the first one
the second one please
let us go with that
sure go ahead
moderate would be fine
i do not mind
it does not matter
either is fine
anywhere in the city
no preference
my name is john smith
it is for two people
on friday at seven
from monday for four nights
my number is four one five two two
i live in the north
it started yesterday
i already did that
it still does not work
i have got it
i am not sure
the cheaper one
more expensive is okay as well
""",
    "small talk": """
hello
hi how are you
good morning
hi i am planning a trip
thank you very much
thanks for your help
great thank you
you have been very helpful
that is all i need
nothing else thanks
goodbye
have a nice day
okay
all right
one moment
let me get a pen
let me think
i see
oh that is nice
oh that is too bad
sorry i did not catch that
can you hear me
could you say that again
that sounds interesting
i have heard a lot about it
no problem
no worries that is fine
okay i have got that down
""",
}
"""By kind, a turn a line: what the record of a thing says, what is to be found or done, and mere answers."""

ASKING = """
do they have parking
is parking free
do you accept credit cards
can i pay in cash
do they take card payments
can i bring my dog
are pets allowed
are children welcome
is it good for families
do you know if there is wifi
is the internet included
what time do you open
what are the opening hours
what time is check in
when do i have to leave
are you open on sundays
is it wheelchair accessible
do they deliver
do you offer delivery
is there an extra charge
what is the fee for that
how much does it cost to cancel
can i get a refund
what is your refund policy
what happens if i pay late
do i need a reservation
do i have to book in advance
is there a minimum age
is there a discount for students
do they have vegetarian dishes
can i return it without a receipt
how long does delivery take
how long is the contract
is there a dress code
does it have a garden
do they speak spanish
how do i reset it
what do i do when the light is red
is smoking allowed
is there a lift
can i use it abroad
what does that include
is it covered by the guarantee
do they have live music
is it noisy there
can you check if they allow that
could you check whether they have it
do you know whether i can park there
does that place offer any discounts
is there a gym i can use
"""
"""What an article may answer, a turn a line."""
