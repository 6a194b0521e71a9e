import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist.replies import asks_to_repeat, says_goodbye, yes_or_no

YES = """
yes
yeah
yep that's right
correct
sure
mm-hmm
uh-huh
Yes, please.
yes it is
that's correct
that is right
I think so
absolutely
of course
go ahead
okay
ok
right
no problem
why not
that would be great
it is
I do
I would like that
yeah it did thanks
um, yes
uh yes
it works now
that helped
sounds good
perfect thank you
please do
exactly
you got it
yes I have a problem with my bill
it did, yes
affirmative
sure thing
great thanks
that's it
I guess so
yup
aye
definitely
yes yes yes
oh yes
uh, sure
fine by me
alright then
""".strip().splitlines()

NO = """
no
nope that's all
no thanks
not really
I don't think so
uh-uh
negative
nah
no thank you
not yet
it isn't
it's not
that's not right
wrong
that's wrong
incorrect
no it's still not working
it didn't work
that doesn't help
I don't
no no no
absolutely not
definitely not
no, that's everything
nothing else
not quite
um no
uh no
no I'm good
of course not
nope
it's not that
never
please don't
that is not my number
no that's fine
not at all
still not working
I would not
oh no
No.
""".strip().splitlines()

NEITHER = """
yes but no
yes and no
maybe
I don't know
not sure
I have a problem with my bill
right now my internet is down
okay so my bill is wrong
what
my router is broken
yeah no
it depends
thank you
perhaps
correct my address please
um
please repeat that
I know
sure I can tell you my number is wrong
there is no internet
my router has no lights on
how do I pay
yes or no
no yes
noise on the line
nobody came
I want to cancel
""".strip().splitlines()

GOODBYES = """
bye
Goodbye.
bye bye
okay bye
thanks bye
that's all thank you
no that's all
nope, that's it, thanks
have a nice day
thank you very much, goodbye
nothing else, thanks
I'm done
see you
that's everything for today
no thank you that's all i needed
cheers bye
that'll be all
okay thank you so much bye bye
I'm all set
i've got to go
good night
hang up
okay great thanks for your help bye
by by
""".strip().splitlines()

NO_GOODBYES = """
hello
I said goodbye to my old provider
is that all I pay
that's all I get is a red light
thank you
yes
no
by the way
I want to buy a router
the internet says bye
my contract ends
have a problem
that's all wrong
I am done with this slow internet
buy
it's good
""".strip().splitlines()

AGAIN = """
say that again
pardon
what?
sorry?
can you repeat that
could you say that again please
pardon me
what did you say
come again
I didn't catch that
I didn't hear you
sorry, what was that
one more time please
huh?
excuse me?
I beg your pardon
again please
repeat
please repeat that
what was that
sorry I didn't get that
can you speak up
could you repeat the question
can you read it again
sorry what
say again
what's that
could you speak a bit slower
I don't understand
Sorry, could you repeat that, please?
""".strip().splitlines()

NOT_AGAIN = """
sorry my bill is wrong
what is my bill
it happened again
my router restarts again
excuse me I have a question
yes
no
I can't hear the other person
no sorry
I am sorry to bother you
can you tell me my balance
read my bill
explain my bill please
it's slow again
I want to pay again
hello
what do you charge
I don't understand my bill
repeat my order please
tell me about the tariff
""".strip().splitlines()


@pytest.mark.parametrize("reply", YES)
def test_a_yes_is_a_yes(reply: str):
    assert yes_or_no(reply) is True


@pytest.mark.parametrize("reply", NO)
def test_a_no_is_a_no(reply: str):
    assert yes_or_no(reply) is False


@pytest.mark.parametrize("reply", [*NEITHER, "", "  ", "?"])
def test_what_is_neither_or_both_is_not_guessed(reply: str):
    assert yes_or_no(reply) is None


@pytest.mark.parametrize("words", GOODBYES)
def test_a_caller_who_is_done_says_goodbye(words: str):
    assert says_goodbye(words)


@pytest.mark.parametrize("words", [*NO_GOODBYES, ""])
def test_a_caller_who_goes_on_does_not_say_goodbye(words: str):
    assert not says_goodbye(words)


@pytest.mark.parametrize("words", AGAIN)
def test_a_caller_who_did_not_hear_asks_to_repeat(words: str):
    assert asks_to_repeat(words)


@pytest.mark.parametrize("words", [*NOT_AGAIN, ""])
def test_the_same_words_in_a_request_do_not_ask_to_repeat(words: str):
    assert not asks_to_repeat(words)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str):
    assert yes_or_no(text) in (True, False, None)
    assert says_goodbye(text) in (True, False)
    assert asks_to_repeat(text) in (True, False)


@pytest.mark.parametrize(
    "piece", ["yes ", "that is ", "okay thanks ", "good ", "sorry ", "say that again ", "so ", "bye ", "um "]
)
def test_no_text_makes_the_patterns_run_away(piece: str):
    began = time.process_time()
    for read in (yes_or_no, says_goodbye, asks_to_repeat):
        read(piece * 2000 + "x")
    assert time.process_time() - began < 1.0
