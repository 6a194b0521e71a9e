from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.centre import (
    Article,
    Centre,
    Detail,
    DetailKind,
    Intent,
    Method,
    OpeningHours,
    Queue,
    Section,
    Tool,
    ValueKind,
    VerificationMethod,
)
from config.centre_files import load_centre
from config.centre_problems import Problems
from config.locale_files import read_locales
from config.prompt_names import PROMPTS
from config.settings import SAMPLE_CENTRE

HOURS = OpeningHours(zone=ZoneInfo("UTC"), weekly=((),) * 7, closed=())
PLAN = Detail("plan", "the plan", DetailKind.CHOICE, "Which plan?", {"small": ("Small",), "big": ("Big",)})
BASE = Centre(
    name="Test Fibre",
    language="en-US",
    region="US",
    default_queue="care",
    prompts={},
    intents=(
        Intent("slow", "a slow line", ("it is slow",), article="slow", queue="care"),
        Intent("switch", "another plan", ("another plan",), tool="change", details=(PLAN,)),
    ),
    articles=(
        Article("slow", "A slow line", "1", date(2026, 1, 1), None, "caller", (Section("Short", "Wait."),)),
        Article("inside", "For us", "1", date(2026, 1, 1), None, "agent", (Section("Short", "Wait."),)),
    ),
    queues=(Queue("care", "our care team", HOURS),),
    tools=(
        Tool("change", "change it", {"plan": DetailKind.CHOICE}, {"price": ValueKind.MONEY}, {"done": "Ok."}),
    ),
    verification=(
        VerificationMethod(Method.RECORD, 1, (Detail("name", "your name", DetailKind.NAME, "Your name?"),)),
    ),
)

INTENTS = """
[[intent]]
name = "slow"
title = "una línea lenta"
examples = ["está lento", "va muy lento", "se traba", "tarda mucho", "no carga"]

[[intent]]
name = "switch"
title = "otro plan"
examples = ["otro plan", "cambio de plan", "quiero el grande", "quiero el chico", "cámbieme el plan"]

[[intent.detail]]
name = "plan"
title = "el plan"
ask = "¿Qué plan?"

[intent.detail.options]
small = ["Chico", "el chico"]
big = ["Grande"]
"""
QUEUES = '[[queue]]\nname = "care"\ntitle = "atención al cliente"\n'
TOOLS = '[[tool]]\nname = "change"\ntitle = "cambiarlo"\n\n[tool.says]\ndone = "Cuesta {price}."\n'
IDENTITY = '[[field]]\nname = "name"\ntitle = "su nombre"\nask = "¿Su nombre?"\n'
ARTICLE = """---
id: slow
title: Una línea lenta
version: "1"
valid_from: 2026-01-01
audience: caller
---

## Respuesta corta

Espere un momento.
"""
PROMPT_FILE = "[prompts]\n" + "".join(f'{name} = "Texto."\n' for name in PROMPTS)

Written = Callable[..., tuple[tuple[Centre, ...], list[str]]]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a whole Spanish locale, with the files of `changes` in place of its own, and reads it."""

    def write(tag: str = "es-US", **changes: str) -> tuple[tuple[Centre, ...], list[str]]:
        folder = tmp_path / "locales" / tag
        (folder / "articles").mkdir(parents=True)
        files = {
            "centre": PROMPT_FILE,
            "queues": QUEUES,
            "tools": TOOLS,
            "identity": IDENTITY,
            "intents": INTENTS,
            **changes,
        }
        article = files.pop("article", ARTICLE)
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        if article:
            (folder / "articles" / "slow.md").write_text(article, encoding="utf-8")
        problems = Problems(tmp_path)
        locales = read_locales(tmp_path, BASE, problems)
        return locales, [line.removeprefix(f"{tmp_path}/") for line in problems.lines]

    return write


def test_a_language_is_the_centre_with_its_own_texts(written: Written) -> None:
    (spanish,), problems = written()
    assert problems == []
    assert (spanish.language, spanish.name, spanish.region) == ("es-US", "Test Fibre", "US")
    assert spanish.queue("care").title == "atención al cliente"
    assert spanish.queue("care").hours is HOURS
    slow, switch = spanish.intents
    assert (slow.title, slow.article, slow.queue) == ("una línea lenta", "slow", "care")
    assert switch.tool == "change"
    assert switch.details[0].ask == "¿Qué plan?"
    assert switch.details[0].kind is DetailKind.CHOICE
    assert switch.details[0].options == {"small": ("Chico", "el chico"), "big": ("Grande",)}
    assert spanish.tool("change").says == {"done": "Cuesta {price}."}
    assert spanish.verification[0].fields[0].ask == "¿Su nombre?"
    article = spanish.article("slow")
    assert article is not None
    assert article.sections[0].text == "Espere un momento."


def test_an_article_that_is_not_translated_cannot_be_read_in_that_language(written: Written) -> None:
    (spanish,), problems = written(article="")
    assert problems == []
    assert spanish.article("slow") is None
    assert spanish.intent("slow").article == "slow"


def test_a_centre_without_locales_has_none(tmp_path: Path) -> None:
    problems = Problems(tmp_path)
    assert read_locales(tmp_path, BASE, problems) == ()
    assert problems.lines == []


def test_prompts_must_be_complete_and_fillable(written: Written) -> None:
    text = PROMPT_FILE.replace('goodbye = "Texto."\n', "").replace(
        'greeting = "Texto."', 'greeting = "Hola, {nombre}."'
    )
    _, problems = written(centre=text)
    assert "locales/es-US/centre.toml:1: goodbye is missing in [prompts]" in problems
    assert any(
        line.startswith("locales/es-US/centre.toml:2: the prompt greeting cannot fill {nombre}")
        for line in problems
    )
    assert len(problems) == 2


def test_an_unknown_name_is_told_with_the_nearest_one_and_its_line(written: Written) -> None:
    _, problems = written(
        intents=INTENTS.replace('"slow"', '"slwo"'),
        queues=QUEUES.replace("care", "caer"),
        tools=TOOLS.replace("done =", "doen ="),
    )
    assert 'locales/es-US/intents.toml:3: there is no intent "slwo"; did you mean "slow"?' in problems
    assert 'locales/es-US/queues.toml:2: there is no queue "caer"; did you mean "care"?' in problems
    assert 'locales/es-US/tools.toml:6: there is no outcome "doen"; did you mean "done"?' in problems
    assert "locales/es-US/intents.toml: the intent slow is missing" in problems


def test_details_and_options_must_be_those_of_the_centre(written: Written) -> None:
    _, problems = written(intents=INTENTS.replace('name = "plan"', 'name = "pln"'))
    assert 'locales/es-US/intents.toml:13: there is no detail "pln"; did you mean "plan"?' in problems
    assert "locales/es-US/intents.toml:8: the detail plan of switch is missing" in problems


def test_an_option_that_is_left_out_is_told(written: Written) -> None:
    _, problems = written(intents=INTENTS.replace('big = ["Grande"]\n', ""))
    assert problems == [
        "locales/es-US/intents.toml:17: the option big is missing; write the ways of saying it"
    ]


def test_a_tool_may_only_say_what_it_gives(written: Written) -> None:
    _, problems = written(tools=TOOLS.replace("{price}", "{precio}"))
    assert problems == ["locales/es-US/tools.toml:6: the tool change does not give {precio}"]


def test_the_same_example_under_two_intents_is_told(written: Written) -> None:
    _, problems = written(intents=INTENTS.replace('"otro plan", "cambio', '"Está lento", "cambio'))
    assert problems == [
        'locales/es-US/intents.toml:10: the example "Está lento" is under slow, too',
    ]


def test_an_article_for_agents_is_not_opened_to_callers_by_a_translation(written: Written) -> None:
    _, problems = written(article=ARTICLE.replace("id: slow", "id: inside"))
    assert problems == [
        "locales/es-US/articles/slow.md:2: the article inside is for agents in the centre's own language"
    ]


def test_a_directory_must_be_named_by_a_language_tag(written: Written) -> None:
    _, problems = written(tag="Spanish")
    assert problems == ["locales/Spanish: name the directory by a BCP 47 tag such as es-US or fr"]


def test_the_samples_spanish_is_complete() -> None:
    base = load_centre(SAMPLE_CENTRE)
    problems = Problems(SAMPLE_CENTRE)
    (spanish,) = read_locales(SAMPLE_CENTRE, base, problems)
    assert problems.lines == []
    assert spanish.language == "es-US"
    assert [intent.name for intent in spanish.intents] == [intent.name for intent in base.intents]
    assert all(len(intent.examples) >= 8 for intent in spanish.intents)
    assert len(spanish.articles) >= 12
    assert spanish.prompts.keys() == PROMPTS.keys()
    untranslated = [name for name in PROMPTS if spanish.prompts[name] == base.prompts[name]]
    assert set(untranslated) <= {"detail_heard"}
