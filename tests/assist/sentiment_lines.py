"""Sentences of callers with their moods: regression cases of ours, no measurement of quality."""

ENGLISH = {
    "negative": """
this is absolutely ridiculous
I'm not happy with this at all
I am really disappointed with your service
your technician was rude to my mother
that is the worst experience I have ever had
it's been a nightmare from the first day
you charged me twice again
I've been on hold for forty five minutes
oh great another hour on hold
oh great
wonderful, another hour on hold
fantastic now it is broken again
thanks for nothing
thanks for wasting my time
thank you for hanging up on me
yeah right because that helped last time
oh perfect, it went down again
great, so nobody is coming
I just love waiting for your technician
so much for your guarantee
this is the third time I call about the same bill
I already told you that three times
how many times do I have to explain this
nobody ever calls me back
I want to make a formal complaint
I am going to the ombudsman
you will hear from my lawyer
I'm sick and tired of this
the router is nice but the connection is terrible
it was good at first but now it is awful
he was friendly but he never fixed anything and I am furious
I don't like your new website it's useless
I can't stand this music any more
why is it always down when I need it
why do I always have to wait so long
what a waste of money
you people lied to me
this is not acceptable
it's not good enough
not exactly a great service is it it's awful
that is no help at all
my patience is wearing thin and I'm annoyed
you have let me down
it's getting worse every day
this is a joke
I feel cheated
I am so frustrated right now
I can't believe this
what is the point of paying for it
I want my money back this is a scam
""",
    "neutral": """
I would like to know when my bill is due
what is the best plan you have
is there a good time to call back
my internet is slow
the internet is not working
can I change the day of the technician's visit
no problem
no worries
that's fine
that's okay thank you
yes please
thank you
thanks, bye
good morning, how are you
sorry to bother you, it's about my router
it would be great if someone could call me tomorrow
I'd love to have a faster plan
I hope it will be better tomorrow
could you please tell me if it's a good idea to restart it
do I have to pay a late fee
I got an error message, it says code four
I think I have the wrong number
one problem is that I am away on Monday
are you happy to send it by mail
can you help me with that
I can wait
my account number is five five five oh one two
I need to cancel my appointment on Friday
it's the best number to reach me
how do I set up parental controls
no, it's the other router
is everything fixed now?
have you had problems in my area?
I'm afraid I don't have that number with me
well I moved here last week
kind of, yes
it's a credit card
please let me know if there is an issue
I understand
the light is red and it blinks
""",
    "positive": """
oh great, thank you so much, that works
that's wonderful
you have been very helpful
thank you so much for your help
I really appreciate it
no, it's great, thank you
no that is perfect
it works now
everything is working again, brilliant
I can't complain
not bad at all
I couldn't be happier
I have no complaints, you were very kind
you're a star
I love the new router
the technician was really friendly and fast
it was expensive but I'm very happy with it
I was angry yesterday but you've been wonderful
that's the best service I've ever had
thank you, that answers my question and I'm very glad
perfect, that solved it
you made my day
what a relief
great
awesome thanks
I am very satisfied
""",
}

SPOKEN = {
    "negative": """
it's ter- terrible
this is un- unacceptable
I I I am not not happy
it's um not uh good
that was very very very bad
I'm so disap disappointed
your service is horibble
this is totally un acceptable
that's completely rediculous
I am extremely frustated with it
this is unexceptable
it is the 3rd time i am calling
I called you 4 times already about this
I'M NOT HAPPY
well you know it's like just really awful you know
""",
    "neutral": """
um
uh the the bill from from May
I I want to um change my plan
my connec my connection needs a new a new router
it's it's the fourth of July
the appointment is at ten
I disconnected the router and connected it again
what's the interest on that
""",
    "positive": """
it it works now
that's uh that's really really great
wonder wonderful
thank you so so much
you were very helpfull
""",
}

SPANISH = {
    "negative": """
esto es una vergüenza
estoy muy molesta con el servicio
no estoy contento con el servicio
es la tercera vez que llamo
ya se lo dije tres veces
pésimo servicio
ay qué bien, otra hora en espera
gracias por nada
qué maravilla, otra vez sin internet
me cobraron dos veces
nadie me ayuda
quiero poner una queja
llevo una hora esperando
me mintieron
el módem es bonito pero el servicio es horrible
no me gusta nada su servicio
por qué siempre tengo que esperar tanto
es cada vez peor
""",
    "neutral": """
quisiera saber cuándo vence mi factura
buenos días
no hay problema
gracias
está bien
mi internet está lento
cuál es el mejor plan que tienen
perdón por la molestia, es sobre mi módem
sería bueno que me llamaran mañana
a lo mejor el lunes
por la tarde, por favor
necesito cancelar mi cita
no, es el otro módem
sí, por favor
""",
    "positive": """
muchísimas gracias por su ayuda
es usted muy amable y estoy encantada
ya funciona
no me puedo quejar
excelente servicio
me encanta el nuevo módem
no está nada mal
estoy muy contento
qué alivio
perfecto, ya quedó
""",
}


def lines(text: str) -> list[str]:
    return text.strip().splitlines()
