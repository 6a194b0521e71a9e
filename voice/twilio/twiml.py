"""The documents that tell Twilio what to do with a call.

Facts from Twilio's `<Stream>` and `<Connect>` pages: a stream's URL carries no query, and what follows
`<Connect>` runs when the service closes the socket, so a pause there would be a silent line.
"""

from collections.abc import Mapping

from twilio.twiml.voice_response import Connect, Start, Stream, VoiceResponse

LONGEST_PARAMETER = 499
"""Characters of a `<Parameter>`'s name and value together: Twilio takes fewer than 500."""

EARS_NAME = "ears"


def answer(
    *, ears_url: str, mouth_url: str, action_url: str, parameters: Mapping[str, str] | None = None
) -> str:
    """Forks both tracks to the ears, then connects the mouth; `action_url` is asked when the mouth closes.

    `parameters` come with the `start` of both streams.
    """
    response = VoiceResponse()
    start = Start()
    start.append(_stream(parameters or {}, url=_stream_url(ears_url), name=EARS_NAME, track="both_tracks"))
    response.append(start)
    connect = Connect(action=document_text(action_url))
    connect.append(_stream(parameters or {}, url=_stream_url(mouth_url)))
    response.append(connect)
    response.hangup()
    return response.to_xml()


def connect(*, mouth_url: str, action_url: str) -> str:
    """Connects the mouth alone; a leg that was elsewhere comes back to the bot."""
    response = VoiceResponse()
    connect = Connect(action=document_text(action_url))
    connect.append(_stream({}, url=_stream_url(mouth_url)))
    response.append(connect)
    response.hangup()
    return response.to_xml()


def reject_busy(text: str = "") -> str:
    """Says `text` and hangs up; without a text the caller hears the busy tone, and the call costs nothing."""
    if text:
        return say_and_hang_up(text)
    response = VoiceResponse()
    response.reject(reason="busy")
    return response.to_xml()


def say_and_hang_up(text: str) -> str:
    """In the carrier's own voice, for when ours cannot speak."""
    response = VoiceResponse()
    response.say(document_text(text))
    response.hangup()
    return response.to_xml()


def hang_up() -> str:
    response = VoiceResponse()
    response.hangup()
    return response.to_xml()


def empty() -> str:
    """Nothing to do: a call with no verb left ends."""
    return VoiceResponse().to_xml()


def _stream(parameters: Mapping[str, str], **attributes: str) -> Stream:
    stream = Stream(**attributes)
    for name, value in parameters.items():
        if len(name) + len(value) > LONGEST_PARAMETER:
            raise ValueError(
                f"the parameter {name[:40]} has {len(name) + len(value)} characters with its value;"
                f" Twilio takes at most {LONGEST_PARAMETER}"
            )
        stream.parameter(name=document_text(name), value=document_text(value))
    return stream


def _stream_url(url: str) -> str:
    if not url.startswith(("wss://", "ws://")):
        raise ValueError("a stream's address begins with wss:// (or ws:// on this machine)")
    if "?" in url or "#" in url:
        raise ValueError("Twilio drops the query of a stream's address: put it into the path")
    return document_text(url)


def document_text(text: str) -> str:
    """`text` without the characters that XML 1.0 cannot carry at all, escaped or not."""
    return "".join(letter for letter in text if letter in "\t\n\r" or _is_xml(ord(letter)))


def _is_xml(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
