"""Looks over everything that a call needs, and says for each problem what to do. Changes nothing."""

import os
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from assist.encoders.choice import chosen_encoder
from assist.encoders.sentence_encoder import SentenceEncoderUnavailable
from assist.knowledge import held_back
from config.centre_files import CentreError, load_centre
from config.settings import ConfigurationError, Settings
from transcripts.store.contract import StoreError
from transcripts.store.inspection import inspect_database
from voice.carrier_secret import carrier_account
from voice.speech.choice import describe

ENOUGH_DISK_MB = 500


class Health(StrEnum):
    WELL = "well"
    ADVICE = "advice"
    """It works, and could be better."""
    ILL = "ill"
    """No call can be taken like this."""


@dataclass(frozen=True, slots=True)
class Finding:
    part: str
    health: Health
    found: str
    remedy: str = ""
    """What to do, in a sentence; empty where nothing is to be done."""


def examine(settings: Settings) -> Iterator[Finding]:
    """Blocks for up to a few seconds: the engines' choice looks at the network."""
    checks: tuple[Callable[[Settings], Iterable[Finding]], ...] = (
        _centre,
        _carrier,
        _public_address,
        _port,
        _data_directory,
        _database,
        _engines,
        _encoder,
    )
    for check in checks:
        yield from check(settings)


def _centre(settings: Settings) -> Iterator[Finding]:
    try:
        centre = load_centre(settings.centre)
    except CentreError as error:
        yield Finding("centre", Health.ILL, str(error), "Correct these lines.")
        return
    parts = f"{len(centre.intents)} intents, {len(centre.articles)} articles, {len(centre.queues)} queues"
    yield Finding("centre", Health.WELL, f"{centre.name}: {parts}")
    for held in held_back([article for each in (centre, *centre.locales) for article in each.articles]):
        yield Finding(
            "article",
            Health.ADVICE,
            f'"{held.section}" of {held.article_id} speaks to the machine, nobody hears it: "{held.words}"',
            "Write it for the caller, and look who wrote it.",
        )


def _carrier(settings: Settings) -> Iterator[Finding]:
    try:
        account = carrier_account(settings)
    except ConfigurationError as error:
        yield Finding("carrier", Health.ILL, str(error), "Set ATTENDANT_TWILIO__AUTH_TOKEN.")
        return
    if account.carrier == "sandbox":
        yield Finding(
            "carrier",
            Health.ADVICE,
            "no Twilio account is configured: only the sandbox carrier on this machine can ring",
            "For a real number set ATTENDANT_TWILIO__ACCOUNT_SID and ATTENDANT_TWILIO__AUTH_TOKEN.",
        )
    elif not (account.account_sid.startswith("AC") and len(account.account_sid) == 34):
        yield Finding(
            "carrier",
            Health.ILL,
            "twilio.account_sid is not a Twilio account",
            "It begins with AC and has 34 characters; the console shows it.",
        )
    else:
        yield Finding("carrier", Health.WELL, "a Twilio account and its token are set")


def _public_address(settings: Settings) -> Iterator[Finding]:
    uses_twilio = bool(settings.twilio.auth_token.get_secret_value())
    if not settings.public_url:
        yield Finding(
            "public address",
            Health.ILL if uses_twilio else Health.ADVICE,
            "public_url is not set: the service can be rung from this machine alone",
            "Set public_url to the https address under which Twilio reaches this service.",
        )
    elif urlsplit(settings.public_url).scheme != "https":
        yield Finding(
            "public address",
            Health.ILL if uses_twilio else Health.ADVICE,
            f"{settings.public_url} is not https, and Twilio opens streams over TLS only",
            "Put a TLS proxy in front and set public_url to its https address.",
        )
    else:
        yield Finding("public address", Health.WELL, settings.public_url)


def _port(settings: Settings) -> Iterator[Finding]:
    try:
        with socket.create_server((settings.host, settings.port)):
            pass
    except OSError as error:
        yield Finding(
            "port",
            Health.ILL,
            f"{settings.host}:{settings.port} cannot be opened: {error.strerror}",
            "Is the service running already? Otherwise set another port.",
        )
    else:
        yield Finding("port", Health.WELL, f"{settings.host}:{settings.port} is free")


def _data_directory(settings: Settings) -> Iterator[Finding]:
    directory = settings.data_directory
    existing = next(path for path in (directory, *directory.absolute().parents) if path.exists())
    free_mb = shutil.disk_usage(existing).free // 1_000_000
    if not _writable(existing):
        yield Finding(
            "data directory",
            Health.ILL,
            f"{existing} cannot be written",
            "Give this user the right to, or set data_directory.",
        )
    elif free_mb < ENOUGH_DISK_MB:
        yield Finding(
            "data directory",
            Health.ILL,
            f"{directory}: {free_mb} MB left",
            "Make room, or set data_directory.",
        )
    else:
        yield Finding("data directory", Health.WELL, f"{directory}: {free_mb / 1000:.1f} GB left")


def _writable(directory: Path) -> bool:
    return os.access(directory, os.W_OK | os.X_OK)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        yield Finding("database", Health.WELL, inspect_database(settings.resolved_database_url))
    except StoreError as error:
        yield Finding("database", Health.ILL, str(error))


def _encoder(settings: Settings) -> Iterator[Finding]:
    named = settings.understanding.sentence_model
    try:
        found = chosen_encoder(named, settings.models_directory).name
    except SentenceEncoderUnavailable as error:
        yield Finding("understanding", Health.ILL, str(error), "Run `attendant models pull`.")
        return
    yield Finding(
        "understanding", Health.WELL, f"the sentence model {found}" if named else "the built-in encoder"
    )


def _engines(settings: Settings) -> Iterator[Finding]:
    """The choice that the service would make now, without loading a model."""
    named = {"recogniser": settings.recogniser.engine, "synthesiser": settings.synthesiser.engine}
    for found in describe(settings):
        replaceable = named[found.subject] == "auto"
        health = Health.WELL if found.good else Health.ADVICE if replaceable else Health.ILL
        yield Finding(found.subject, health, found.text, found.remedy)
