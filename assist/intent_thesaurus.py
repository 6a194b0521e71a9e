"""Everyday English, group by group: words and phrases that may stand for each other in a request.

Written by hand from general knowledge of the language, for any centre; it holds no one's data. A word may be
in several groups, and the groups are loose: they only make sentences more alike, never equal.
"""

PARAPHRASES = """
why, how come, what for, for what reason, reason, cause, explain, explanation, what caused
how to, how do i, how can i, how could i, how should i, how would i, way to, steps, procedure, process,
  instructions, what do i do, what do i need to do, what must i do, teach me, show me how, tell me how,
  guide, walk me through, what is the method, how does one, help me, how am i able
how long, how much time, how many days, how many hours, how many minutes, duration, how soon, how quickly,
  how fast, timeframe, time frame, take to, timeline
when, what time, what day, what date, at what point, how soon, date, day
where, location, located, place, position, whereabouts, spot, site, in what city, which city
how much, price, cost, expensive, rate, fee, charge, pricing, amount, what will i pay, worth, value, tariff
how many, number of, count, quantity, total, amount
can i, is it possible, am i able, am i allowed, may i, could i, is there a way, do you allow, is it okay,
  permitted, do you let, possible, allowed, option
fee, charge, commission, surcharge, cost, penalty, extra cost, levy, overcharge
charged, billed, debited, deducted, taken, taken out, took, withdrawn, invoiced
twice, double, duplicate, two times, second time, again, repeated, repeat, multiple, more than once
wrong, incorrect, mistake, error, inaccurate, not right, not correct, erroneous, false, faulty, mistaken,
  weird, odd, strange, off, funny, messed up, screwed up
fail, failed, decline, declined, reject, rejected, refused, refuse, denied, deny, not accepted, not accept,
  did not go through, would not go through, unsuccessful, bounced, returned, turned down, blocked, not allow
not working, does not work, do not work, did not work, will not work, broken, broke, out of order,
  malfunction, stopped working, fault, faulty, defective, damaged, problem, issue, trouble, bug, glitch, not
  function, down, crash, acting up, dead
pending, waiting, not yet, still not, in progress, processing, on hold, stuck, outstanding, has not, have
  not, not complete, unprocessed, delayed
late, delay, delayed, overdue, behind, slow, taking so long, taking forever, not arrived, not come, long
  time
missing, disappear, gone, vanished, not there, can not see, not showing, not show, does not show, not
  appear, not received, not receive, did not get, did not receive, lost, nowhere, never came, never arrived,
  not in my account, not find
lost, lose, misplaced, can not find, stolen, steal, theft, robbed, taken, left behind, mislaid, dropped,
  thief, mugged
forgot, forgotten, forget, not remember, do not remember, can not remember, lost, do not know, do not recall
fraud, scam, suspicious, unauthorized, unauthorised, not recognise, not recognize, do not recognise, do not
  recognize, did not make, not authorise, not authorize, stranger, someone else, somebody else, without
  permission, without my, hacked, compromised, stolen, unknown, did not do, unfamiliar, fraudulent, someone
  used, not mine
dispute, contest, challenge, complain, complaint, report, disagree, claim, object
refund, money back, reimburse, reimbursement, give back, return, get back, repaid, compensation, credited
  back, rebate
cancel, stop, end, terminate, undo, revert, call off, withdraw, abort, revoke, discontinue, drop, quit, get
  rid of, no longer want, reverse, do not want anymore, scrap, leave, take back, nevermind, never mind
close, shut, delete, deactivate, disable, remove, erase, get rid of, terminate, leave, eliminate, clear,
  take off, wipe, discard
change, alter, modify, edit, update, amend, switch, replace, adjust, swap, revise, set, different, convert,
  reset, new
correct, fix, repair, resolve, sort out, mend, rectify, solve, put right, remedy
open, start, begin, create, set up, setup, establish, make, sign up, register, enroll, enrol, join, apply,
  initiate, launch, subscribe, new account
apply, application, request, sign up, order, ask for, submit
order, purchase, buy, bought, get, obtain, acquire, request, shop, ordering, shopping, paid for
activate, activation, enable, turn on, switch on, start using, unlock, ready to use, set up
turn off, switch off, disable, power off, shut off, shut down, kill, stop
turn on, switch on, power on, enable, put on
block, freeze, lock, suspend, hold, stop, put a hold, put a stop, frozen, locked
unblock, unfreeze, unlock, reactivate, lift
verify, confirm, prove, validate, check, authenticate, verification, proof, confirmation, identity check
identity, id, identification, passport, documents, proof, who i am, driver licence, driving licence, drivers
  license, document
password, passcode, pin, code, login, log in, sign in, credentials, username, security code, passphrase
increase, raise, higher, more, boost, extend, bigger, up, larger, upgrade, improve, better, grow
decrease, reduce, lower, less, cut, cheaper, drop, downgrade, smaller, shrink, go down, fell
limit, maximum, max, cap, minimum, restriction, threshold, most, upper limit, restricted, constraint
transfer, send, move, wire, remit, pass, sent, shift, give money, transmit
receive, get, got, arrive, come, collect, accept, obtain, incoming
deposit, pay in, put in, add money, top up, topup, top ups, load, add funds, put money, fund, cash in,
  topping up, reload, refill, credit
withdraw, withdrawal, take out, cash out, get cash, take money out, get money out, pull out
atm, cash machine, cashpoint, cash point, cash dispenser, machine
cash, money, notes, coins, banknotes, bills, funds
money, cash, funds, dollars, pounds, euros, sum, payment, bucks, pound, euro, dollar, quid
pay, payment, paid, settle, paying, purchase, transaction, buy, spend
transaction, payment, purchase, transfer, charge, spending, debit
balance, how much money, how much do i have, funds available, what is in my account, account total, money
  in, money left
account, accounts, profile, checking, savings, bank
bank, branch, banking
statement, history, record, activity, list of transactions, recent transactions, log
salary, wages, wage, paycheck, pay check, pay, income, earnings, payday, payroll, paid
currency, currencies, dollars, euros, pounds, yen, foreign money, foreign currency, fiat, gbp, usd, eur,
  peso, sterling
exchange, convert, conversion, swap, trade, rate, change
abroad, overseas, foreign, foreign country, international, another country, other country, outside the
  country, travelling, traveling, holiday, vacation, trip
country, nation, countries, region, europe, us, uk, states, america, china, germany, france, spain, italy,
  england, japan, mexico, canada, russia, india, brazil, australia
city, town, chicago, london, paris, new york, los angeles, boston, dallas, seattle, miami, denver, berlin,
  tokyo, madrid, rome, atlanta, houston, phoenix, san francisco, las vegas, philadelphia, detroit,
  manchester
card, credit card, debit card, visa, mastercard, american express, amex, plastic
credit, loan, borrow, debt, mortgage, lend, financing, finance, credit score
points, rewards, miles, bonus, loyalty, perks, benefits
interest, apr, interest rate, yield, percentage
physical, actual, real, plastic
contactless, tap, tap to pay, touch, wireless payment
auto, automatic, automatically, scheduled, recurring, regular, standing order, direct debit, subscription,
  repeating, monthly, every month
bill, invoice, bills, utilities, statement, due, owe, electric bill, gas bill, water bill, cable bill
due, deadline, owe, payable, expire, expiry, last day, expiration, run out
tax, taxes, irs, hmrc, income tax, vat
insurance, insure, cover, coverage, policy, insured, premium, protection
beneficiary, recipient, payee, receiver, person i sent
friend, mate, buddy, pal, family, relative, brother, sister, mother, mum, mom, father, dad, son, daughter,
  wife, husband, partner, kid, child, children, parents
deliver, delivery, deliver to, ship, shipping, shipped, dispatch, post, mail, sent, send, courier, arrive,
  parcel, package, in the mail
track, tracking, follow, trace, status, where is, locate, progress, whereabouts, eta
arrive, arrival, come, reach, get here, land, delivered, show up, turn up, landing
address, home address, street, postcode, post code, zip code, where i live, residence, house
name, surname, called, first name, last name, call you, call me, nickname
phone, mobile, cell, cellphone, cell phone, telephone, handset, smartphone, device, iphone, android, number
call, ring, phone, dial, telephone, contact, get hold of, speak to, talk to, reach
text, sms, message, text message, messages, write
email, e mail, mail, inbox
contact, get in touch, reach, speak, talk, customer service, customer support, support, helpline,
  representative
person, human, agent, representative, operator, someone, somebody, real person, staff, advisor, adviser
app, application, program, software, website, site, online, internet, web page
internet, broadband, wifi, wi fi, connection, network, online, router, modem, web, signal, fibre
slow, sluggish, crawling, lagging, lag, takes forever, speed, buffering, low speed
fast, quick, quickly, rapid, speed, urgent, urgently, asap, as soon as possible, express, hurry,
  immediately, right away, emergency
computer, laptop, pc, tablet, desktop, machine, mac
television, tv, channel, box, cable, screen, telly
old, elderly, age, how old, years old, birthday, born, date of birth, minimum age, young, under eighteen,
  years of age
child, kid, children, kids, baby, teenager, minor, son, daughter, youth
move, moving, relocate, relocating, new house, new flat, new home, new place, move out, move in
home, house, flat, apartment, property, place
rent, lease, hire, rental, landlord, tenant
electricity, electric, power, energy, gas, meter, supply, fuel
outage, power cut, blackout, no power, went out, down, no service, no signal
heating, boiler, radiator, thermostat, warm, heat, temperature
water, leak, pipe, plumber, tap, drain
appointment, booking, reservation, slot, visit, engineer, technician, meeting, schedule
book, reserve, reservation, booking, arrange, schedule, set up, plan, make an appointment
meeting, conference, appointment, get together, meet
calendar, agenda, schedule, diary, plans, event, events
remind, reminder, remember, note, do not forget, do not let me forget, memo, reminders
alarm, wake me, wake up, clock
timer, countdown, stopwatch
time, clock, hour, timezone, time zone
tomorrow, next day, upcoming, later, next
today, now, right now, currently, at the moment, present, current, tonight, this moment
yesterday, last week, recent, recently, latest, last, past, previous, ago, the other day
weather, forecast, rain, snow, sunny, temperature, hot, cold, outside, wind, storm, humid, umbrella,
  degrees, climate
travel, trip, journey, vacation, holiday, tour, visit, travelling, going to, fly
flight, plane, airline, fly, airport, airplane, aircraft, boarding, jet, flights
luggage, baggage, bag, suitcase, carry on, bags
hotel, accommodation, room, stay, motel, lodging, inn, resort, airbnb, hostel
car, vehicle, auto, automobile, truck, van, engine
driving, drive, directions, route, navigate, get to, way to, commute, map, road
traffic, congestion, busy, jam, roads
distance, far, how far, miles, kilometres, away, close, near, nearby, around here, closest, nearest
bus, train, subway, metro, public transport, tram, station
taxi, uber, cab, lyft, ride, lift
petrol, gas, fuel, tank, gallon, diesel, mpg, mileage
tyre, tire, tyres, tires, wheel, flat
oil, engine, mechanic, garage, service, maintenance, motor
battery, charge, jump start, power, charged, flat
restaurant, cafe, diner, eat out, dinner, lunch, place to eat, bistro, food place, eatery, takeaway, dine,
  burger, pizza, steakhouse, sushi, meal
food, eat, meal, dish, dinner, lunch, breakfast, snack, cuisine, hungry
recipe, cook, make, prepare, bake, how do you make, cooking
ingredient, ingredients, what do i need, contents, go into, contain, goes in, is in
calories, nutrition, healthy, nutritional, protein, fat, carbs, sugar, sodium, vitamins, good for you, diet,
  fiber
substitute, instead of, replace, alternative, replacement, swap, in place of
expire, expiry, go bad, spoil, stale, still good, shelf life, fresh, rotten, last in the fridge, expiration
drink, beer, wine, coffee, tea, alcohol, beverage
shop, store, supermarket, retailer, market, merchant, seller, outlet
shopping, groceries, basket, cart, grocery, purchases
list, to do, todo, tasks, chores, items, task
add, put, include, append, insert, also, another, extra, additional, one more, second, supplementary
play, music, song, listen, tune, track, album, artist, band, hear, playlist, singer, sing
volume, louder, quieter, loud, quiet, softer, sound, turn up, turn down
next, skip, following, forward
joke, funny, laugh, humor, humour, make me laugh
fact, trivia, interesting, something new, fun fact, did you know
game, play, sport, match, football, team, score
film, movie, cinema, show, theatre, watch
news, headlines, happening
book, novel, read, story, author
word, definition, define, mean, meaning, what does, what is the meaning, definitions
spell, spelling, spelled, spelt
translate, translation, in french, in spanish, how do you say, language, german, spanish, french, italian,
  chinese, english, japanese, say in, speak
calculate, sum, plus, minus, times, multiply, divide, divided by, square root, math, maths, equals, add up,
  subtract, percent of, compute
measure, ounces, cups, inches, feet, pounds, kilograms, grams, metres, litres, teaspoons, convert,
  tablespoon, centimeters, pints, liter, kilometers
hello, hi, hey, good morning, good afternoon, good evening, greetings, howdy, good day
goodbye, bye, see you, later, farewell, so long, good night, take care, see ya
thanks, thank you, appreciate, cheers, grateful, thank
sorry, apologise, apologize, apologies, pardon, excuse
yes, yeah, sure, correct, right, affirmative, absolutely, of course, yep, true, definitely, okay, indeed,
  agreed
no, nope, not, negative, false, nah, do not, incorrect, wrong, no way
maybe, perhaps, possibly, not sure, might, unsure, i do not know, could be, uncertain
repeat, say again, say that again, once more, one more time, again, what did you say, pardon, did not catch,
  come again
job, work, career, employment, employer, office, working
time off, pto, vacation days, holiday, leave, days off, day off, annual leave, vacation time
health, doctor, medical, ill, sick, medicine, hospital, symptoms, shot, vaccine, vaccination, jab, vaccines,
  immunization
light, lights, lamp, bulb, lighting
door, lock, key, garage, gate
holiday, bank holiday, christmas, festival, celebration
plug, socket, adapter, outlet, converter, power supply
visa, permit, entry requirements, need to enter, travel documents
warning, alert, notification, notify, notice, tell me when, inform, advice, travel advisory, safe,
  dangerous, danger, safety
safe, secure, security, protect, trusted, trust, safely
settings, configuration, preferences, options, preference, configure
speak, talk, voice, accent, speech, male, female
language, english, spanish, french, german
user, customer, client, member, people
help, assist, support, aid, assistance, hand, advice, guidance
need, require, must, have to, necessary, needed, want, would like, requirement, requirements, required
want, would like, wish, like to, love to, need, looking to, interested in, hope, prefer, desire, am trying
  to, plan to
know, find out, tell me, learn, inform, info, information, details, understand, hear about, figure out,
  discover, let me know
find, locate, look for, search, look up, get, discover, seek
see, view, look at, check, display, show, read, look, watch, access, pull up, monitor
tell, say, inform, give me, let me know, share, state
use, using, used, utilise, make use, usage, work with, utilize
work, function, operate, works, accepted, supported, valid, support
accept, take, honor, honour, support, accepted, supported, use, allow
good, great, best, nice, fine, excellent, well, top, recommended, highest rated
bad, poor, terrible, awful, worst, horrible, low, lousy
recommend, suggest, suggestion, advise, best, recommendation, suggestions, ideas, good, opinion
review, reviews, rating, rated, opinions, feedback, ratings, stars
difference, different, compare, versus, comparison, differ
same, identical, equal, exactly
part, some, partial, half, only part, portion
all, every, whole, entire, each, any, complete
only, just, single, one, sole
free, no charge, no cost, complimentary, without charge, gratis, for nothing
cheap, cheapest, affordable, deal, discount, offer, bargain, promotion, voucher, coupon, low cost,
  inexpensive
contract, plan, package, subscription, agreement, tariff, deal, terms
upgrade, better, newer, premium, latest, improve
spend, spent, spending, expenses, expenditure, budget, outgoings, cost me
save, saving, savings, put aside, retirement, pension
invest, stock, stocks, shares, investment, share price, trading
wait, hold on, pause, hang on, one moment, just a second, one minute
back, return, again, previous, go back
available, availability, free, open, vacant, in stock, offered
busy, occupied, unavailable, full, engaged
hours, opening, open, closing, close, times, opening hours
check, cheque, checks, cheques, check book, chequebook, checkbook
source, origin, come from, came from, where did, where does
posted, mailed, shipped, sent out, dispatched, on its way
broken, damaged, cracked, snapped, bent, torn, destroyed, worn, ruined
stuck, swallowed, ate, kept, retained, jammed, swallow, eaten
eligible, qualify, qualified, entitled, allowed, able to have, criteria
approve, approved, approval, accepted, granted, authorised, authorized
improve, raise, boost, better, build up, enhance
pair, connect, link, sync, join, attach, hook up, bluetooth, associate, connected, pairing
disconnect, unlink, detach, unpair, separate
reset, restart, reboot, factory, start over, begin again
share, split, divide, joint
roaming, data, minutes, allowance, gigabytes, bundle
sim, sim card, number porting, port, keep my number
guarantee, warranty, covered, promise
return, send back, bring back, exchange, take back
size, fit, colour, color, big, small
gift, present, voucher, gift card
receipt, proof of purchase, invoice
attempt, try, tried, effort, attempts, tries, too many, retry
unable, can not, not able, could not, will not let, would not let, impossible, not let me, not possible,
  fails to, can not seem
immediately, instantly, instant, straight away, right now, at once, real time
morning, am, breakfast time
evening, night, tonight, pm, late
weekend, saturday, sunday
monday, tuesday, wednesday, thursday, friday, weekday, saturday, sunday
january, february, march, april, may, june, july, august, september, october, november, december, month
one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, twenty, thirty, forty, fifty,
  sixty, hundred, thousand
"""
"""A group a line, its phrases parted by commas; a line that begins with a space continues the one above."""
