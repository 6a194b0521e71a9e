import re

import pytest

from voice.sandbox.twiml import (
    Connect,
    Hangup,
    Pause,
    Redirect,
    Reject,
    Say,
    Start,
    StreamNoun,
    TwimlError,
    parse,
)
from voice.twilio import twiml as service

URL = "https://voice.example.com/twilio/voice"


def verbs(body: str, content_type: str = "text/xml; charset=utf-8"):
    return parse(f"<Response>{body}</Response>".encode(), content_type, URL)


def test_the_services_own_answer_is_read():
    document = service.answer(
        ears_url="wss://voice.example.com/twilio/ears/one",
        mouth_url="wss://voice.example.com/twilio/mouth/two",
        action_url="https://voice.example.com/twilio/voice/after",
        parameters={"call": "c1"},
    )
    ears, mouth, end = parse(document.encode(), "text/xml", URL)
    assert isinstance(ears, Start)
    assert ears.stream.track == "both_tracks"
    assert ears.stream.parameters == {"call": "c1"}
    assert isinstance(mouth, Connect)
    assert mouth.stream.url == "wss://voice.example.com/twilio/mouth/two"
    assert mouth.action == "https://voice.example.com/twilio/voice/after"
    assert end == Hangup()


def test_the_services_apology_is_read():
    assert parse(service.say_and_hang_up("So sorry.").encode(), "text/xml", URL) == [
        Say("So sorry."),
        Hangup(),
    ]


def test_all_that_is_carried_out():
    assert verbs(
        "<Say>\n Hello\n  there </Say><Pause length='2'/><Pause/><Redirect method='get'>/next</Redirect>"
        "<Reject reason='busy'/><Reject/><Hangup/>"
    ) == [
        Say("Hello there"),
        Pause(2),
        Pause(1),
        Redirect("https://voice.example.com/next", "GET"),
        Reject("busy"),
        Reject("rejected"),
        Hangup(),
    ]


def test_openclaw_8814_the_query_of_a_streams_address_is_dropped():
    (start,) = verbs("<Start><Stream url='wss://h/a?token=x#y' name='n'/></Start>")
    assert start == Start(StreamNoun("wss://h/a", "n", "inbound_track", {}))


def test_relative_addresses_stand_on_the_documents():
    (connect,) = verbs("<Connect action='after'><Stream url='/mouth'/></Connect>")
    assert isinstance(connect, Connect)
    assert connect.action == "https://voice.example.com/twilio/after"
    assert connect.stream.url == "https://voice.example.com/mouth"


def test_a_document_without_verbs_ends_the_call():
    assert verbs("") == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<Dial>+1</Dial>", "<Dial> is not carried out"),
        ("<Play>a.mp3</Play>", "<Play> is not carried out"),
        ("<Gather/>", "<Gather> is not carried out"),
        ("<say>lower case</say>", "<say> is not carried out"),
        ("<Connect><ConversationRelay url='wss://h'/></Connect>", "takes one <Stream>"),
        ("<Connect/>", "has nothing in it"),
        ("<Start><Stream/></Start>", "11100"),
        ("<Connect><Stream url='wss://h' track='both_tracks'/></Connect>", "31941"),
        ("<Start><Stream url='wss://h' statusCallback='https://h'/></Start>", "statusCallback"),
        ("<Start><Stream url='wss://h' speed='2'/></Start>", "no attribute speed"),
        ("<Start><Stream url='wss://h'><Param/></Stream></Start>", "<Param> in <Stream>"),
        (
            f"<Start><Stream url='wss://h'><Parameter name='k' value='{'v' * 499}'/></Stream></Start>",
            "500 characters",
        ),
        ("<Pause length='long'/>", "not a number"),
        ("<Pause length='-1'/>", "out of range"),
        ("<Pause length='nan'/>", "out of range"),
        ("<Redirect/>", "names no address"),
        ("<Redirect method='PUT'>/a</Redirect>", "GET or POST"),
    ],
)
def test_what_cannot_be_carried_out_is_said(body: str, why: str):
    with pytest.raises(TwimlError, match=re.escape(why)):
        verbs(body)


def test_what_is_no_twiml_is_said_with_twilios_number():
    for document, content_type, number in (
        (b"<Response>", "text/xml", "12100"),
        (b"", "text/xml", "12100"),
        (b"<Answer/>", "text/xml", "12100"),
        (b"<Response/>", "application/json", "12300"),
        (b"<Response/>", "", "12300"),
        (b"<Response>" + b" " * 65_536 + b"</Response>", "text/xml", "11750"),
    ):
        with pytest.raises(TwimlError, match=number):
            parse(document, content_type, URL)


def test_entities_are_refused():
    bomb = b'<!DOCTYPE r [<!ENTITY a "aaaa">]><Response><Say>&a;</Say></Response>'
    with pytest.raises(TwimlError, match="12100"):
        parse(bomb, "text/xml", URL)
