import asyncio
import shutil
from pathlib import Path

import pytest

from assist.knowledge_shelf import EVERY_S, KnowledgeShelf, Refused, Taken
from config.centre import Article
from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE

NEW = """---
id: skates
title: Free skates
version: "1"
valid_from: 2026-01-01
audience: caller
---

## Short answer

Every new customer gets free skates.
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE_CENTRE, tmp_path / "centre"))


def ids(articles: tuple[Article, ...]) -> frozenset[str]:
    return frozenset(article.id for article in articles)


@pytest.fixture
def shelf(directory: Path) -> KnowledgeShelf[frozenset[str]]:
    centre = load_centre(directory)
    return KnowledgeShelf(directory, centre, ids(centre.articles), ids)


async def looked_twice(shelf: KnowledgeShelf[frozenset[str]]) -> Taken | Refused | None:
    assert await shelf.look() is None
    return await shelf.look()


async def test_nothing_is_read_again_while_nothing_changes(shelf: KnowledgeShelf[frozenset[str]]):
    before = shelf.in_use
    assert await looked_twice(shelf) is None
    assert shelf.in_use is before


async def test_a_new_article_is_taken_once_the_folder_has_settled(
    shelf: KnowledgeShelf[frozenset[str]], directory: Path
):
    (directory / "articles" / "skates.md").write_text(NEW)
    assert await shelf.look() is None
    assert "skates" not in shelf.in_use
    assert await shelf.look() == Taken(len(shelf.in_use))
    assert "skates" in shelf.in_use


async def test_a_folder_that_still_changes_is_left_for_the_next_look(
    shelf: KnowledgeShelf[frozenset[str]], directory: Path
):
    article = directory / "articles" / "skates.md"
    article.write_text(NEW)
    assert await shelf.look() is None
    article.write_text(NEW + "\nSize by size.\n")
    assert await shelf.look() is None
    assert isinstance(await shelf.look(), Taken)


async def test_bad_front_matter_keeps_the_articles_from_before_and_says_where(
    shelf: KnowledgeShelf[frozenset[str]], directory: Path
):
    before = shelf.in_use
    article = directory / "articles" / "skates.md"
    article.write_text(NEW.replace("2026-01-01", "the first of May"))
    refused = await looked_twice(shelf)
    assert isinstance(refused, Refused)
    assert f'{article}:5: valid_from: "the first of May" is no date' in refused.problem
    assert shelf.problem == refused.problem
    assert shelf.in_use is before
    assert await shelf.look() is None, "the same mistake is told once"
    article.write_text(NEW)
    assert isinstance(await looked_twice(shelf), Taken)
    assert shelf.problem == ""
    assert "skates" in shelf.in_use


async def test_an_article_that_an_intent_reads_out_may_not_go(
    shelf: KnowledgeShelf[frozenset[str]], directory: Path
):
    (directory / "articles" / "bill-explained.md").unlink()
    refused = await looked_twice(shelf)
    assert isinstance(refused, Refused)
    assert 'needs the article "bill-explained", which is gone' in refused.problem
    assert "bill-explained" in shelf.in_use


async def test_an_article_that_is_read_to_callers_may_not_become_the_agents_own(
    shelf: KnowledgeShelf[frozenset[str]], directory: Path
):
    article = directory / "articles" / "bill-explained.md"
    article.write_text(article.read_text().replace("audience: caller", "audience: agent"))
    refused = await looked_twice(shelf)
    assert isinstance(refused, Refused)
    assert "now for agents only" in refused.problem


async def test_two_articles_with_one_id_are_refused(shelf: KnowledgeShelf[frozenset[str]], directory: Path):
    for name in ("one.md", "two.md"):
        (directory / "articles" / name).write_text(NEW)
    refused = await looked_twice(shelf)
    assert isinstance(refused, Refused)
    assert "another article with the id skates" in refused.problem


async def test_an_emptied_folder_is_refused(shelf: KnowledgeShelf[frozenset[str]], directory: Path):
    shutil.rmtree(directory / "articles")
    refused = await looked_twice(shelf)
    assert isinstance(refused, Refused)
    assert "there are no articles" in refused.problem


async def test_what_cannot_be_made_of_good_articles_leaves_the_old_in_use(directory: Path):
    def fails(articles: tuple[Article, ...]) -> str:
        raise RuntimeError(f"{len(articles)} are too many")

    centre = load_centre(directory)
    shelf = KnowledgeShelf(directory, centre, "before", fails)
    (directory / "articles" / "skates.md").write_text(NEW)
    assert await shelf.look() is None
    refused = await shelf.look()
    assert isinstance(refused, Refused)
    assert "are too many" in refused.problem
    assert shelf.in_use == "before"


async def test_watching_looks_at_the_folder_at_its_interval(
    shelf: KnowledgeShelf[frozenset[str]], directory: Path
):
    (directory / "articles" / "skates.md").write_text(NEW)
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await shelf.watch(sleep)
    assert waits == [EVERY_S] * 3
    assert "skates" in shelf.in_use
