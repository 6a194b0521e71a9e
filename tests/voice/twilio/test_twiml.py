import pytest
from defusedxml.ElementTree import fromstring

from voice.twilio import twiml

EARS = "wss://voice.example.com/twilio/ears/abc"
MOUTH = "wss://voice.example.com/twilio/mouth/def"
AFTER = "https://voice.example.com/twilio/voice/after"


def answer(**changes):
    return twiml.answer(**{"ears_url": EARS, "mouth_url": MOUTH, "action_url": AFTER, **changes})


def test_the_answer_forks_the_ears_then_connects_the_mouth_then_hangs_up():
    assert answer() == (
        '<?xml version="1.0" encoding="UTF-8"?><Response>'
        f'<Start><Stream name="ears" track="both_tracks" url="{EARS}" /></Start>'
        f'<Connect action="{AFTER}"><Stream url="{MOUTH}" /></Connect>'
        "<Hangup /></Response>"
    )


def test_dograh_704_no_pause_follows_connect():
    assert [verb.tag for verb in fromstring(answer())] == ["Start", "Connect", "Hangup"]


def test_parameters_come_with_both_streams():
    document = fromstring(answer(parameters={"queue": "billing"}))
    assert [(p.get("name"), p.get("value")) for p in document.iter("Parameter")] == [("queue", "billing")] * 2


def test_a_parameter_has_fewer_than_500_characters_with_its_name():
    answer(parameters={"n" * 9: "v" * 490})
    with pytest.raises(ValueError, match="500 characters"):
        answer(parameters={"n" * 10: "v" * 490})


@pytest.mark.parametrize("which", ["ears_url", "mouth_url"])
@pytest.mark.parametrize("query", ["?token=abc", "#abc"])
def test_openclaw_21050_a_stream_address_with_a_query_is_refused(which, query):
    with pytest.raises(ValueError, match="path"):
        answer(**{which: EARS + query})


def test_a_stream_address_is_a_web_sockets_address():
    with pytest.raises(ValueError, match="wss://"):
        answer(ears_url="https://voice.example.com/ears")


@pytest.mark.parametrize("text", ["<Hangup/>", "a & b", "\"quoted\" 'too'", "]]>", "¿Qué? 😀", "&amp;"])
def test_text_is_escaped(text):
    document = fromstring(twiml.say_and_hang_up(text))
    assert [verb.tag for verb in document] == ["Say", "Hangup"]
    assert document[0].text == text
    assert fromstring(answer(action_url=f"{AFTER}?a={text}"))[1].get("action") == f"{AFTER}?a={text}"
    parameter = next(fromstring(answer(parameters={text: text})).iter("Parameter"))
    assert (parameter.get("name"), parameter.get("value")) == (text, text)


def test_characters_that_no_document_can_carry_are_left_out():
    document = fromstring(twiml.say_and_hang_up("a\x00b\x1bc\ud800d\ufffee\tf"))
    assert document[0].text == "abcde\tf"


def test_a_caller_who_finds_all_lines_busy_is_told_so_or_hears_the_busy_tone():
    assert twiml.reject_busy("All lines are busy.") == twiml.say_and_hang_up("All lines are busy.")
    assert fromstring(twiml.reject_busy())[0].attrib == {"reason": "busy"}


def test_the_short_documents():
    assert [verb.tag for verb in fromstring(twiml.hang_up())] == ["Hangup"]
    assert len(fromstring(twiml.empty())) == 0
