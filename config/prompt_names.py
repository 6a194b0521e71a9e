"""The phrases that every centre must have, and the blanks that each may have."""

from string import Formatter

PROMPTS: dict[str, frozenset[str]] = {
    "greeting": frozenset({"centre"}),
    "disclosure": frozenset({"centre"}),
    "open_question": frozenset({"centre"}),
    "intent_clarify": frozenset({"centre", "title"}),
    "answer_lead": frozenset({"centre", "title"}),
    "anything_else": frozenset({"centre"}),
    "settled_question": frozenset({"centre"}),
    "goodbye": frozenset({"centre"}),
    "no_input_1": frozenset({"centre"}),
    "no_input_2": frozenset({"centre"}),
    "no_input_3": frozenset({"centre"}),
    "no_match_1": frozenset({"centre"}),
    "no_match_2": frozenset({"centre"}),
    "no_match_3": frozenset({"centre"}),
    "out_of_scope": frozenset({"centre"}),
    "person_offer": frozenset({"centre", "queue"}),
    "person_closed": frozenset({"centre", "queue"}),
    "callback_number_known": frozenset({"centre", "number"}),
    "callback_number_ask": frozenset({"centre"}),
    "callback_number_confirm": frozenset({"centre", "number"}),
    "callback_number_again": frozenset({"centre"}),
    "callback_agreed": frozenset({"centre", "queue", "number"}),
    "callback_window_ask": frozenset({"centre"}),
    "callback_window_closed": frozenset({"centre"}),
    "callback_window_again": frozenset({"centre"}),
    "callback_agreed_window": frozenset({"centre", "queue", "number", "window"}),
    "callback_none": frozenset({"centre"}),
    "taken_over": frozenset({"centre"}),
    "transfer_begin": frozenset({"centre", "queue"}),
    "transfer_next": frozenset({"centre", "queue"}),
    "transfer_connecting": frozenset({"centre", "queue", "agent"}),
    "transfer_still": frozenset({"centre", "queue"}),
    "transfer_to_bot": frozenset({"centre", "queue"}),
    "transfer_to_queue": frozenset({"centre", "queue"}),
    "transfer_to_callback": frozenset({"centre", "queue"}),
    "transfer_to_voicemail": frozenset({"centre", "queue"}),
    "transfer_cancelled": frozenset({"centre", "queue"}),
    "transfer_agent_left": frozenset({"centre", "queue"}),
    "transfer_sent_to_queue": frozenset({"centre", "queue"}),
    "transfer_read_back": frozenset({"centre", "details"}),
    "transfer_what_wrong": frozenset({"centre"}),
    "transfer_noted": frozenset({"centre"}),
    "transfer_accept": frozenset({"centre"}),
    "queue_busy": frozenset({"centre", "queue"}),
    "queue_place": frozenset({"centre", "queue", "place"}),
    "queue_estimate": frozenset({"centre", "queue", "shortest", "longest"}),
    "queue_choices": frozenset({"centre", "queue"}),
    "queue_still": frozenset({"centre", "queue"}),
    "queue_closed": frozenset({"centre", "queue"}),
    "queue_too_long": frozenset({"centre", "queue"}),
    "voicemail_ask": frozenset({"centre", "queue"}),
    "voicemail_thanks": frozenset({"centre", "queue"}),
    "voicemail_nothing": frozenset({"centre", "queue"}),
    "callback_hello": frozenset({"centre", "queue"}),
    "callback_suits": frozenset({"centre", "queue"}),
    "callback_not_now": frozenset({"centre", "queue"}),
    "fault": frozenset({"centre"}),
    "line_interrupted": frozenset({"centre"}),
    "still_there": frozenset({"centre"}),
    "repeat_lead": frozenset({"centre"}),
    "waiting": frozenset({"centre"}),
    "slower": frozenset({"centre"}),
    "dropped": frozenset({"centre"}),
    "language_offer": frozenset({"centre"}),
    "language_keys_only": frozenset({"centre"}),
    "keys_yes_no": frozenset({"centre"}),
    "keys_number": frozenset({"centre"}),
    "menu_item": frozenset({"centre", "title", "key"}),
    "detail_heard": frozenset({"centre", "value"}),
    "detail_item": frozenset({"centre", "title", "value"}),
    "confirm_read_back": frozenset({"centre", "details"}),
    "confirm_what_wrong": frozenset({"centre"}),
    "corrected": frozenset({"centre"}),
    "back_to": frozenset({"centre", "title"}),
    "first_then": frozenset({"centre", "title"}),
    "next_matter": frozenset({"centre", "title"}),
    "verify_lead": frozenset({"centre"}),
    "verify_again": frozenset({"centre"}),
    "verified": frozenset({"centre"}),
    "verify_failed": frozenset({"centre"}),
    "code_ask": frozenset({"centre", "contact"}),
    "pin_ask": frozenset({"centre"}),
    "tool_filler": frozenset({"centre"}),
    "tool_still": frozenset({"centre"}),
    "tool_failed": frozenset({"centre"}),
    "not_approved": frozenset({"centre"}),
    "emergency": frozenset({"centre"}),
    "too_long": frozenset({"centre"}),
}
"""Name → the blanks that the bot can fill in."""


def unknown_blanks(text: str, allowed: frozenset[str]) -> str:
    """What in `text` cannot be filled in, as it stands there; empty when all can."""
    try:
        fields = [
            (name, spec, conversion)
            for _, name, spec, conversion in Formatter().parse(text)
            if name is not None
        ]
    except ValueError as error:
        return f"it at all ({error})"
    wrong = [name for name, spec, conversion in fields if name not in allowed or spec or conversion]
    return ", ".join(f"{{{name}}}" for name in wrong)
