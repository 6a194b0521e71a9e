"""What `attendant call` does: rings the service with recordings, and says in a paragraph how it went."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from config.settings import Settings
from transcripts.shown_text import shown
from voice.carrier_secret import carrier_account
from voice.sandbox.call import TO_NUMBER, ring
from voice.sandbox.caller import Manners
from voice.sandbox.knobs import Knobs
from voice.sandbox.problem import CallFailed
from voice.sandbox.sample_callers import SampleCaller, read_callers
from voice.sandbox.steps import FROM_NUMBER, Speak, Step
from voice.sandbox.timeline import CallReport

ANY_INTERFACE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104


async def place_call(
    settings: Settings,
    audio: Sequence[Path],
    output: Path,
    url: str | None = None,
    *,
    steps: Sequence[Step] | None = None,
    knobs: Knobs | None = None,
    manners: Manners | None = None,
    from_number: str = FROM_NUMBER,
    to_number: str = TO_NUMBER,
) -> CallReport:
    """Rings the service with the recordings, one after another, or with `steps` in their place.

    `url` is where the service is, by default where the settings say that it listens. Recording and timeline
    are put into `output`. Raises `CallFailed`, and `ConfigurationError` where there is no usable account.
    """
    account = carrier_account(settings)
    chosen = list(steps) if steps is not None else [Speak(path) for path in audio]
    if not chosen:
        raise CallFailed("there is nothing to say: give one or more WAV files")
    base = url or listening_address(settings)
    return await ring(
        base,
        account.auth_token,
        account.account_sid,
        chosen,
        output,
        knobs=knobs,
        manners=manners,
        from_number=from_number,
        to_number=to_number,
        public_url=settings.public_url or base,
    )


def listening_address(settings: Settings) -> str:
    """Where a service with these settings is reached from this machine."""
    host = "127.0.0.1" if settings.host in ANY_INTERFACE else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def sample_caller(settings: Settings, name: str) -> SampleCaller:
    """One of the centre's recorded callers by name. Raises `CallFailed`, naming those there are."""
    callers = read_callers(settings.centre / "callers")
    for caller in callers:
        if caller.name == name:
            return caller
    names = ", ".join(caller.name for caller in callers)
    raise CallFailed(f"there is no recorded caller {name!r}; there are {names}")


def describe(report: CallReport) -> RenderableType:
    """The paragraph that `attendant call` ends with."""
    ended = "The service ended it" if report.ended_by == "service" else "The caller hung up"
    sentences = [
        f"The call took {report.duration_ms / 1000:.1f} s.",
        f"{ended}{_left(report)}.",
        _latency(report),
        f"Recording (left said, right heard): {report.recording}",
        f"Timeline: {report.timeline}",
    ]
    notes = [Text(f"note: {shown(note)}", style="dim") for note in report.notes]
    return Group(Text(" ".join(sentences[:3])), *map(Text, sentences[3:]), *notes)


def _left(report: CallReport) -> str:
    if not report.steps_left:
        return ""
    return f" with {report.steps_left} of the caller's steps to go"


def _latency(report: CallReport) -> str:
    count = len(report.turns)
    turns = f"{count} turn{'' if count == 1 else 's'} of the caller"
    if report.median_latency_ms is None:
        return f"{turns}, none answered."
    return (
        f"{turns}, {len(report.latencies_ms)} answered, from the end of speech to the first sound heard in "
        f"{report.median_latency_ms:.0f} ms (median), {max(report.latencies_ms)} ms at most."
    )
