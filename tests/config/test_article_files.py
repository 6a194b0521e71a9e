from pathlib import Path

import pytest

from config.article_files import read_article
from config.centre_problems import Problems

ARTICLE = """---
id: mill
title: Parking
{about}
version: "2"
valid_from: 2026-01-01
audience: agent
---

## Is there parking?

Yes, behind the mill.
"""


def read(about: str) -> tuple[tuple[str, ...] | None, list[str]]:
    problems = Problems(Path())
    article = read_article("articles/mill.md", ARTICLE.replace("{about}\n", about), problems)
    return article and article.about, problems.lines


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("", ()),
        ("about: The Old Mill\n", ("The Old Mill",)),
        ("about: Mill, the old one\n", ("Mill, the old one",)),
        ("about: [The Old Mill, Kettering Mill]\n", ("The Old Mill", "Kettering Mill")),
    ],
)
def test_an_article_gives_the_names_of_what_it_is_about(line: str, names: tuple[str, ...]):
    assert read(line) == (names, [])


@pytest.mark.parametrize("line", ["about:\n", "about: {name: Mill}\n", "about: ['']\n", "about: [[Mill]]\n"])
def test_names_that_are_none_are_pointed_at(line: str):
    names, problems = read(line)
    assert names is None
    assert problems == [
        "articles/mill.md:4: about must be a name, or a list of names: [The Mill, Old Mill]",
    ]
