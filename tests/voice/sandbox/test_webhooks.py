import pytest

from voice.sandbox.identity import CallIdentity, new_sid
from voice.sandbox.webhooks import Addresses, Signer
from voice.twilio.signature import verify_webhook

FORM = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}
CALL = CallIdentity("CA1", "AC1", "+15035550142", "+12065550100")


def test_the_golden_vectors_of_twilio_are_met():
    signer = Signer("12345")
    url = "https://example.com/myapp.php?foo=1&bar=2"
    assert signer.header(url, FORM) == {"X-Twilio-Signature": "L/OH5YylLD5NRKLltdqwSvS0BnU="}
    assert signer.header("wss://voice.example.com/media", {}) == {
        "X-Twilio-Signature": "jFDHVhI8XO69C49uXR3xmdZPylY="
    }


def test_over_tls_the_port_is_left_out_and_without_it_is_signed():
    signer = Signer("12345")
    assert signer.header("wss://h:8443/a", {}) == signer.header("wss://h/a", {})
    assert signer.header("ws://h:8080/a", {}) != signer.header("ws://h/a", {})


def test_the_services_own_check_takes_the_form_of_a_call():
    form = CALL.form("ringing")
    url = "http://127.0.0.1:8080/twilio/voice"
    signature = Signer("secret").header(url, form)["X-Twilio-Signature"]
    assert verify_webhook("secret", url, list(form.items()), signature)
    assert not verify_webhook("other", url, list(form.items()), signature)


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ("https://voice.example.com/twilio/voice", "http://127.0.0.1:8080/twilio/voice"),
        ("wss://voice.example.com/twilio/mouth/x", "ws://127.0.0.1:8080/twilio/mouth/x"),
        ("https://voice.example.com:443/a", "http://127.0.0.1:8080/a"),
        ("https://elsewhere.example.com/a", "https://elsewhere.example.com/a"),
        ("https://voice.example.com:444/a", "https://voice.example.com:444/a"),
    ],
)
def test_the_services_public_address_is_reached_where_it_is(given: str, reached: str):
    addresses = Addresses("http://127.0.0.1:8080", "https://voice.example.com")
    assert addresses.reached(given) == reached


def test_the_form_of_a_call_is_twilios():
    form = CALL.form("ringing")
    assert form["From"] == form["Caller"] == "+15035550142"
    assert form["To"] == form["Called"] == "+12065550100"
    assert (form["CallStatus"], form["Direction"], form["ApiVersion"]) == ("ringing", "inbound", "2010-04-01")
    for end in ("From", "To", "Caller", "Called"):
        for part in ("City", "State", "Zip", "Country"):
            assert form[end + part]


def test_the_final_status_counts_started_seconds_and_minutes():
    form = CALL.final_form(60_020, "Fri, 20 Nov 2026 10:00:00 +0000")
    assert (form["CallStatus"], form["CallDuration"], form["Duration"]) == ("completed", "61", "2")


def test_identifiers_are_twilios_and_never_the_same():
    one, two = new_sid("CA"), new_sid("CA")
    assert one != two
    assert len(one) == 34
    assert one.startswith("CA")
    assert set(one[2:]) <= set("0123456789abcdef")
