"""Whether the model hub can be reached, decided within a hard deadline.

Name look-ups ignore socket timeouts, so the question is asked on a thread that may be left behind.
"""

import threading
from http.client import HTTPException
from queue import Empty, SimpleQueue
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from huggingface_hub import constants

PROBE_DEADLINE_S = 2.0


def hub_unreachable(deadline_s: float = PROBE_DEADLINE_S) -> str:
    """Why no model can be fetched now, in words; empty when one can. Blocks for `deadline_s` at most."""
    if constants.HF_HUB_OFFLINE:
        return "HF_HUB_OFFLINE is set"
    host = urlsplit(constants.ENDPOINT).hostname or constants.ENDPOINT
    answers: SimpleQueue[str] = SimpleQueue()
    threading.Thread(
        target=lambda: answers.put(_ask(host, deadline_s)), name="hub-probe", daemon=True
    ).start()
    try:
        return answers.get(timeout=deadline_s)
    except Empty:
        return f"{host} did not answer within {deadline_s:g} s"


def _ask(host: str, deadline_s: float) -> str:
    if urlsplit(constants.ENDPOINT).scheme not in ("http", "https"):
        return f"HF_ENDPOINT is no http address: {constants.ENDPOINT}"
    request = Request(f"{constants.ENDPOINT}/api/models/Systran/faster-whisper-base.en", method="HEAD")  # noqa: S310
    try:
        with urlopen(request, timeout=deadline_s):  # noqa: S310 - the scheme was checked above
            return ""
    except HTTPError as error:
        return f"{host} answered {error.code}"
    except (HTTPException, OSError) as error:
        return f"{host} cannot be reached ({getattr(error, 'reason', error)})"
