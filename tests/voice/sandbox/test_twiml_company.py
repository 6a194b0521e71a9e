import re

import pytest

from voice.sandbox.twiml import Connect, Pause, Say, Start, TwimlError
from voice.sandbox.twiml_company import parse_company
from voice.sandbox.twiml_verbs import (
    Ask,
    Callee,
    ConferenceNoun,
    Dial,
    Enqueue,
    Gather,
    Leave,
    Play,
    QueueNoun,
    Record,
    Stop,
    Subscription,
)

URL = "https://voice.example.com/twilio/voice"
ROOT = "https://voice.example.com"


def verbs(body: str, url: str = URL):
    return parse_company(f"<Response>{body}</Response>".encode(), "text/xml", url)


def test_a_dial_of_telephones_has_twilios_defaults():
    (dial,) = verbs("<Dial>+15005550001</Dial>")
    callee = Callee("+15005550001", None, Subscription())
    assert dial == Dial((callee,), None, None, None, 30, 14_400, False, False, "", False)


def test_the_nouns_of_dial_with_their_whispers_and_callbacks():
    (dial,) = verbs(
        '<Dial action="/done" method="GET" timeout="12" answerOnBridge="true" hangupOnStar="true" callerId="+1">'
        '<Number url="/whisper" statusCallback="/n" statusCallbackEvent="ringing answered">+15005550001</Number>'
        "<Client>ana</Client><Sip>sip:ana@example.com</Sip></Dial>"
    )
    assert isinstance(dial, Dial)
    assert [callee.address for callee in dial.callees] == [
        "+15005550001",
        "client:ana",
        "sip:ana@example.com",
    ]
    number = dial.callees[0]
    assert number.whisper == Ask(f"{ROOT}/whisper")
    assert number.status == Subscription(Ask(f"{ROOT}/n"), frozenset({"ringing", "answered"}))
    assert dial.action == Ask(f"{ROOT}/done", "GET")
    assert (dial.timeout_s, dial.answer_on_bridge, dial.hangup_on_star, dial.caller_id) == (
        12,
        True,
        True,
        "+1",
    )


def test_a_conference_has_twilios_defaults_and_an_empty_wait_url_is_silence():
    (dial,) = verbs("<Dial><Conference>room</Conference></Dial>")
    assert isinstance(dial, Dial)
    assert dial.conference == ConferenceNoun(
        "room", "", False, "true", True, False, "", 250, None, "POST", Subscription()
    )
    (dial,) = verbs('<Dial><Conference waitUrl="" statusCallback="/c">room</Conference></Dial>')
    assert isinstance(dial, Dial)
    assert dial.conference is not None
    assert dial.conference.wait_url == ""
    assert dial.conference.status.events == {"start", "end"}


def test_the_other_verbs_of_a_company():
    assert verbs(
        "<Play loop='0'>a.wav</Play><Play digits='1w2'/><Leave/><Stop><Stream name='ears'/></Stop>"
        "<Dial><Queue url='/q'>billing</Queue></Dial><Enqueue waitUrl='/wait'>billing</Enqueue>"
    ) == [
        Play(f"{ROOT}/twilio/a.wav", 0),
        Play("", 1, "1w2"),
        Leave(),
        Stop("ears"),
        Dial((), None, QueueNoun("billing", Ask(f"{ROOT}/q")), None, 30, 14_400, False, False, "", False),
        Enqueue("billing", None, Ask(f"{ROOT}/wait"), 1000),
    ]


def test_gather_and_record_go_back_to_their_own_document_without_an_action():
    gather, record = verbs("<Gather numDigits='4'><Say>Keys?</Say><Pause/></Gather><Record/>")
    assert gather == Gather((Say("Keys?"), Pause(1)), Ask(URL), 4, 5, "#", False)
    assert record == Record(Ask(URL), 5, 3600, "1234567890*#", True, None)


def test_streams_may_have_callbacks_here():
    start, connect = verbs(
        "<Start><Stream url='wss://h/a' statusCallback='https://h/s'/></Start>"
        "<Connect action='/after'><Stream url='wss://h/b'/></Connect>"
    )
    assert isinstance(start, Start)
    assert start.stream.status_callback == "https://h/s"
    assert isinstance(connect, Connect)
    assert connect.action == f"{ROOT}/after"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<Pay/>", "<Pay> is not carried out"),
        ("<Connect><ConversationRelay url='wss://h'/></Connect>", "takes one <Stream>"),
        ("<Connect><Stream url='wss://h' track='both_tracks'/></Connect>", "31941"),
        ("<Gather input='speech'/>", "input=speech"),
        ("<Gather><Dial>+1</Dial></Gather>", "<Dial> in <Gather>"),
        ("<Gather numDigits='few'/>", "not a number"),
        ("<Dial/>", "1 to 10 numbers"),
        ("<Dial>" + "<Number>+15005550001</Number>" * 11 + "</Dial>", "1 to 10 numbers"),
        ("<Dial><Conference>a</Conference><Number>+1</Number></Dial>", "1 to 10 numbers"),
        ("<Dial><Sim>x</Sim></Dial>", "<Dial><Sim> is not carried out"),
        ("<Dial record='record-from-answer'>+1</Dial>", "<Dial record>"),
        ("<Dial><Conference record='record-from-start'>a</Conference></Dial>", "<Conference record>"),
        ("<Dial><Conference eventCallbackUrl='/e'>a</Conference></Dial>", "no attribute eventCallbackUrl"),
        ("<Dial answerOnBridge='perhaps'>+1</Dial>", "true or false"),
        ("<Enqueue workflowSid='WW'/>", "TaskRouter"),
        ("<Enqueue/>", "1 to 64 characters"),
        ("<Stop><Stream/></Stop>", "one <Stream name>"),
        ("<Start><Stream url='wss://h' statusCallback='/s'/></Start>", "must be absolute"),
        ("<Play/>", "11100"),
    ],
)
def test_what_cannot_be_carried_out_is_said(body: str, why: str):
    with pytest.raises(TwimlError, match=re.escape(why)):
        verbs(body)


@pytest.mark.parametrize("body", ["<Redirect>/x</Redirect>", "<Gather action='/x'/>", "<Play>/x.wav</Play>"])
def test_15004_what_came_by_rest_has_no_relative_addresses(body: str):
    with pytest.raises(TwimlError, match="15004"):
        verbs(body, "")
