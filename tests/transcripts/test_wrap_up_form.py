"""The form: what may be saved, and how much of a draft an agent kept."""

import pytest

from config.centre import Centre
from tests.transcripts.recorded import CALL, journaled, said, started
from tests.transcripts.wrapped_up import wrapped_call
from transcripts.events import WrapUpSaved
from transcripts.wrap_up_draft import WrapUpDraft, draft_wrap_up
from transcripts.wrap_up_form import (
    FIELDS,
    LONGEST_FOLLOW_UP,
    LONGEST_TEXT,
    MOST_FOLLOW_UPS,
    BadField,
    WrapUpFields,
    check,
    drafted_values,
    edit_share,
)


@pytest.fixture
def draft(centre: Centre) -> WrapUpDraft:
    return draft_wrap_up(journaled(*wrapped_call()), centre)


def saved(draft: WrapUpDraft, **changed: object) -> WrapUpSaved:
    values = {**drafted_values(draft), **changed}
    return WrapUpSaved(call_id=CALL, at_ms=1, by="ana", **values)


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        (WrapUpFields(notes="x" * (LONGEST_TEXT + 1)), "notes has 4001 characters; keep to 4000"),
        (
            WrapUpFields(follow_ups=("x",) * (MOST_FOLLOW_UPS + 1)),
            "there are 21 follow-ups; keep to 20",
        ),
        (
            WrapUpFields(follow_ups=("x", "y" * (LONGEST_FOLLOW_UP + 1))),
            "a follow-up has 501 characters; keep to 500",
        ),
        (WrapUpFields(disposition="sold"), 'there is no disposition "sold"; there are: a, b'),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_would_do(fields: WrapUpFields, what: str):
    with pytest.raises(BadField, match=what):
        check(fields, ("a", "b"))


def test_what_is_just_right_is_kept():
    check(WrapUpFields(notes="x" * LONGEST_TEXT, follow_ups=("y" * LONGEST_FOLLOW_UP,), disposition=""), ())
    check(WrapUpFields(disposition="a"), ("a",))
    assert WrapUpFields(notes="").given() == {"notes": ""}


def test_a_draft_always_fits_into_its_own_form(centre: Centre, draft: WrapUpDraft):
    values = drafted_values(draft)
    assert tuple(values) == FIELDS
    check(WrapUpFields(**values), {one.code for one in centre.dispositions})


def test_a_draft_that_was_left_alone_is_wholly_unedited(draft: WrapUpDraft):
    share = edit_share(draft, saved(draft))
    assert share.unedited == 1.0
    assert set(share.edited) == {"reason", "done", "outcome", "follow_ups", "disposition"}
    assert set(share.edited.values()) == {0.0}


def test_the_distance_is_the_share_of_words_that_are_not_in_both(draft: WrapUpDraft):
    words = draft.text("outcome").split()
    share = edit_share(draft, saved(draft, outcome=" ".join([*words, "So", "it", "is"])))
    assert share.edited["outcome"] == pytest.approx(3 / (len(words) + 3), abs=0.001)
    assert share.unedited == 0.8


def test_a_field_that_was_written_anew_or_emptied_has_nothing_left(draft: WrapUpDraft):
    share = edit_share(draft, saved(draft, reason="", notes="Rang about a moth.", follow_ups=()))
    assert [share.edited[name] for name in ("reason", "notes", "follow_ups")] == [1.0, 1.0, 1.0]
    assert share.unedited == pytest.approx(3 / 6, abs=0.001)


def test_a_draft_of_nothing_counts_for_nothing(centre: Centre):
    empty = WrapUpDraft((), (), ())
    assert edit_share(empty, saved(empty)).unedited == 1.0
    assert edit_share(empty, saved(empty)).edited == {}
    some = draft_wrap_up(journaled(started(), said("u1", "hello")), centre)
    assert set(edit_share(some, saved(some)).edited) == {"reason", "outcome"}
