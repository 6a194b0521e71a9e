import json
from itertools import count
from pathlib import Path

import pytest

from assist.evaluation.knowledge import (
    Detection,
    KnowledgeDataWrong,
    Selection,
    evaluate_knowledge,
    read_articles,
    read_dialogues,
)

PUBLIC = Path(__file__).resolve().parents[4] / "shared" / "data" / "knowledge"

ARTICLES = {
    "inn": {
        "1": {
            "name": "The Old Mill",
            "docs": {
                "0": {"title": "Is there parking?", "body": "There is parking at The Old Mill."},
                "1": {"title": "Can I bring my dog?", "body": "Dogs are welcome at The Old Mill."},
            },
        },
        "2": {
            "name": "Fig and Thistle",
            "docs": {"0": {"title": "Is there parking?", "body": "There is no parking at Fig and Thistle."}},
        },
    },
    "train": {"*": {"name": None, "docs": {"0": {"title": "May I smoke?", "body": "There is no smoking."}}}},
}


def dialogue(*said: str, answer: tuple[str, int | str, int] | None = None) -> dict[str, object]:
    """Caller and system in turn; the last is the caller's."""
    speakers = ["U", "S"] if len(said) % 2 else ["S", "U"]
    turns = [
        {"speaker": speakers[at % 2], "text": text, "nbest": [text, f"{text} x"]}
        for at, text in enumerate(said)
    ]
    knowledge = [dict(zip(("domain", "entity_id", "doc_id"), answer, strict=True))] if answer else []
    return {"id": 0, "turns": turns, "label": {"target": answer is not None, "knowledge": knowledge}}


DIALOGUES = [
    dialogue("i found the old mill", "great is there parking", answer=("inn", 1, 0)),
    dialogue("i found fig and thistle", "do you know if there is parking", answer=("inn", "2", 0)),
    dialogue("there is the old mill", "and can i bring my dog", answer=("inn", 1, 1)),
    # Asked first and answered second: the dog fits better.
    dialogue("there is the old mill", "is there parking or can i bring my dog", answer=("inn", 1, 0)),
    dialogue("hello", "hi what can i do", "thank you very much", answer=("train", "*", 0)),
    dialogue("i found the old mill", "please book a table for two at seven"),
    dialogue("is there parking at the old mill"),
]


def files(folder: Path, rows: list[dict[str, object]]) -> tuple[Path, Path]:
    articles, dialogues = folder / "articles.json", folder / "dialogues.jsonl"
    articles.write_text(json.dumps(ARTICLES))
    dialogues.write_text("\n".join(map(json.dumps, rows)) + "\n")
    return articles, dialogues


def test_figures_count_as_dstc_counts_them(tmp_path: Path):
    articles, dialogues = files(tmp_path, DIALOGUES)
    known = read_articles(articles)
    ticks = count()
    report = evaluate_knowledge(known, read_dialogues(dialogues, known), lambda: float(next(ticks)))
    assert (report.articles, report.dialogues, report.knowledge_seeking) == (4, 7, 5)
    # Four of five are detected and one turn is taken wrongly (it asks, and its label says that it does not).
    assert report.detection == Detection(0.8, 0.8, 0.8)
    # Of those four, three are right at once and one in second place: 3/5 and 4/5 both ways.
    assert report.with_detection == Selection(0.6, 0.8, 0.7)
    assert report.given_the_turn == Selection(0.6, 0.8, 0.7)
    assert report.query_ms.turns == 8
    assert report.query_ms.p50 == 1000, "each took one tick of the clock"


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"turns": []}, ":1:"),
        (dialogue("hello there", answer=("inn", 9, 0)), ":1: there is no article inn:9:0"),
        (dialogue("hello") | {"label": {"target": True}}, ":1: `target` and `knowledge` do not agree"),
        (
            dialogue("hello") | {"turns": [{"speaker": "S", "text": "hello"}]},
            "the last turn must be the caller's",
        ),
    ],
)
def test_a_dialogue_that_cannot_be_judged_is_named(tmp_path: Path, row: dict[str, object], complaint: str):
    articles, dialogues = files(tmp_path, [row])
    with pytest.raises(KnowledgeDataWrong, match=r"dialogues\.jsonl") as wrong:
        read_dialogues(dialogues, read_articles(articles))
    assert complaint in str(wrong.value)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"inn": {"1": {"docs": 3}}}'])
def test_articles_that_cannot_be_read_are_said_to_be(tmp_path: Path, text: str):
    path = tmp_path / "articles.json"
    path.write_text(text)
    with pytest.raises(KnowledgeDataWrong, match=r"articles\.json"):
        read_articles(path)
    with pytest.raises(KnowledgeDataWrong, match="cannot be read"):
        read_articles(tmp_path / "none.json")


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public data is not beside the project")
def test_a_part_of_the_public_dialogues_is_answered_as_well_as_promised():
    known = read_articles(PUBLIC / "dstc10_articles.json")
    spoken = read_dialogues(PUBLIC / "dstc10_dialogues.jsonl", known)
    assert len(known) == 12_039
    ticks = count()
    report = evaluate_knowledge(known, spoken[::2], lambda: float(next(ticks)))
    assert report.detection.f1 >= 0.8
    assert report.with_detection.r_at_1 >= 0.6
    assert report.with_detection.r_at_5 >= 0.75
