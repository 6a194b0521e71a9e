"""`attendant sandbox` before anything rings, and for as long as it runs."""

import os
import signal
import socket
import threading
from pathlib import Path

import pytest
import typer
from twilio.rest import Client
from typer.testing import CliRunner

from config.settings import Settings
from voice.carrier_secret import carrier_account
from voice.cli import sandbox
from voice.sandbox.phone_kinds import BROWSER, KINDS, phone_named
from voice.sandbox.problem import CallFailed

HANG = "<Response><Hangup/></Response>"


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    sandbox.register(app)
    return app


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_directory=tmp_path)


def test_the_kinds_of_telephone_are_listed_with_what_they_do(app: typer.Typer, settings: Settings):
    result = CliRunner().invoke(app, ["--kinds"], obj=settings)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == [*KINDS, BROWSER]


@pytest.mark.parametrize("text", ["+15005550001=fly", "+15005550001", "ana=answer", "=busy"])
def test_a_telephone_that_cannot_be_is_an_error_that_says_what_can(text: str):
    with pytest.raises(CallFailed, match=r"voicemail|give"):
        phone_named(text)


def test_a_sip_address_with_an_equals_sign_is_one():
    address, _ = phone_named("sip:ana@example.com;transport=tls=accept")
    assert address == "sip:ana@example.com;transport=tls"


def test_a_wrong_telephone_ends_the_command_with_its_sentence(app: typer.Typer, settings: Settings):
    result = CliRunner().invoke(app, ["--port", "0", "--phone", "+15005550001=fly"], obj=settings)
    assert result.exit_code == 1
    assert "is no telephone" in result.output


def test_it_takes_requests_of_the_twilio_package_until_it_is_told_to_stop(
    app: typer.Typer, settings: Settings
):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    account = carrier_account(settings)
    found: list[str] = []
    over = threading.Event()

    def ask() -> None:
        client = Client(account.account_sid, account.auth_token)
        client.api.base_url = f"http://127.0.0.1:{port}"
        try:
            while not found and not over.is_set():
                try:
                    placed = client.calls.create(to="+15005550001", from_="+12065550100", twiml=HANG)
                except OSError:
                    continue
                found.append(placed.status or "")
        finally:
            client.http_client.session.close()
        if not over.is_set():
            os.kill(os.getpid(), signal.SIGINT)

    asking = threading.Thread(target=ask)
    asking.start()
    result = CliRunner().invoke(app, ["--port", str(port), "--phone", "+15005550001=busy"], obj=settings)
    over.set()
    asking.join()
    assert result.exit_code == 0, result.output
    assert found == ["queued"]
    assert f"http://127.0.0.1:{port}" in result.output
