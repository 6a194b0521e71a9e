"""A caller's mood over a call: only theirs, with its words, and each alert once."""

import pytest

from assist.sentiment import CallerSentiment, CallerWords, LexiconSentiment, NotTheCallers
from assist.sentiment_arc import Moment, arc_of
from assist.sentiment_mood import Feeling, Mood
from transcripts.events import (
    AnyEvent,
    CallStarted,
    LanguageChosen,
    SentimentAlerted,
    SentimentNoted,
    Speaker,
    Utterance,
)

ENGINE = LexiconSentiment()


def said(
    number: int, text: str, speaker: Speaker = Speaker.CALLER, *, confidence: float = 0.9, rejected: str = ""
) -> Utterance:
    return Utterance(
        call_id="call-1",
        at_ms=number * 10_000 + 3_000,
        utterance_id=f"{speaker.value}-{number}",
        speaker=speaker,
        text=text,
        start_ms=number * 10_000,
        end_ms=number * 10_000 + 2_900,
        confidence=confidence,
        engine="test",
        rejected=rejected,
    )


def written(*events: AnyEvent) -> list[SentimentNoted | SentimentAlerted]:
    sentiment = CallerSentiment(ENGINE, "en-US")
    return [one for event in events for one in sentiment.heard(event)]


def alerts(*texts: str) -> list[SentimentAlerted]:
    events = [said(number, text) for number, text in enumerate(texts)]
    return [one for one in written(*events) if isinstance(one, SentimentAlerted)]


@pytest.mark.parametrize("speaker", [Speaker.AGENT, Speaker.BOT])
def test_nobodys_words_but_the_callers_are_judged(speaker: Speaker):
    utterance = said(1, "this is ridiculous, I hate it", speaker)
    assert written(utterance) == []
    assert CallerWords.of(utterance, "en-US") is None
    with pytest.raises(NotTheCallers, match=speaker.value):
        CallerWords("this is ridiculous", speaker=speaker)


def test_what_is_noted_is_the_mood_with_the_words_it_rests_on():
    (noted,) = written(said(1, "Well, I'm not happy with that."))
    assert isinstance(noted, SentimentNoted)
    assert (noted.label, noted.engine, noted.utterance_id) == ("negative", "lexicon 1", "caller-1")
    assert noted.evidence == ("not happy with",)
    assert -1 <= noted.score < 0


def test_evidence_says_where_in_the_text_it_stands():
    text = "Um, it's ter- terrible, really, and I already told you that."
    mood = ENGINE.mood(CallerWords(text))
    assert [text[one.start : one.end] for one in mood.evidence] == [one.words for one in mood.evidence]
    assert [one.kind for one in mood.evidence] == ["frustration", "already-told"]


def test_nothing_is_noted_of_what_was_not_understood():
    assert written(said(1, ""), said(2, "hate hate", rejected="noise")) == []


def test_what_an_agent_is_shown_has_no_score():
    sentiment = CallerSentiment(ENGINE, "en-US")
    sentiment.heard(said(1, "this is the third time I call about it"))
    ((utterance_id, evidence),) = sentiment.evidence()
    assert utterance_id == "caller-1"
    assert "third time I call" in evidence.words
    assert not hasattr(evidence, "score")


def test_the_language_of_the_call_decides_how_it_is_read():
    spanish = said(1, "esto es una vergüenza, pésimo servicio")
    sentiment = CallerSentiment(ENGINE, "en-US")
    (first,) = sentiment.heard(spanish)
    assert isinstance(first, SentimentNoted)
    assert first.label == "neutral"
    sentiment.heard(LanguageChosen(call_id="call-1", at_ms=1, language="es-US", how="pressed 9"))
    second = sentiment.heard(spanish)[0]
    assert isinstance(second, SentimentNoted)
    assert second.label == "negative"
    started = CallStarted(call_id="c", at_ms=0, carrier_call_id="x", caller="", called="", language="es-US")
    other = CallerSentiment(ENGINE)
    other.heard(started)
    noted = other.heard(spanish)[0]
    assert isinstance(noted, SentimentNoted)
    assert noted.label == "negative"


def test_a_language_nobody_wrote_words_for_is_neutral_and_says_nothing():
    assert ENGINE.mood(CallerWords("c'est terrible", "fr-FR")) == Mood(Feeling.NEUTRAL, 0.0)


def test_a_third_call_about_the_same_is_told_at_once_and_only_once():
    (alert,) = alerts("this is the third time I call about my bill", "as I said the third time I'm calling")
    assert alert.utterance_ids == ("caller-0",)
    assert "third time I call" in alert.reason


def test_having_told_us_before_counts_when_it_is_said_twice():
    assert not alerts("I already told you my name")
    (alert,) = alerts("I already told you my name", "the bill from May", "I just told you that")
    assert alert.utterance_ids == ("caller-0", "caller-2")
    assert "I already told" in alert.reason


def test_who_may_leave_is_told_with_their_words():
    (alert,) = alerts("hello", "I think I will switch to another provider then")
    assert alert.reason.startswith("may leave")
    assert "switch to another provider" in alert.reason
    assert alert.utterance_ids == ("caller-1",)


@pytest.mark.parametrize(
    "text", ["I need to cancel my appointment", "I want to change my plan", "please end the call now"]
)
def test_what_only_sounds_like_leaving_is_not_told(text: str):
    assert not alerts(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I will write to the ombudsman", "ombudsman"),
        ("you will hear from my lawyer", "hear from my lawyer"),
        ("I want to make a complaint", "make a complaint"),
    ],
)
def test_a_complaint_or_a_lawyer_is_told(text: str, words: str):
    (alert,) = alerts(text)
    assert alert.reason.startswith("spoke of a complaint")
    assert words in alert.reason


def test_a_caller_in_hardship_is_told_whatever_the_tone():
    (alert,) = alerts("my husband passed away on Monday, I'd like to know what to do about the bill")
    assert alert.reason.startswith("may need care")


def test_three_unhappy_turns_in_a_row_are_told_and_a_bare_yes_does_not_break_them():
    told = alerts("this is awful", "yes", "it is terrible", "no", "I am really annoyed", "it is awful")
    assert [alert.utterance_ids for alert in told] == [("caller-0", "caller-2", "caller-4")]
    assert "“this is awful”" in told[0].reason
    assert not alerts("this is awful", "well the router is a black one", "it's terrible", "I'm annoyed")


def test_a_sharp_fall_is_told_and_a_slow_one_is_not():
    told = alerts(
        "that is great thank you so much", "you are very kind", "what an awful mess", "I am furious now"
    )
    assert [alert.reason.partition(":")[0] for alert in told] == ["the mood fell sharply"]
    assert told[0].utterance_ids == ("caller-2", "caller-3")
    assert not alerts(
        "that is great thank you so much", "you are very kind", "what is the price", "in May then"
    )


def test_words_that_the_recogniser_was_not_sure_of_raise_no_alert():
    noted = written(said(1, "I will write to the ombudsman", confidence=0.1))
    assert [type(one) for one in noted] == [SentimentNoted]


def test_the_journal_played_again_gives_the_same():
    events = [said(number, text) for number, text in enumerate(["this is awful", "I hate it", "useless"])]
    assert written(*events) == written(*events)
    assert len([one for one in written(*events) if isinstance(one, SentimentAlerted)]) == 1


def moments(*scores: float) -> list[Moment]:
    return [
        Moment(f"caller-{at}", at * 10_000, Mood(Feeling.NEUTRAL, score), 5)
        for at, score in enumerate(scores)
    ]


def test_the_arc_has_a_mean_for_each_quarter_and_its_trend_in_words():
    worse = arc_of(moments(0.5, 0.5, 0.1, 0.1, 0.0, 0.0, -0.6, -0.8))
    assert worse.quarters == (0.5, 0.1, 0.0, -0.7)
    assert worse.trend == "getting worse"
    assert worse.running < -0.2
    assert arc_of(moments(-0.6, -0.5, -0.1, 0.4, 0.6)).trend == "getting better"
    assert arc_of(moments(0.1, 0.1, 0.0, 0.1)).trend == "steady"


def test_an_arc_of_nothing_and_of_a_word_says_so():
    assert arc_of([]) == arc_of([])
    assert arc_of([]).quarters == (None, None, None, None)
    assert arc_of([]).running == 0
    assert arc_of(moments(-0.9)).trend == "too little said yet"
    assert arc_of(moments(-0.9)).running == pytest.approx(-0.9)


def test_the_running_mood_forgets_slowly():
    turned = arc_of(moments(-0.8, -0.8, -0.8, 0.6, 0.6, 0.6)).running
    assert 0 < turned < 0.6
