"""Signatures, against values that were computed by hand from Twilio's recipe (auth token 12345)."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.twilio.signature import Verdict, public_url, sign, verify_json, verify_upgrade, verify_webhook

TOKEN = "12345"
URL = "https://example.com/myapp.php?foo=1&bar=2"
FORM = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675310"),
    ("From", "+14158675310"),
    ("Digits", "1234"),
    ("To", "+18005551212"),
]
SIGNATURE = "L/OH5YylLD5NRKLltdqwSvS0BnU="
BODY = b'{"CallSid":"CA1234567890ABCDE","Caller":"+12349013030"}'
BODY_HASH = "5ccde7145dfb8f56479710896586cb9d5911809d83afbe34627818790db0aec9"
BODY_URL = f"{URL}&bodySHA256={BODY_HASH}"
BODY_SIGNATURE = "JHIrWd4Byv5CHXcDkQP13zDT6Cg="
SOCKET = "wss://voice.example.com/media"

GOLDEN = [
    (URL, FORM, SIGNATURE),
    ("https://example.com/myapp.php?CallSid=CA1&Digits=5", [], "yUyJrlCjpCPRsMbb+wW1ZtMyfWM="),
    (BODY_URL, [], BODY_SIGNATURE),
    (SOCKET, [], "jFDHVhI8XO69C49uXR3xmdZPylY="),
    (f"{SOCKET}/", [], "BXF4dPv/qKwfALEQ/o2fVPPvK/c="),
    ("https://voice.example.com/media", [], "2A768no+sGy6/ZLDxHITQfda/E8="),
    ("https://example.com/x", [("A", "2"), ("A", "1"), ("A", "1")], "9nQKacgkuQIX5aDLmltCwScwtp4="),
    ("https://example.com/x", [("A", ""), ("B", "1")], "3DPay6UbN1NZrM0IY3SiGb3pm3s="),
]


@pytest.mark.parametrize(("url", "form", "signature"), GOLDEN)
def test_the_golden_vectors_are_computed_and_accepted(url, form, signature):
    assert sign(TOKEN, url, form) == signature
    assert verify_webhook(TOKEN, url, form, signature) == Verdict(True)


def test_the_golden_vector_of_the_new_algorithm_is_computed():
    assert sign(TOKEN, URL, FORM, algorithm="HMAC_SHA256") == "qMztBq0IANMH/q0K9sCfKQJLylezvRdRzRS647SAVow="


def test_the_recipe_gives_the_same_without_the_sdk():
    text = URL + "".join(name + value for name, value in sorted(FORM))
    digest = hmac.new(TOKEN.encode(), text.encode(), hashlib.sha1).digest()
    assert base64.b64encode(digest).decode() == sign(TOKEN, URL, FORM)


def test_the_order_of_the_fields_does_not_matter():
    assert verify_webhook(TOKEN, URL, FORM[::-1], SIGNATURE)


@pytest.mark.parametrize(
    ("token", "url", "form", "signature"),
    [
        ("12346", URL, FORM, SIGNATURE),
        (TOKEN, URL + "&x=1", FORM, SIGNATURE),
        (TOKEN, URL.replace("https", "http"), FORM, SIGNATURE),
        (TOKEN, URL.replace("myapp.php", "myapp.php/"), FORM, SIGNATURE),
        (TOKEN, URL, FORM[1:], SIGNATURE),
        (TOKEN, URL, [*FORM, ("Extra", "1")], SIGNATURE),
        (TOKEN, URL, FORM, SIGNATURE[:-1]),
        (TOKEN, URL, FORM, SIGNATURE.lower()),
        (TOKEN, URL, FORM, SIGNATURE + " "),
    ],
)
def test_whatever_differs_is_refused(token, url, form, signature):
    verdict = verify_webhook(token, url, form, signature)
    assert not verdict.valid
    assert not verdict
    assert "does not hold" in verdict.why


@pytest.mark.parametrize("signature", [None, ""])
def test_a_request_without_a_signature_is_refused(signature):
    assert "no X-Twilio-Signature" in verify_webhook(TOKEN, URL, FORM, signature).why
    assert "no X-Twilio-Signature" in verify_upgrade(TOKEN, SOCKET, signature).why


def test_without_an_auth_token_everything_is_refused():
    assert "no auth token" in verify_webhook("", URL, FORM, sign("", URL, FORM)).why
    assert "no auth token" in verify_upgrade("", SOCKET, sign("", SOCKET)).why


@pytest.mark.parametrize("signature", ["ü", "\ud800", "\x00", "=" * 10_000, b"bytes", 7, ["x"]])
def test_an_odd_signature_is_refused_and_does_not_raise(signature):
    assert not verify_webhook(TOKEN, URL, FORM, signature)
    assert not verify_upgrade(TOKEN, SOCKET, signature)
    assert not verify_json(TOKEN, BODY_URL, BODY, signature)


@pytest.mark.parametrize(
    "form", [None, [("a", None)], [("a", b"1")], [("a", ["1", "2"])], [(1, "1")], ["abc"], [("\ud800", "1")]]
)
def test_an_odd_form_is_refused_and_does_not_raise(form):
    assert not verify_webhook(TOKEN, URL, form, SIGNATURE)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "https://[::1", "https://h:99999/", "https://h:x/", "\ud800", None, 7]
)
def test_an_odd_address_is_refused_and_does_not_raise(url):
    assert not verify_webhook(TOKEN, url, FORM, SIGNATURE)
    assert not verify_json(TOKEN, url, BODY, SIGNATURE)
    assert not verify_upgrade(TOKEN, url, SIGNATURE)


@settings(deadline=None, max_examples=100)
@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=4),
    st.text(max_size=40),
)
def test_nothing_that_comes_makes_it_raise(url, form, signature):
    assert isinstance(verify_webhook(TOKEN, url, form, signature), Verdict)
    assert isinstance(verify_json(TOKEN, url, signature.encode("utf-8", "replace"), signature), Verdict)
    assert isinstance(verify_upgrade(TOKEN, url, signature), Verdict)


@pytest.mark.parametrize(
    ("signed", "configured"),
    [
        ("https://example.com/a", "https://example.com:443/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com/a", "https://example.com:8443/a"),
        ("http://127.0.0.1:8080/a?b=1", "http://127.0.0.1:8080/a?b=1"),
        ("wss://example.com:443/a", "wss://example.com/a"),
        ("https://[::1]/a", "https://[::1]:8443/a"),
    ],
)
def test_twilio_may_leave_the_port_out_or_put_it_in(signed, configured):
    assert verify_webhook(TOKEN, configured, FORM, sign(TOKEN, signed, FORM))


def test_another_port_is_another_address():
    assert not verify_webhook(
        TOKEN, "https://example.com/a", FORM, sign(TOKEN, "https://example.com:8443/a", FORM)
    )


# JSON bodies.


def test_a_json_body_is_checked_by_its_hash_and_the_address_that_carries_it():
    assert hashlib.sha256(BODY).hexdigest() == BODY_HASH
    assert verify_json(TOKEN, BODY_URL, BODY, BODY_SIGNATURE)


def test_a_json_body_that_was_changed_is_refused():
    assert "not the one that was signed" in verify_json(TOKEN, BODY_URL, BODY + b" ", BODY_SIGNATURE).why


@pytest.mark.parametrize("url", [URL, f"{BODY_URL}&bodySHA256={BODY_HASH}", f"{URL}&bodySHA256="])
def test_a_json_body_needs_exactly_one_hash(url):
    assert "one bodySHA256" in verify_json(TOKEN, url, BODY, sign(TOKEN, url)).why


def test_a_json_body_with_its_own_hash_but_without_twilio_is_refused():
    other = b'{"a":1}'
    url = f"{URL}&bodySHA256={hashlib.sha256(other).hexdigest()}"
    assert "does not hold" in verify_json(TOKEN, url, other, BODY_SIGNATURE).why


# The upgrade.


@pytest.mark.parametrize("signed", [SOCKET, f"{SOCKET}/"])
def test_an_upgrade_may_be_signed_with_and_without_a_slash_at_the_end(signed):
    assert verify_upgrade(TOKEN, SOCKET, sign(TOKEN, signed))


@pytest.mark.parametrize(
    "signed",
    ["https://voice.example.com/media", "wss://voice.example.com/medi", "wss://voice.example.com/media//"],
)
def test_openai_agents_python_5110_an_upgrade_signed_for_another_address_is_refused(signed):
    verdict = verify_upgrade(TOKEN, SOCKET, sign(TOKEN, signed))
    assert not verdict
    assert SOCKET in verdict.why


def test_openclaw_7001_an_upgrade_without_a_signature_is_refused():
    assert not verify_upgrade(TOKEN, SOCKET, None)


# The address.


@pytest.mark.parametrize(
    ("base", "path", "web", "socket"),
    [
        ("https://a.example", "/x?y=%20", "https://a.example/x?y=%20", "wss://a.example/x?y=%20"),
        ("https://a.example/", "/x", "https://a.example/x", "wss://a.example/x"),
        ("https://a.example/in", "/x", "https://a.example/in/x", "wss://a.example/in/x"),
        ("http://127.0.0.1:8080", "/x", "http://127.0.0.1:8080/x", "ws://127.0.0.1:8080/x"),
        ("https://a.example", "http://evil.example/x", "https://a.example/http://evil.example/x", None),
        ("https://a.example", "//evil.example/x", "https://a.example//evil.example/x", None),
    ],
)
def test_addresses_are_built_from_the_configured_base_only(base, path, web, socket):
    assert public_url(base, path) == web
    if socket is not None:
        assert public_url(base, path, socket=True) == socket
