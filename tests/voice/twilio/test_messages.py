import pytest

from voice.twilio.messages import MarkMessage, UnknownEvent, Unreadable, decode, short


def test_a_message_is_known_by_its_event():
    message = decode('{"event":"mark","streamSid":"MZ1","mark":{"name":"g1.1"}}')
    assert isinstance(message, MarkMessage)
    assert (message.stream_sid, message.mark.name) == ("MZ1", "g1.1")


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        ("no JSON", "the message is not JSON"),
        ("[1]", "none of Twilio's"),
        ('{"a":1}', "none of Twilio's"),
        ('{"event":"mark","streamSid":"MZ1"}', "mark: Object missing required field `mark`"),
        ('{"event":"mark","a":' + "[" * 10_000, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_explained(text, explanation):
    with pytest.raises(Unreadable, match=explanation):
        decode(text)


def test_a_new_kind_of_message_is_not_taken_for_a_broken_one():
    with pytest.raises(UnknownEvent, match="unknown event transcription"):
        decode('{"event":"transcription","text":"hello"}')


def test_an_explanation_is_short_plain_ascii():
    assert short("a\nbü" + "x" * 500) == "a?b?" + "x" * 116
