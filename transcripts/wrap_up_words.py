"""The few words of our own in a drafted note, by language; the rest is quoted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    reason_unknown: str
    outcome_unknown: str
    verified: str
    not_verified: str
    read: str
    """`{title}`: of an article, by the bot."""
    told: str
    """`{text}` and `{source}`: what the agent said of a card."""
    tool_failed: str
    """`{title}`."""
    ticked: str
    """`{items}`: of checklists."""
    taken: str
    """`{agent}`."""
    passed_on: str
    """`{to}`."""
    handed_over: str
    """`{to}`: the agent to whom it was handed."""
    consulted: str
    """`{to}`."""
    settled: str
    """`{words}` of the caller."""
    not_settled: str
    callback_promised: str
    hung_up: str
    call_back: str
    """`{number}`, `{queue}` and `{window}`, with their own lead."""
    by_queue: str
    voicemail: str
    we: str
    given: str
    """Of a detail that is secret."""


ENGLISH = Words(
    reason_unknown="Why they rang is not known.",
    outcome_unknown="Whether it is settled is not known.",
    verified="The caller was verified ({method}).",
    not_verified="The caller could not be verified.",
    read="The bot read “{title}”.",
    told="Told the caller: “{text}” ({source})",
    tool_failed="Nothing came of “{title}”.",
    ticked="From the checklists: {items}.",
    taken="{agent} took the call from the bot.",
    passed_on="Passed on to {to}.",
    handed_over="Handed over to {to}.",
    consulted="{to} was asked for advice.",
    settled="Settled, as the caller said: “{words}”",
    not_settled="Not settled, as the caller said: “{words}”",
    callback_promised="Not settled in this call: a call-back was promised.",
    hung_up="The caller hung up before anything was settled.",
    call_back="Call back {number}{queue}{window}.",
    by_queue=", by {queue}",
    voicemail="Answer the message that was left for {queue}: “{words}”",
    we="We",
    given="given",
)
SPANISH = Words(
    reason_unknown="No se sabe por qué llamó.",
    outcome_unknown="No se sabe si quedó resuelto.",
    verified="Se verificó al cliente ({method}).",
    not_verified="No se pudo verificar al cliente.",
    read="El bot leyó «{title}».",
    told="Se le dijo al cliente: «{text}» ({source})",
    tool_failed="No se logró «{title}».",
    ticked="De las listas: {items}.",
    taken="{agent} tomó la llamada del bot.",
    passed_on="Se pasó a {to}.",
    handed_over="Se entregó a {to}.",
    consulted="Se consultó a {to}.",
    settled="Resuelto, según dijo el cliente: «{words}»",
    not_settled="Sin resolver, según dijo el cliente: «{words}»",
    callback_promised="Sin resolver en esta llamada: se prometió llamar.",
    hung_up="El cliente colgó antes de que se resolviera nada.",
    call_back="Llamar al {number}{queue}{window}.",
    by_queue=", por parte de {queue}",
    voicemail="Responder al mensaje que dejó para {queue}: «{words}»",
    we="Nosotros",
    given="dado",
)
_METHODS = {
    "en": {"record": "by their record", "code": "by a code", "pin": "by their PIN"},
    "es": {"record": "por sus datos", "code": "por un código", "pin": "por su PIN"},
}


def words_in(language: str) -> Words:
    """`language`: BCP 47; English where there are none in it."""
    return SPANISH if language.partition("-")[0] == "es" else ENGLISH


def method_in(language: str, method: str) -> str:
    return _METHODS["es" if language.partition("-")[0] == "es" else "en"].get(method, method)
