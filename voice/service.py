"""The composition root: builds every part from the settings, starts and stops them in order.

Nothing else knows how the parts are made; everything gets what it needs by constructor.
"""

import asyncio
import secrets
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import datetime

import structlog
from aiohttp import web
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from assist.approvals import ApprovalDesk
from assist.encoders.choice import chosen_encoder
from assist.encoders.encoder import Encoder
from assist.verification import CodeSender
from config.centre import Centre
from config.centre_files import load_centre
from config.settings import ConfigurationError, Settings
from transcripts.events import Stream
from transcripts.interrupted import InterruptedCall
from transcripts.journal import Journal, utc_now
from transcripts.recovery import close_open_calls, find_open_calls
from transcripts.store.event_store import SqlEventStore
from voice.agents import Roster
from voice.bot.understanding import Understanding
from voice.call_actions import CallActions
from voice.call_services import CallServices
from voice.callback_dialling import CallbackDialler
from voice.callbacks import CallbackBook
from voice.carrier_secret import carrier_account
from voice.errands import Errands
from voice.kept_token import kept_token
from voice.metrics import Metrics
from voice.one_time_codes import SEND_S, SandboxCodes, TwilioCodes
from voice.panel_parts import Assistance, PanelParts, kept_going, open_panel, serve_panel
from voice.people import open_dialler, open_roster, open_transfers, open_waiting
from voice.resuming import Resuming
from voice.resumption import Resumption
from voice.speech.choice import Choice, choose_recogniser, choose_synthesiser, choose_voices
from voice.speech.clauses import split_clauses
from voice.speech.known_phrases import known_phrases
from voice.speech.phrases import PhraseCache, SpeechSource
from voice.speech.recogniser import Recogniser
from voice.speech.scheduler import RecognitionScheduler
from voice.speech.synthesiser import Synthesiser
from voice.switchboard import Switchboard
from voice.transfer_desk import Transfers
from voice.turns.activity import WebRtcActivity
from voice.twilio.idempotency import AnswerMemory
from voice.twilio.rest import Answer
from voice.twilio.signature import public_url
from voice.twilio.tokens import StreamTokens
from voice.waiting_room import WaitingRoom
from voice.web.accounts import AccountsApi
from voice.web.agents import Agents
from voice.web.approvals import Approvals
from voice.web.callback_webhooks import CallbackWebhooks
from voice.web.health import Health
from voice.web.live_calls import LiveCalls
from voice.web.operators import OPERATORS_TOKEN
from voice.web.sockets import Sockets
from voice.web.transfer_webhooks import TransferWebhooks
from voice.web.webhooks import Webhooks

THINKING_THREADS = 2
"""For understanding and summaries: short work that must not wait behind recognition."""

FIRST_PHRASES = 12
"""Clauses made before the first call is taken; the others follow while calls are taken."""


class Service:
    """One running Attendant: `start` it, wait until it is `ready`, `stop` it."""

    def __init__(
        self,
        settings: Settings,
        *,
        recogniser: Recogniser | None = None,
        synthesiser: Synthesiser | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """The engines are chosen from the settings unless they are handed in. Raises `ConfigurationError`."""
        self.settings = settings
        self.account = carrier_account(settings)
        self.port = settings.port
        self.base_url = settings.public_url
        """Where it is reached, once started."""
        self.switchboard = Switchboard(limit=settings.limits.calls)
        self.engines = ""
        """Which engines were taken and why, in words, once it is ready."""
        self._recogniser = recogniser
        self._synthesiser = synthesiser
        self._clock = clock
        self._wall_clock = wall_clock
        self._log = structlog.get_logger(__name__)
        self._parts = AsyncExitStack()
        """What listens and records."""
        self._lines = AsyncExitStack()
        """What takes calls; it is closed first."""
        self._not_ready = "the service is starting"
        self._opening: asyncio.Task[None] | None = None
        self.journal: Journal
        self.metrics: Metrics
        self.approvals: ApprovalDesk | None = None
        """Where people approve what is risky, once it is ready."""
        self.roster: Roster
        """Where the centre's people are, once started."""
        self._transfers: Transfers | None = None
        self._waiting_room: WaitingRoom | None = None
        self._resuming = Resuming()
        self._resumption: Resumption
        self._dialler: CallbackDialler | None = None
        self._assistance = Assistance()
        self.panel: PanelParts
        """Who signs in, and what they are shown, once started."""
        self._tokens: StreamTokens
        self._store: SqlEventStore

    async def start(self) -> None:
        """Opens the record and listens; returns while the engines are still loading.

        Raises `CentreError`, `StoreError` or `ConfigurationError` (the port is taken); then nothing runs.
        """
        async with AsyncExitStack() as stack:
            await self._start(stack)
            self._parts = stack.pop_all()

    async def ready(self) -> None:
        """Returns when the models are warm and calls are taken. Raises `EngineMissing`."""
        assert self._opening is not None, "start the service first"
        await asyncio.shield(self._opening)

    async def stop(self) -> None:
        """Ends the calls, writes their records, releases everything."""
        await self.switchboard.close()
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.wait([self._opening])
        await self._lines.aclose()
        await self._parts.aclose()

    def not_ready(self) -> list[str]:
        """Why no call can be taken now, in words."""
        reasons = [self._not_ready] if self._not_ready else []
        return reasons if self.journal.healthy else [*reasons, self.journal.fault]

    async def _start(self, stack: AsyncExitStack) -> None:
        settings = self.settings
        settings.data_directory.mkdir(parents=True, exist_ok=True)
        centre = load_centre(settings.centre)
        self._store = store = await SqlEventStore.open(settings.resolved_database_url)
        stack.push_async_callback(store.close)
        self.journal = Journal(store, wall_clock=self._wall_clock)
        await self.journal.start()
        stack.push_async_callback(self.journal.close)
        self._resumption = await self._left_open(centre)
        self.metrics = Metrics(lambda: len(self.switchboard))
        self.roster = await open_roster(
            stack,
            centre,
            store,
            going_on=self._resumption.transfers,
            clock=self._clock,
            wall_clock=self._wall_clock,
        )
        await self._listen(centre, stack)
        self._opening = asyncio.create_task(self._open_lines(centre, self._lines), name="open lines")

    async def _left_open(self, centre: Centre) -> Resumption:
        """What the last run left: closed at once where there is no carrier to ask whether it goes on."""
        asks = self._carrier_can_connect(centre)
        interrupted: tuple[InterruptedCall, ...] = ()
        if asks:
            found = await find_open_calls(self.journal, self._store, wall_clock=self._wall_clock)
            interrupted = found.interrupted
        else:
            await close_open_calls(self.journal, self._store, wall_clock=self._wall_clock)
        return Resumption(interrupted, self._resuming, self.journal, self.switchboard, self._wall_clock)

    async def _listen(self, centre: Centre, stack: AsyncExitStack) -> None:
        settings = self.settings
        listener = stack.enter_context(_listener(settings))
        self.port = int(listener.getsockname()[1])
        self.base_url = settings.public_url or f"http://{settings.host}:{self.port}"
        tokens = StreamTokens(settings.twilio.token_lifetime_s, self._clock, secrets.token_bytes(32))
        webhooks = Webhooks(
            switchboard=self.switchboard,
            tokens=tokens,
            answers=AnswerMemory(self._clock),
            auth_token=self.account.auth_token,
            base_url=self.base_url,
            carrier=self.account.carrier,
            resuming=self._resuming,
        )
        self._tokens = tokens
        callbacks = CallbackWebhooks(
            lambda: self._dialler,
            self.switchboard,
            webhooks.verified,
            webhooks.streams,
            self.account.carrier,
        )
        transfers = TransferWebhooks(lambda: self._transfers, webhooks.verified_of_transfer)
        sockets = Sockets(
            switchboard=self.switchboard,
            tokens=tokens,
            auth_token=self.account.auth_token,
            base_url=self.base_url,
            start_deadline_s=settings.twilio.start_deadline_s,
            max_message_bytes=settings.twilio.max_message_bytes,
        )
        health = Health(self.not_ready, self.metrics.registry)
        token = kept_token(settings.data_directory / OPERATORS_TOKEN)
        approvals = Approvals(lambda: self.approvals, token, self._clock)
        agents = Agents(lambda: self.roster, token)
        actions = CallActions(self.switchboard, lambda: self._transfers)
        calls = LiveCalls(actions, token, self._wall_clock)
        app = web.Application(client_max_size=settings.twilio.max_webhook_bytes)
        self.panel = panel = await open_panel(
            stack,
            centre,
            self._store,
            self.journal,
            self.roster,
            actions,
            lambda: self._waiting_room,
            self.base_url,
            clock=self._clock,
            wall_clock=self._wall_clock,
        )
        accounts = AccountsApi(panel.accounts, panel.sessions, lambda: self.roster.names, token)
        for part in (webhooks, sockets, health, approvals, agents, calls, transfers, callbacks, accounts):
            app.add_routes(part.routes())
        serve_panel(app, panel, self.journal, self._assistance.of)
        runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, listener, backlog=512).start()
        watch = asyncio.create_task(self.metrics.watch_loop(), name="loop watch")
        stack.callback(watch.cancel)

    async def _open_lines(self, centre: Centre, stack: AsyncExitStack) -> None:
        """Chooses and warms the engines, learns the centre, makes the first phrases; then takes calls."""
        settings = self.settings
        loop = asyncio.get_running_loop()
        self._not_ready = "the engines are being loaded"
        thinking = ThreadPoolExecutor(THINKING_THREADS, thread_name_prefix="thinking")
        stack.callback(thinking.shutdown, wait=True, cancel_futures=True)
        try:
            chosen = await loop.run_in_executor(thinking, self._choose_engines, centre)
            recogniser, synthesiser, voices, self.engines = chosen
            for engine in (recogniser, synthesiser, *voices.values()):
                stack.callback(engine.close)
            learning = loop.run_in_executor(thinking, self._learn, centre)
            await loop.run_in_executor(thinking, recogniser.warm_up)
            for voice in (synthesiser, *voices.values()):
                await loop.run_in_executor(thinking, voice.warm_up)
            understanding, encoder = await learning
            scheduler = RecognitionScheduler(recogniser, max_queue=settings.recogniser.max_queue)
            scheduler.start()
            stack.push_async_callback(scheduler.close)
            self.metrics.watch_queue(lambda: scheduler.snapshot().depth)
            cache = PhraseCache(settings.synthesiser.cache_mb * 1_000_000)
            speech = SpeechSource(
                synthesiser,
                cache,
                workers=settings.synthesiser.workers,
                voices=voices,
                first_clause_words=settings.bot.first_clause_words,
            )
            stack.push_async_callback(speech.close)
            first, *others = [(self._clauses(each), each.language) for each in (centre, *centre.locales)]
            await speech.prepare(first[0][:FIRST_PHRASES], first[1])
            errands = Errands(
                settings,
                centre,
                self.journal,
                self._store,
                self._codes(centre),
                clock=self._clock,
                wall_clock=self._wall_clock,
                call_ms=self._call_ms,
            )
            self.approvals = errands.approvals
            self._transfers = self._connects(centre, speech, stack)
            self._waiting_room, callbacks = await self._waits(centre, stack)
            stack.push_async_callback(errands.close)
        except BaseException as error:
            self._not_ready = str(error) or "the engines could not be loaded"
            raise
        self.switchboard.open(
            CallServices(
                settings=settings,
                centre=centre,
                understanding=understanding,
                journal=self.journal,
                scheduler=scheduler,
                speech=speech,
                thinking=thinking,
                tools=errands.tools,
                transfers=self._transfers,
                waiting_room=self._waiting_room,
                callbacks=callbacks,
                new_verification=errands.new_verification,
                standing=errands.standing,
                hears=_hears(recogniser),
                new_activity=lambda: WebRtcActivity(settings.turns.vad_mode),
                clock=self._clock,
                wall_clock=self._wall_clock,
                turn_timed=self.metrics.turn_timed,
                recogniser_name=recogniser.name,
                synthesiser_name=synthesiser.name,
                open_ears=self._open_ears if self._transfers is not None else None,
            )
        )
        if self._transfers is not None:
            resuming = asyncio.create_task(
                self._resumption.run(self._transfers, callbacks), name="resume calls"
            )
            stack.callback(resuming.cancel)
            self._assists(centre, encoder, stack)
        self._not_ready = ""
        self._log.info("ready", url=self.base_url, engines=self.engines)
        preparing = asyncio.create_task(_prepare(speech, [first, *others]), name="prepare phrases")
        stack.callback(preparing.cancel)

    def _learn(self, centre: Centre) -> tuple[dict[str, Understanding], Encoder | None]:
        """Blocks: a second a language."""
        today = self._wall_clock().date()
        encoder = chosen_encoder(self.settings.understanding.sentence_model, self.settings.models_directory)
        learnt = {each.language: Understanding(each, today, encoder) for each in (centre, *centre.locales)}
        return learnt, encoder

    def _clauses(self, centre: Centre) -> list[str]:
        """What will be said in one language, as it is cut, the likeliest first."""
        return [
            clause
            for phrase in known_phrases(centre, self._wall_clock().date())
            for clause in split_clauses(phrase, self.settings.bot.first_clause_words)
        ]

    def _connects(self, centre: Centre, speech: SpeechSource, stack: AsyncExitStack) -> Transfers | None:
        """None where there is nobody to connect callers with, or no carrier that could."""
        twilio = self.settings.twilio
        if not self._carrier_can_connect(centre):
            return None
        return open_transfers(
            stack,
            centre,
            self.roster,
            self.journal,
            speech,
            account_sid=self.account.account_sid,
            auth_token=self.account.auth_token,
            api_url=twilio.api_url,
            base_url=self.base_url,
            new_mouth=self._new_mouth,
            patience=self.settings.transfers,
            clock=self._clock,
            wall_clock=self._wall_clock,
        )

    async def _waits(
        self, centre: Centre, stack: AsyncExitStack
    ) -> tuple[WaitingRoom | None, CallbackBook | None]:
        """Where callers wait, and are rung back from; nothing where nobody can be connected."""
        if self._transfers is None:
            return None, None
        room, book = await open_waiting(
            stack, centre, self._store, self.roster, clock=self._clock, wall_clock=self._wall_clock
        )
        self._dialler = open_dialler(
            stack,
            book,
            room,
            self._transfers.carrier,
            self.journal,
            self.base_url,
            on_the_line=lambda call_id: any(call.call_id == call_id for call in self.switchboard),
            clock=self._clock,
            wall_clock=self._wall_clock,
            ring_s=self.settings.waiting.ring_s,
        )
        return room, book

    def _assists(self, centre: Centre, encoder: Encoder | None, stack: AsyncExitStack) -> None:
        """Who is connected is assisted; it is learnt while calls are taken already."""
        assistance = self._assistance.run(
            self.settings,
            centre,
            encoder,
            self.journal,
            lambda: [call.call_id for call in self.switchboard],
            clock=self._clock,
            wall_clock=self._wall_clock,
        )
        stack.callback(kept_going(assistance, "assistance").cancel)

    def _carrier_can_connect(self, centre: Centre) -> bool:
        """There are people, and a carrier that takes orders."""
        return bool(centre.agents) and (
            self.account.carrier == "twilio" or bool(self.settings.twilio.api_url)
        )

    async def _open_ears(self, call_sid: str) -> Answer:
        assert self._transfers is not None
        token = self._tokens.issue(call_sid, Stream.EARS)
        url = public_url(self.base_url, f"/twilio/ears/{token}", socket=True)
        return await self._transfers.carrier.open_ears(call_sid, url)

    def _new_mouth(self, call_sid: str) -> str:
        call = self.switchboard.find(call_sid)
        if call is not None:
            call.mouth_promised()
        token = self._tokens.renew(call_sid, Stream.MOUTH)
        return public_url(self.base_url, f"/twilio/mouth/{token}", socket=True)

    def _codes(self, centre: Centre) -> CodeSender:
        """Where one-time codes go: by Twilio's SMS where there is an account and a number to send from."""
        twilio = self.settings.twilio
        if self.account.carrier != "twilio" or not twilio.sms_from:
            return SandboxCodes()
        client = Client(
            self.account.account_sid, self.account.auth_token, http_client=TwilioHttpClient(timeout=SEND_S)
        )
        return TwilioCodes(client, twilio.sms_from, centre.name)

    def _call_ms(self, call_id: str) -> int:
        live = next((call for call in self.switchboard if call.call_id == call_id), None)
        return live.now_ms if live is not None else 0

    def _choose_engines(self, centre: Centre) -> tuple[Recogniser, Synthesiser, dict[str, Synthesiser], str]:
        """Blocks: it may look at the network, and fetch a model. A voice handed in speaks every language."""
        taken: list[Choice] = []
        recogniser, synthesiser, voices = self._recogniser, self._synthesiser, dict[str, Synthesiser]()
        if recogniser is None:
            recogniser, choice = choose_recogniser(self.settings, centre)
            taken.append(choice)
        if synthesiser is None:
            synthesiser, choice = choose_synthesiser(self.settings)
            voices, others = choose_voices(self.settings, centre, self.settings.synthesiser.voices)
            taken += [choice, *others]
        return recogniser, synthesiser, voices, "; ".join(f"{one.engine} ({one.reason})" for one in taken)


async def _prepare(speech: SpeechSource, phrases: Sequence[tuple[Sequence[str], str]]) -> None:
    """Language by language; what is ready already costs nothing."""
    for clauses, language in phrases:
        await speech.prepare(clauses, language)


def _hears(recogniser: Recogniser) -> Callable[[str], bool]:
    """Whether a recogniser knows a language, by its BCP 47 tag."""
    known = recogniser.languages
    return lambda language: known is None or language.split("-")[0].lower() in known


def _listener(settings: Settings) -> socket.socket:
    try:
        return socket.create_server((settings.host, settings.port))
    except OSError as error:
        raise ConfigurationError(
            f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}). Is a service running "
            "there already? Otherwise set another host or port."
        ) from error
