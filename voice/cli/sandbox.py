"""`attendant sandbox`: the telephone company of this machine alone, to try any Twilio software with."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from config.settings import Settings
from voice.carrier_secret import carrier_account
from voice.cli.running import run, until_told_to_stop
from voice.sandbox.browser_pages import BrowserPhones
from voice.sandbox.browser_phone import BrowserPhone
from voice.sandbox.commands import listening_address
from voice.sandbox.company import Company
from voice.sandbox.knobs import CompanyKnobs
from voice.sandbox.leg import Leg
from voice.sandbox.phone_kinds import BROWSER, KINDS, phone_named
from voice.sandbox.steps import FROM_NUMBER, Speak
from voice.sandbox.twiml_verbs import Ask, Subscription
from voice.speech.espeak import EspeakSynthesiser

PORT = 8091

NOT_IMPLEMENTED = (
    "<Pay>, <Refer>, <Prompt>, <Siprec>, ConversationRelay, Transcription, <Gather input=speech>, "
    "recordings of <Dial> and of conferences, TaskRouter, SIP domains, answering machine detection"
)


def register(app: typer.Typer) -> None:
    app.command()(sandbox)


def sandbox(
    context: typer.Context,
    service: Annotated[
        str | None,
        typer.Option(help="Where the software under test is; by default the service of these settings."),
    ] = None,
    port: Annotated[int, typer.Option(help="Where the REST interface listens, on 127.0.0.1.")] = PORT,
    phone: Annotated[
        list[str] | None,
        typer.Option(help="A telephone, as ADDRESS=KIND; `--kinds` says which there are. May be repeated."),
    ] = None,
    voice_path: Annotated[str, typer.Option(help="The path that answers incoming calls.")] = "/twilio/voice",
    status_path: Annotated[
        str, typer.Option(help="The path that is told of their end; empty: none.")
    ] = "/twilio/status",
    ring: Annotated[
        list[Path] | None,
        typer.Option(help="Ring the service at once, and say this WAV file. May be repeated, for one call."),
    ] = None,
    from_number: Annotated[str, typer.Option(help="Who rings.")] = FROM_NUMBER,
    stale_action: Annotated[
        bool, typer.Option(help="A redirect during <Dial> requests the interrupted action first.")
    ] = False,
    duplicate: Annotated[bool, typer.Option(help="Every callback comes twice.")] = False,
    reorder: Annotated[bool, typer.Option(help="Of each two callbacks the second comes first.")] = False,
    callback_delay_ms: Annotated[int, typer.Option(help="Callbacks come so much later.")] = 0,
    rest_delay_ms: Annotated[int, typer.Option(help="REST answers so much later than the work is done.")] = 0,
    output: Annotated[
        Path | None, typer.Option(help="The directory for recordings and timelines of all legs.")
    ] = None,
    kinds: Annotated[bool, typer.Option("--kinds", help="Say which kinds of telephone there are.")] = False,
) -> None:
    """Run a small telephone company with Twilio's REST interface on this machine, until Ctrl+C."""
    if kinds:
        width = max(map(len, KINDS))
        for kind, (what, _) in KINDS.items():
            typer.echo(f"{kind:{width}}  {what}")
        typer.echo(f"{BROWSER:{width}}  is a page, for you to answer and, with a number, to call from")
        return
    settings: Settings = context.obj
    base = (service or settings.public_url or listening_address(settings)).rstrip("/")
    reached = (service or listening_address(settings)).rstrip("/")
    knobs = CompanyKnobs(
        stale_action=stale_action,
        duplicate_callbacks=duplicate,
        reorder_callbacks=reorder,
        callback_delay_ms=callback_delay_ms,
        rest_delay_ms=rest_delay_ms,
    )

    async def work() -> None:
        account = carrier_account(settings)
        company = Company(
            account.account_sid,
            account.auth_token,
            output or settings.data_directory / "company",
            service_url=reached,
            public_url=base,
            port=port,
        )
        scripted = [text for text in phone or () if not text.endswith(f"={BROWSER}")]
        for text in scripted:
            company.register(*phone_named(text))
        voice = EspeakSynthesiser("en-us")
        async with company, BrowserPhones(company, voice=voice.synthesise) as pages:
            company.knobs = knobs
            for text in phone or ():
                if text not in scripted:
                    address, _ = phone_named(text.removesuffix(BROWSER) + "answer")
                    calls = "the service" if address.startswith("+") else ""
                    page = pages.add(BrowserPhone(f"The telephone {address}", address, calls=calls))
                    typer.echo(f"The page of {address}: {page}")
            _introduce(company, base, account.account_sid, phone or [])
            if ring:
                status = Ask(base + status_path) if status_path else None
                leg = company.call(
                    [Speak(path) for path in ring],
                    from_number,
                    voice=Ask(base + voice_path),
                    status=Subscription(status, frozenset({"completed"})),
                )
                watching = asyncio.create_task(_say_how_it_ended(leg))
            else:
                watching = None
            await until_told_to_stop()
            if watching is not None:
                watching.cancel()

    run(work)


def _introduce(company: Company, base: str, account_sid: str, phones: list[str]) -> None:
    typer.echo(f"The telephone company listens on {company.url}, as account {account_sid}.")
    typer.echo(f'With the twilio package: client.api.base_url = "{company.url}".')
    typer.echo(f"It signs with this installation's auth token, and rings {base}.")
    typer.echo(f"Telephones: {', '.join(phones) or 'none; give --phone ADDRESS=KIND'}.")
    typer.echo(f"Recordings and timelines: {company.directory}")
    typer.echo(f"Not implemented: {NOT_IMPLEMENTED}. What is asked of it anyway is refused by name.")


async def _say_how_it_ended(leg: Leg) -> None:
    await leg.over.wait()
    report = leg.report()
    seconds = report.duration_ms / 1000
    typer.echo(f"The call took {seconds:.1f} s and was ended by the {report.ended_by}. {report.timeline}")
    for note in report.notes:
        typer.echo(f"note: {note}")
