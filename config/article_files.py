"""Knowledge articles: Markdown with front matter, cut into sections.

Articles are untrusted text: they are read out and shown, and nothing in them is ever carried out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from config.centre import Article, Section
from config.centre_problems import Problems
from config.toml_source import read_text

KEYS = ("id", "title", "about", "version", "valid_from", "valid_to", "audience")
AUDIENCES = ("caller", "agent")
LONGEST_ANSWER_WORDS = 80
"""Words in the first section of a callers' article: half a minute of speech, and nobody listens longer."""


def read_article(file: str, text: str, problems: Problems) -> Article | None:
    """The article in `text`; None where it cannot be used, with every problem noted."""
    before = len(problems.lines)
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        problems.add(file, 1, "the file must begin with front matter between two lines of ---")
        return None
    end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    front = _front_matter(file, lines[1:end], problems)
    sections = _sections(file, lines, end + 1, problems)
    if front is None:
        return None
    article = Article(
        id=_text(file, lines, front, "id", problems),
        title=_text(file, lines, front, "title", problems),
        version=_text(file, lines, front, "version", problems),
        valid_from=_date(file, lines, front, "valid_from", problems) or date.min,
        valid_to=_date(file, lines, front, "valid_to", problems, required=False),
        audience=_text(file, lines, front, "audience", problems),
        sections=sections,
        about=_names(file, lines, front, problems),
    )
    _check(file, lines, article, problems)
    return article if len(problems.lines) == before else None


def read_articles(directory: Path, unread: set[str], problems: Problems) -> Iterator[Article]:
    """Those of a centre's directory without a problem.

    `unread` gets the names of the others' files, which go by the article's id.
    """
    folder = directory / "articles"
    paths = sorted(folder.glob("*.md")) if folder.is_dir() else []
    if not paths:
        problems.add("articles", 0, "there are no articles; write Markdown files here, one an article")
    ids: Counter[str] = Counter()
    for path in paths:
        name = f"articles/{path.name}"
        text = read_text(directory, name, problems)
        article = None if text is None else read_article(name, text, problems)
        if article is None:
            unread.add(path.stem)
        else:
            ids[article.id] += 1
            if ids[article.id] == 2:
                problems.add(name, 2, f"there is another article with the id {article.id}")
            yield article


def _front_matter(file: str, lines: list[str], problems: Problems) -> dict[str, Any] | None:
    try:
        # Every value stays the text that it is: version 1.10 is no number, and a bad date is ours to explain.
        front: object = yaml.load("\n".join(lines), Loader=yaml.BaseLoader)  # noqa: S506 (it builds texts only)
    except (ValueError, RecursionError):
        problems.add(file, 2, "the front matter cannot be read; write one plain `key: value` a line")
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.add(
            file,
            (mark.line if mark else 0) + 2,
            f"the front matter is no YAML: {getattr(error, 'problem', error)}",
        )
        return None
    if not isinstance(front, dict):
        problems.add(file, 2, "the front matter must be lines of `key: value`")
        return None
    seen: set[str] = set()
    for number, line in enumerate(lines, 2):
        key = line.partition(":")[0].strip()
        if key in KEYS and key in seen and not line[0].isspace():
            problems.add(file, number, f"{key} is there twice; take one out")
        seen.add(key)
    known: dict[str, Any] = {str(key): value for key, value in front.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    for key in known:
        if key not in KEYS:
            problems.unknown(file, _line(["---", *lines], key), "key", key, KEYS)
    return known


def _text(file: str, lines: list[str], front: dict[str, Any], key: str, problems: Problems) -> str:
    value = front.get(key)
    if value is None or isinstance(value, dict | list | bool) or not str(value).strip():
        problems.add(file, _line(lines, key), f"{key} is missing" if value is None else f"{key} must be text")
        return ""
    return str(value).strip()


def _names(file: str, lines: list[str], front: dict[str, Any], problems: Problems) -> tuple[str, ...]:
    """One name, or a list of them: a name may have a comma in it."""
    value: object = front.get("about", [])
    names: list[object] = [*value] if isinstance(value, list) else [value]
    if not all(isinstance(name, str) and name.strip() for name in names):
        problems.add(
            file, _line(lines, "about"), "about must be a name, or a list of names: [The Mill, Old Mill]"
        )
        return ()
    return tuple(str(name).strip() for name in names)


def _date(
    file: str, lines: list[str], front: dict[str, Any], key: str, problems: Problems, *, required: bool = True
) -> date | None:
    value: object = front.get(key)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if value is not None or required:
        what = "is missing" if value is None else f'"{value}" is no date'
        problems.add(file, _line(lines, key), f"{key}: {what}; write it as 2026-11-01")
    return None


def _sections(file: str, lines: list[str], begin: int, problems: Problems) -> tuple[Section, ...]:
    sections: list[Section] = []
    headings = [number for number in range(begin, len(lines)) if lines[number].startswith("## ")]
    for index, heading in enumerate(headings):
        end = headings[index + 1] if index + 1 < len(headings) else len(lines)
        body = " ".join(line.strip().removeprefix("- ") for line in lines[heading + 1 : end] if line.strip())
        if not body:
            problems.add(file, heading + 1, "this section is empty")
        sections.append(Section(title=lines[heading][3:].strip(), text=_plain(body)))
    before = range(begin, headings[0] if headings else begin)
    if (stray := next((number for number in before if lines[number].strip()), None)) is not None:
        problems.add(file, stray + 1, "this stands before the first section; put a `## ` title above it")
    if not sections:
        problems.add(file, begin + 1, "there is no section; begin one with `## ` and its title")
    return tuple(sections)


def _check(file: str, lines: list[str], article: Article, problems: Problems) -> None:
    if article.audience and article.audience not in AUDIENCES:
        problems.unknown(file, _line(lines, "audience"), "audience", article.audience, AUDIENCES)
    if article.valid_to is not None and article.valid_to < article.valid_from:
        problems.add(file, _line(lines, "valid_to"), "valid_to is before valid_from")
    words = len(article.sections[0].text.split()) if article.sections else 0
    if article.audience == "caller" and words > LONGEST_ANSWER_WORDS:
        heading = next(number for number, line in enumerate(lines, 1) if line.startswith("## "))
        problems.add(
            file,
            heading,
            f"the first section is read to callers and has {words} words; at most {LONGEST_ANSWER_WORDS}",
        )


def _line(lines: list[str], key: str) -> int:
    return next((number for number, line in enumerate(lines, 1) if line.lstrip().startswith(f"{key}:")), 2)


def _plain(text: str) -> str:
    """Markdown's marks are not read out."""
    without_links = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", without_links)
