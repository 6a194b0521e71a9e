"""A stage for many transfers at once: one service, one telephone company, a queue and agents for each scene.

Scenes do not compete: a caller says a word of their own, which leads to a queue whose agents only it has.
"""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import numpy as np
from aiohttp.test_utils import unused_port

from config.settings import SAMPLE_CENTRE, Settings
from tests.end_to_end.conftest import record_of
from tests.engines import ToneSynthesiser
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallStarted,
    EscalationDecided,
    TransferOffered,
)
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.presence import Presence
from voice.sandbox.company import Company
from voice.sandbox.knobs import CompanyKnobs, RestTrouble
from voice.sandbox.leg import Leg
from voice.sandbox.phone_steps import Play, WaitForQuiet
from voice.sandbox.phones import PhoneScript, ScriptedPhone
from voice.sandbox.sounding import QUIET_RMS
from voice.sandbox.steps import HangUp
from voice.service import Service
from voice.speech.recogniser import Recognition, RecognitionRequest, Urgency

OPEN = datetime(2026, 11, 18, 16, tzinfo=UTC)
"""A Wednesday, eleven in the morning in New York."""
WISH = SAMPLE_CENTRE / "callers" / "call-back-1.wav"
APART_S = 0.25
"""Between two callers."""
AT_ONCE = 14
"""Callers on one service: more would measure the machine, on which everybody's telephones are too."""
LONGEST_S = 75.0

WORDS = (
    *(
        "zebra",
        "anchor",
        "violin",
        "lemon",
        "castle",
        "rocket",
        "pepper",
        "saddle",
        "tunnel",
        "walnut",
        "ladder",
    ),
    *(
        "magnet",
        "orchid",
        "pirate",
        "quartz",
        "ribbon",
        "spider",
        "turnip",
        "velvet",
        "wizard",
        "yogurt",
        "bamboo",
    ),
    *("cactus", "dragon", "falcon", "garlic", "hammer", "island", "jacket", "kitten", "lobster", "mustard"),
)
E = TypeVar("E", bound=AnyEvent)

Course = Callable[["Stage"], Awaitable[None]]


@dataclass(frozen=True)
class Declined:
    agent: int
    """From 1."""
    outcome: str
    why: str
    """Words of the explanation."""


@dataclass(frozen=True)
class Scene:
    """What happens to one caller, and what has to come of it."""

    happens: str
    """In words; the name of its tests."""
    phones: Sequence[PhoneScript | None]
    """Of the agents, in the order in which they are asked; None: there is no such telephone."""
    told: Sequence[str]
    """Names of prompts that the caller heard, in this order."""
    ends: str
    """The journal's `TransferEnded`: "" is the end of a talk with a person."""
    why: str
    """Words of its explanation."""
    agent: str = ""
    """What the agents hear and see, for the page; empty: it is not in the page."""
    row: str = ""
    """Its row in docs/operations.md, if that is not what happens; scenes may share one."""
    declined: Sequence[Declined] = ()
    accepted: int = 0
    """Which agent the caller talked to; 0: none."""
    presence: Sequence[Presence] = ()
    """Of the agents afterwards."""
    patience_ms: int = 2600
    """A caller who hears nothing for so long hangs up."""
    course: Course | None = None
    """What is done to the carrier, and when."""
    longest_silence_ms: int = 1500
    hears: str = ""
    """For the page, before the words that are told."""


@dataclass
class Stage:
    """One scene as it is played."""

    scene: Scene
    service: Service
    company: Company
    number: int
    caller: Leg
    call_id: str = ""
    events: list[AnyEvent] = field(default_factory=list)
    presence: tuple[Presence, ...] = ()
    """Of its agents, at the end."""
    waiting: list[tuple[Callable[[AnyEvent], bool], asyncio.Future[AnyEvent]]] = field(default_factory=list)

    @property
    def agents(self) -> list[str]:
        return [f"agent-{self.number}-{count}" for count in range(1, len(self.scene.phones) + 1)]

    def phone(self, agent: int) -> str:
        return phone_of(self.number, agent)

    def leg(self, agent: int) -> Leg:
        """The newest to an agent's telephone."""
        return self.company.leg_to(self.phone(agent))

    @property
    def legs(self) -> list[Leg]:
        ours = {self.phone(agent) for agent in range(1, len(self.scene.phones) + 1)}
        return [self.caller, *(leg for leg in self.company.legs if leg.identity.to_number in ours)]

    def trouble(self, trouble: RestTrouble) -> None:
        self.company.trouble.append(trouble)

    def take(self, event: AnyEvent) -> None:
        self.events.append(event)
        for wanted, future in self.waiting:
            if not future.done() and wanted(event):
                future.set_result(event)

    async def until(self, kind: type[E], **having: object) -> E:
        """The first event of a kind, with these attributes, also if it has been."""

        def wanted(event: AnyEvent) -> bool:
            return isinstance(event, kind) and all(
                getattr(event, name) == value for name, value in having.items()
            )

        for event in self.events:
            if wanted(event):
                return event  # type: ignore[return-value]
        future: asyncio.Future[AnyEvent] = asyncio.get_running_loop().create_future()
        self.waiting.append((wanted, future))
        return await future  # type: ignore[return-value]

    async def rung(self, agent: int) -> Leg:
        """The agent's leg, once it is known."""
        wanted = self.agents[agent - 1]
        while True:
            for event in self.events:
                if isinstance(event, TransferOffered) and event.agent == wanted and event.carrier_call_id:
                    return self.company.floor.legs[event.carrier_call_id]
            future: asyncio.Future[AnyEvent] = asyncio.get_running_loop().create_future()
            self.waiting.append((lambda event: isinstance(event, TransferOffered), future))
            await future

    def hangs_up(self, leg: Leg) -> None:
        self.company.floor.hang_up(leg, by="phone")

    # What is judged.

    def all(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    def the(self, kind: type[E]) -> E:
        (event,) = self.all(kind)
        return event

    @property
    def prompts(self) -> list[str]:
        return [said.prompt for said in self.all(BotSaid) if said.heard]

    @property
    def silences_ms(self) -> list[int]:
        """From the decision to the last sound that the caller heard."""
        return self._silences()[:-1]

    @property
    def last_silence_ms(self) -> int:
        """At the end of which the call ends."""
        return self._silences()[-1]

    def _silences(self) -> list[int]:
        heard = self.caller.tracks()[1]
        frames = heard[: heard.size // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
        levels = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1))
        found, silent = [], 0
        for sounds in levels[self.the(EscalationDecided).at_ms // FRAME_MS :] >= QUIET_RMS:
            if sounds and silent:
                found.append(silent * FRAME_MS)
            silent = 0 if sounds else silent + 1
        return [*found, silent * FRAME_MS]


def phone_of(scene: int, agent: int) -> str:
    return f"+1617555{scene:02}{agent:02}"


class Wishes:
    """Understands each caller's first turn as what their scene is about, and nothing else."""

    name = "scripted"
    parallel = 1
    max_batch = 1
    languages: frozenset[str] | None = None

    def __init__(self) -> None:
        self.wish_of: Callable[[str], str] = lambda _: ""
        self._said: dict[str, str] = {}

    def batch_key(self, request: RecognitionRequest) -> str:
        return "one"

    def warm_up(self) -> None: ...

    def close(self) -> None: ...

    def recognise(self, requests: Sequence[RecognitionRequest]) -> list[Recognition]:
        return [self._of(request) for request in requests]

    def _of(self, request: RecognitionRequest) -> Recognition:
        if request.urgency is Urgency.PARTIAL:
            return Recognition("", 0.0, self.name)
        first = self._said.setdefault(request.call_id, request.utterance_id)
        text = self.wish_of(request.call_id) if first == request.utterance_id else ""
        return Recognition(text, 1.0, self.name)


async def play(
    scenes: Sequence[Scene], directory: Path, knobs: CompanyKnobs, one_by_one: asyncio.Lock
) -> list[Stage]:
    """All at once. `one_by_one`: services start under it, for migrations of two databases get in each other's
    way (Alembic has one context)."""
    port, began = unused_port(), time.monotonic()
    settings = Settings.model_validate(
        {
            "port": 0,
            "data_directory": directory / "data",
            "log_level": "error",
            "centre": staffed(directory / "centre", scenes),
            "transfers": {"ring_s": 3, "offer_s": 4.0, "watch_s": 3.0},
            "twilio": {"api_url": f"http://127.0.0.1:{port}"},
        }
    )
    engine, by_sid, by_call = Wishes(), dict[str, Stage](), dict[str, Stage]()
    engine.wish_of = lambda call_id: f"it is about the {WORDS[by_call[call_id].number]}"
    service = Service(
        settings,
        recogniser=engine,
        synthesiser=ToneSynthesiser(12),
        wall_clock=lambda: OPEN + timedelta(seconds=time.monotonic() - began),
    )

    async def watch() -> None:
        async with service.journal.subscribe(length=100_000) as events:
            async for event in events:
                if isinstance(event, CallStarted):
                    stage = by_call[event.call_id] = by_sid[event.carrier_call_id]
                    stage.call_id = event.call_id
                by_call[event.call_id].take(event)

    try:
        async with one_by_one:
            await service.start()
        await service.ready()
        account = service.account
        async with Company(
            account.account_sid, account.auth_token, directory, port=port, service_url=service.base_url
        ) as company:
            company.knobs = knobs
            watching = asyncio.create_task(watch())
            for number, scene in enumerate(scenes):
                for agent, script in enumerate(scene.phones, 1):
                    await service.roster.set(f"agent-{number}-{agent}", Presence.AVAILABLE, "the test")
                    if script is not None:
                        company.register(phone_of(number, agent), ScriptedPhone(script))

            lines = asyncio.Semaphore(AT_ONCE)

            async def act(number: int, scene: Scene) -> Stage:
                await asyncio.sleep(number * APART_S)
                async with lines:
                    return await ring(number, scene)

            async def ring(number: int, scene: Scene) -> Stage:
                steps = (WaitForQuiet(900), Play(WISH), WaitForQuiet(scene.patience_ms), HangUp())
                leg = company.call(ScriptedPhone(PhoneScript(steps=steps)), f"+1413555{number:04}")
                stage = by_sid[leg.sid] = Stage(scene, service, company, number, leg)
                course = asyncio.ensure_future(scene.course(stage)) if scene.course else None
                async with asyncio.timeout(LONGEST_S):
                    await leg.over.wait()
                    live = service.switchboard.find(leg.sid)
                    if live is not None:
                        await live.finished.wait()
                    for other in stage.legs:
                        await other.over.wait()
                if course is not None:
                    course.cancel()
                    await asyncio.gather(course, return_exceptions=True)
                return stage

            stages = await asyncio.gather(*(act(number, scene) for number, scene in enumerate(scenes)))
            await company.idle()
            watching.cancel()
            for stage in stages:
                stage.presence = tuple(service.roster.presence(agent) for agent in stage.agents)
                stage.events = await record_of(settings, stage.caller.sid)
            return stages
    finally:
        await service.stop()


def staffed(centre: Path, scenes: Sequence[Scene]) -> Path:
    """The sample centre with a matter, a queue and agents for each scene."""
    (centre / "articles").mkdir(parents=True)
    for name in ("centre.toml", "articles/slow-connection.md"):
        shutil.copy(SAMPLE_CENTRE / name, centre / name)
    whole = (SAMPLE_CENTRE / "centre.toml").read_text(encoding="utf-8")
    (centre / "centre.toml").write_text(whole.replace('default_queue = "care"', 'default_queue = "queue-0"'))
    days = "\n".join(f'{day} = ["00:00-24:00"]' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    intents, queues, agents = [], [], []
    for number, scene in enumerate(scenes):
        word = WORDS[number]
        intents.append(
            f'[[intent]]\nname = "{word}"\ntitle = "the {word}"\ntier = "person"\nqueue = "queue-{number}"\n'
            f'examples = ["it is about the {word}", "{word}", "my {word} please", "the {word}", "a new {word}"]\n'
        )
        queues.append(
            f'[[queue]]\nname = "queue-{number}"\ntitle = "our {word} team"\nskills = {{ {word} = 1 }}\n'
            f"[queue.hours]\n{days}\n"
        )
        agents += [
            f'[[agent]]\nname = "agent-{number}-{agent}"\ntitle = "Agent {agent}"\n'
            f'phone = "{phone_of(number, agent)}"\nskills = {{ {word} = 1 }}\nwrap_up = 600\n'
            for agent in range(1, len(scene.phones) + 1)
        ]
    for name, parts in (("intents", intents), ("queues", queues), ("agents", agents)):
        (centre / f"{name}.toml").write_text("\n".join(parts), encoding="utf-8")
    return centre
