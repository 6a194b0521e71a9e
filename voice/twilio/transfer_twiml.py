"""The documents of a transfer: what the agent's phone says, and what brings two legs into one conference.

Facts from the pages on `<Gather>`, `<Dial>` and `<Conference>`: what follows `<Gather>` runs when no key was
pressed, so that a voicemail is hung up on; a conference's callbacks are those of whoever enters it first, so
that both legs name the same.
"""

from collections.abc import Sequence

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from voice.twilio.twiml import document_text

CONFERENCE_EVENTS = "start end join leave mute hold"
ACCEPT_KEY_S = 6
"""How long the agent may think after the briefing, in seconds."""


def whisper(says: Sequence[str], *, key_url: str, silence_url: str) -> str:
    """Plays `says` (addresses of sound) to whoever answers, and waits for a key: or for none."""
    response = VoiceResponse()
    gather = Gather(num_digits=1, timeout=ACCEPT_KEY_S, action=document_text(key_url), method="POST")
    for address in says:
        gather.play(document_text(address))
    response.append(gather)
    response.redirect(document_text(silence_url), method="POST")
    return response.to_xml()


def play_on(sound_url: str) -> str:
    """Plays a sound to whoever is on hold, again and again."""
    response = VoiceResponse()
    response.play(document_text(sound_url), loop=0)
    return response.to_xml()


def join(
    conference: str,
    label: str,
    *,
    status_url: str,
    wait_url: str = "",
    action_url: str = "",
    ends_conference: bool = False,
) -> str:
    """Brings a leg into `conference`. `ends_conference`: when this leg leaves, everybody does.

    `action_url`: asked when the leg is out again and still alive.
    """
    response = VoiceResponse()
    dial = Dial(action=document_text(action_url)) if action_url else Dial()
    dial.conference(
        conference,
        participant_label=label,
        beep=False,
        start_conference_on_enter=True,
        end_conference_on_exit=ends_conference,
        wait_url=document_text(wait_url),
        status_callback=document_text(status_url),
        status_callback_event=CONFERENCE_EVENTS,
    )
    response.append(dial)
    response.hangup()
    return response.to_xml()
