import re
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from config.centre import Centre
from config.centre_files import CentreError, load_centre
from config.prompt_names import PROMPTS
from config.settings import SAMPLE_CENTRE

ARTICLE = "articles/slow-connection.md"
Change = Callable[[str, str, str], int]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the sample centre, to break."""
    return shutil.copytree(
        SAMPLE_CENTRE, tmp_path / "centre", ignore=shutil.ignore_patterns("callers", "dispositions.toml")
    )


@pytest.fixture
def change(directory: Path) -> Change:
    """Replaces a text that is there, the first time it is; gives the line of the new text."""

    def apply(name: str, old: str, new: str) -> int:
        file = directory / name
        before, found, after = file.read_text().partition(old)
        assert found, f"{name} has no {old!r}"
        file.write_text(before + new + after)
        return before.count("\n") + 1

    return apply


def problems(directory: Path) -> list[str]:
    """What the loader says, one problem each, with paths relative to the centre."""
    with pytest.raises(CentreError) as refused:
        load_centre(directory)
    return str(refused.value).replace(f"{directory}/", "").splitlines()


def line_of(directory: Path, name: str, text: str) -> int:
    return (directory / name).read_text().split(text)[0].count("\n") + 1


# The sample.


def test_the_sample_centre_has_no_problem_and_is_as_large_as_a_demo_needs(centre: Centre):
    assert len(centre.intents) >= 20
    assert min(len(intent.examples) for intent in centre.intents) >= 10
    assert len(centre.articles) >= 30
    assert {queue.name for queue in centre.queues} == {"care", "billing", "technical", "loyalty"}
    assert set(centre.prompts) == set(PROMPTS)
    assert (centre.name, centre.language, centre.region) == ("Northwind Fibre", "en-US", "US")


def test_every_answer_of_the_sample_can_be_read_aloud(centre: Centre):
    for article in centre.articles:
        answer = article.sections[0].text
        assert 2 <= len(re.findall(r"[.?](?= |$)", answer)) <= 3, article.id
        assert len(answer.split()) <= 60, article.id
        assert 2 <= len(article.sections) <= 4, article.id
        for section in article.sections:
            assert re.fullmatch(r"[A-Za-z0-9 ,.;:?'\-]+", section.text), (article.id, section.title)


def test_every_intent_of_the_sample_is_answered_by_a_callers_article_or_by_a_person(centre: Centre):
    for intent in centre.intents:
        article = centre.article(intent.article or "")
        assert intent.person_required or (article is not None and article.audience == "caller"), intent.name


def test_the_sample_prompts_are_plain_words(centre: Centre):
    for name, prompt in centre.prompts.items():
        assert re.fullmatch(r"[A-Za-z ,.?{}]+", prompt), name
    greeting = centre.prompts["greeting"]
    assert all(word in greeting for word in ("{centre}", "automated", "recorded", "agent", "zero"))
    assert len(greeting.format(centre=centre.name).split()) <= 26, "eight seconds of speech"


def test_the_sample_opens_and_closes_by_the_clock_of_new_york(centre: Centre):
    hours = centre.queue("billing").hours
    assert hours.open_at(datetime(2026, 11, 20, 22, 59, tzinfo=UTC))
    assert not hours.open_at(datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    assert not hours.open_at(datetime(2026, 11, 26, 17, 0, tzinfo=UTC)), "Thanksgiving"


# What is read.


def test_texts_dates_and_hours_are_read_as_they_are_written(directory: Path, change: Change):
    change(ARTICLE, '"2.3"', "1.10")
    change(ARTICLE, "audience:", "valid_to: 2027-01-31\naudience:")
    change("queues.toml", 'mon = ["08:00-20:00"]', 'mon = ["08:00-12:00", "13:30-24:00"]')
    centre = load_centre(directory)
    article = centre.article("slow-connection")
    assert article is not None
    assert (article.version, article.valid_from) == ("1.10", date(2026, 2, 10))
    assert article.valid_to == date(2027, 1, 31)
    care = centre.queue("care").hours
    assert care.weekly[0] == ((time(8), time(12)), (time(13, 30), time.max))
    assert care.weekly[6] == (), "a day that is not named is closed"
    assert care.closed[0] == date(2026, 11, 26)
    assert str(care.zone) == "America/New_York"


def test_files_from_a_windows_editor_are_read(directory: Path):
    expected = load_centre(directory)
    for file in [*directory.glob("*.toml"), *directory.glob("articles/*.md")]:
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load_centre(directory) == expected


def test_files_beside_the_centre_are_ignored(directory: Path):
    (directory / "articles/notes.txt").write_text("not an article")
    (directory / "README").write_bytes(b"\xff")
    assert len(load_centre(directory).articles) == len(list(directory.glob("articles/*.md")))


# What is refused, with its line.


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        (
            "centre.toml",
            'region = "US"',
            'region = "UK"',
            '"UK" is no ISO 3166 country; write one such as "US" or "GB"',
        ),
        (
            "centre.toml",
            "America/New_York",
            "America/New_Yrok",
            '"America/New_Yrok" is no time zone; write one such as "America/New_York"',
        ),
        (
            "centre.toml",
            "America/New_York",
            "../../etc/passwd",
            '"../../etc/passwd" is no time zone; write one such as "America/New_York"',
        ),
        (
            "centre.toml",
            'default_queue = "care"',
            'default_queue = "cair"',
            'there is no queue "cair"; did you mean "care"?',
        ),
        ("centre.toml", '"Northwind Fibre"', "7", "name must be text in quotes"),
        ("centre.toml", '"Once more."', '""', "repeat_lead must be text in quotes"),
        (
            "centre.toml",
            "ring you on {number}, and",
            "ring you on {numbr}, and",
            "the prompt callback_agreed cannot fill {numbr}; it may use: {centre}, {number}, {queue}",
        ),
        (
            "centre.toml",
            "calling {centre}",
            "calling {centre.__class__}",
            "the prompt goodbye cannot fill {centre.__class__}; it may use: {centre}",
        ),
        (
            "centre.toml",
            "calling {centre}",
            "calling {centre!r:>99999999}",
            "the prompt goodbye cannot fill {centre}; it may use: {centre}",
        ),
        (
            "centre.toml",
            "calling {centre}",
            "calling {centre",
            (
                "the prompt goodbye cannot fill it at all (expected '}' before end of string); "
                "it may use: {centre}"
            ),
        ),
        (
            "queues.toml",
            'sat = ["09:00-17:00"]',
            'sta = ["09:00-17:00"]',
            'there is no key "sta"; did you mean "sat"?',
        ),
        (
            "queues.toml",
            'sat = ["09:00-17:00"]',
            'sat = ["9 to 5"]',
            '"9 to 5" is no opening time; write it as "08:00-20:00", the earlier time first',
        ),
        (
            "queues.toml",
            'sat = ["09:00-17:00"]',
            'sat = ["22:00-06:00"]',
            '"22:00-06:00" is no opening time; write it as "08:00-20:00", the earlier time first',
        ),
        (
            "queues.toml",
            'sat = ["09:00-17:00"]',
            'sat = ["09:00-25:00"]',
            '"09:00-25:00" is no opening time; write it as "08:00-20:00", the earlier time first',
        ),
        (
            "queues.toml",
            'sat = ["09:00-17:00"]',
            'sat = ["09:00-17:00", "12:00-18:00"]',
            '"12:00-18:00" begins before the opening time in front of it has ended',
        ),
        (
            "queues.toml",
            "closed = [2026-11-26, 2026-12-25",
            'closed = [2026-11-26, "2026-12-25"',
            "closed must be a list of dates such as 2026-12-25",
        ),
        (
            "intents.toml",
            'tier = "person"',
            'teir = "person"',
            'there is no key "teir"; did you mean "tier"?',
        ),
        (
            "intents.toml",
            'tier = "person"',
            'tier = "persons"',
            'there is no tier "persons"; did you mean "person"?',
        ),
        (
            "intents.toml",
            'tier = "person"',
            "person_required = true",
            'write tier = "person" in place of person_required',
        ),
        (
            "intents.toml",
            'tool = "outage"',
            'tool = "outages"',
            'there is no tool "outages"; did you mean "outage"?',
        ),
        (
            "tools.toml",
            'python = "tools.py:bill"',
            'python = "tools.py:bills"',
            "tools.py has no function bills",
        ),
        (
            "tools.toml",
            'python = "tools.py:bill"',
            'url = "http://bills.example.com/"',
            "an endpoint must be https, except on this machine",
        ),
        (
            "tools.toml",
            'open = "You have {amount} to pay, and it is due on {due}."',
            'open = "You have {amont} to pay, and it is due on {due}."',
            "the sentence for open cannot fill {amont}; it may use: {amount}, {due}",
        ),
        (
            "tools.toml",
            'risk = "risky"',
            'risk = "rocky"',
            'there is no risk "rocky"; did you mean "risky"?',
        ),
        (
            "identity.toml",
            'method = "pin"',
            'method = "voice"',
            'there is no method "voice"; there are: code, pin, record',
        ),
        (
            "routing.toml",
            'vip_queue = "care"',
            'vip_queue = "caer"',
            'there is no queue "caer"; did you mean "care"?',
        ),
        (
            "routing.toml",
            "frustration = 0.7",
            "frustration = 7",
            "frustration must be a number from 0 to 1",
        ),
        (
            "routing.toml",
            "human_only = []",
            'human_only = ["555 0142"]',
            '"555 0142" must be a number with its country, such as +15035550142',
        ),
        (
            "intents.toml",
            'article = "refund-status"',
            'article = "refund-statis"',
            'there is no article "refund-statis"; did you mean "refund-status"?',
        ),
        (
            "intents.toml",
            'article = "refund-status"',
            'article = "identity-check"',
            'the article "identity-check" is for agents only; name one whose audience is caller',
        ),
        (
            "intents.toml",
            'queue = "loyalty"',
            'queue = "loyal"',
            'there is no queue "loyal"; did you mean "loyalty"?',
        ),
        ("intents.toml", 'title = "a refund"', "title = 2026-01-01", "title must be text in quotes"),
        (
            "intents.toml",
            'name = "no_connection"',
            'name = "slow_connection"',
            "there is another intent named slow_connection, in line 7",
        ),
        (
            ARTICLE,
            "valid_from: 2026-02-10",
            "valid_from: 2026-02-30",
            'valid_from: "2026-02-30" is no date; write it as 2026-11-01',
        ),
        (
            ARTICLE,
            "valid_from: 2026-02-10",
            "valid_from: 10/02/2026",
            'valid_from: "10/02/2026" is no date; write it as 2026-11-01',
        ),
        (
            ARTICLE,
            "valid_from: 2026-02-10",
            "valid_from: 2026-02-10 10:00:00",
            'valid_from: "2026-02-10 10:00:00" is no date; write it as 2026-11-01',
        ),
        (
            ARTICLE,
            "audience: caller",
            "audience: callers",
            'there is no audience "callers"; did you mean "caller"?',
        ),
        (
            ARTICLE,
            "audience: caller",
            "audiance: caller\naudience: caller",
            'there is no key "audiance"; did you mean "audience"?',
        ),
        (ARTICLE, "title: Fixing a slow connection", "title: [a, b]", "title must be text"),
        (ARTICLE, "title: Fixing a slow connection", "title:", "title must be text"),
        (
            ARTICLE,
            "## Short answer",
            "Hello.\n\n## Short answer",
            "this stands before the first section; put a `## ` title above it",
        ),
        (ARTICLE, "## Short answer", "## Nothing\n\n## Short answer", "this section is empty"),
    ],
)
def test_a_mistake_is_named_with_its_line(
    directory: Path, change: Change, name: str, old: str, new: str, what: str
):
    line = change(name, old, new)
    assert problems(directory) == [f"{name}:{line}: {what}"]


def test_front_matter_that_is_no_yaml_is_named_with_the_line_where_it_stops_making_sense(
    directory: Path, change: Change
):
    line = change(ARTICLE, "title: Fixing", "title: [Fixing")
    assert problems(directory) == [
        f"{ARTICLE}:{line + 1}: the front matter is no YAML: expected ',' or ']', but got ':'"
    ]


def test_an_intent_cannot_be_learned_from_four_examples(directory: Path):
    file = directory / "intents.toml"
    text, begin = file.read_text(), line_of(directory, "intents.toml", "examples = [")
    end = text.index("]", text.index("examples = ["))
    file.write_text(
        text[: text.index("examples = [")] + 'examples = ["one", "two", "three", "four"' + text[end:]
    )
    assert problems(directory) == [
        f"intents.toml:{begin}: slow_connection has 4 examples; it takes at least 5"
    ]


def test_every_problem_is_reported_at_once_and_in_the_same_order(directory: Path, change: Change):
    zone = change("centre.toml", "America/New_York", "New York")
    title = change("intents.toml", 'title = "a refund"', "title = 3")
    start = change(ARTICLE, "2026-02-10", "soon")
    hours = change("queues.toml", 'sat = ["09:00-17:00"]', 'sat = ["nine"]')
    found = problems(directory)
    assert sorted(line.split(": ")[0] for line in found) == [
        f"{ARTICLE}:{start}",
        f"centre.toml:{zone}",
        f"intents.toml:{title}",
        f"queues.toml:{hours}",
    ]
    assert problems(directory) == found


def test_a_file_that_is_no_toml_is_reported_beside_the_problems_of_the_others(
    directory: Path, change: Change
):
    line = change("intents.toml", 'name = "no_connection"', 'name "no_connection"')
    queue = change("queues.toml", 'sat = ["09:00-17:00"]', "sat = 9")
    assert sorted(problems(directory)) == [
        f"intents.toml:{line}: this is no TOML: Expected '=' after a key in a key/value pair",
        f'queues.toml:{queue}: sat must be a list of times such as "08:00-20:00"',
    ]


def test_toml_that_breaks_off_is_reported_at_its_last_line(directory: Path):
    (directory / "queues.toml").write_text('[[queue]]\nname = "care')
    assert problems(directory) == ["queues.toml:2: this is no TOML: Unterminated string"]


def test_what_is_missing_is_reported_where_it_belongs(directory: Path, change: Change):
    change("centre.toml", 'language = "en-US"\n', "")
    change("centre.toml", 'goodbye = "Thank you for calling {centre}. Goodbye."\n', "")
    change("intents.toml", 'title = "a refund"\n', "")
    prompts = line_of(directory, "centre.toml", "[prompts]")
    refund = line_of(directory, "intents.toml", 'name = "refund_status"') - 1
    assert set(problems(directory)) == {
        "centre.toml:1: language is missing",
        f"centre.toml:{prompts}: goodbye is missing in [prompts]",
        f"intents.toml:{refund}: title is missing in [intent]",
    }


def test_a_misspelt_key_is_answered_with_the_nearest_one(directory: Path, change: Change):
    line = change("centre.toml", "goodbye = ", "goodby = ")
    prompts = line_of(directory, "centre.toml", "[prompts]")
    assert sorted(problems(directory)) == [
        f"centre.toml:{prompts}: goodbye is missing in [prompts]",
        f'centre.toml:{line}: there is no key "goodby"; did you mean "goodbye"?',
    ]


def test_the_same_example_under_two_intents_is_a_mistake_in_any_spelling(directory: Path, change: Change):
    owner = line_of(directory, "intents.toml", 'name = "no_connection"')
    line = change("intents.toml", '"i have no internet at all"', '"My internet is, really, SLOW!"')
    assert line > owner
    assert problems(directory) == [
        f'intents.toml:{line}: the example "My internet is, really, SLOW!" is under slow_connection, too'
    ]


def test_the_same_example_twice_under_one_intent_is_a_mistake(directory: Path, change: Change):
    line = change("intents.toml", '"i have no internet at all"', '"The internet is down at my house"')
    assert problems(directory) == [
        f'intents.toml:{line + 1}: the example "the internet is down at my house" is there twice'
    ]


def test_an_example_without_words_is_a_mistake(directory: Path, change: Change):
    change("intents.toml", '"i have no internet at all"', '"..."')
    line = line_of(directory, "intents.toml", '  "my internet is not working"') - 1
    assert problems(directory) == [
        f'intents.toml:{line}: the example "..." has no words; write it or take it out'
    ]


def test_an_article_that_ends_before_it_begins_is_refused(directory: Path, change: Change):
    line = change(ARTICLE, "audience:", "valid_to: 2026-02-09\naudience:")
    assert problems(directory) == [f"{ARTICLE}:{line}: valid_to is before valid_from"]


def test_an_article_without_sections_is_refused_and_not_called_unknown_too(directory: Path):
    file = directory / ARTICLE
    file.write_text(file.read_text().split("\n## ")[0])
    assert problems(directory) == [f"{ARTICLE}:8: there is no section; begin one with `## ` and its title"]


def test_two_queues_with_one_name_are_refused(directory: Path):
    file = directory / "queues.toml"
    line = file.read_text().count("\n") + 3
    with file.open("a") as queues:
        queues.write('\n[[queue]]\nname = "care"\ntitle = "our other team"\n[queue.hours]\n')
    assert problems(directory) == [f"queues.toml:{line}: there is another queue named care"]


def test_two_articles_with_one_id_are_refused(directory: Path):
    shutil.copy(directory / ARTICLE, directory / "articles/zz-copy.md")
    assert problems(directory) == [
        "articles/zz-copy.md:2: there is another article with the id slow-connection"
    ]


def test_a_key_that_is_twice_in_the_front_matter_is_refused(directory: Path, change: Change):
    line = change(ARTICLE, "audience: caller", "version: 9")
    change(ARTICLE, "version: 9", "version: 9\naudience: caller")
    assert problems(directory) == [f"{ARTICLE}:{line}: version is there twice; take one out"]


@pytest.mark.parametrize(
    "text",
    ["", "## Only a section\n\nText.\n", "---\nid: a\n## No end of the front matter\n"],
)
def test_an_article_without_front_matter_is_refused(directory: Path, text: str):
    (directory / ARTICLE).write_text(text)
    assert problems(directory) == [
        f"{ARTICLE}:1: the file must begin with front matter between two lines of ---"
    ]


def test_a_centre_without_articles_says_so_once(directory: Path):
    shutil.rmtree(directory / "articles")
    assert problems(directory) == [
        "articles: there are no articles; write Markdown files here, one an article"
    ]


def test_a_missing_file_or_directory_is_named(directory: Path):
    (directory / "queues.toml").unlink()
    assert problems(directory) == ["queues.toml: this file is missing"]
    with pytest.raises(CentreError, match=r"nowhere: there is no such directory"):
        load_centre(directory / "nowhere")


# Files that mean harm, or that are none.


def test_a_file_over_one_megabyte_is_not_read(directory: Path):
    (directory / ARTICLE).write_bytes(b"x" * 1_000_001)
    (directory / "intents.toml").write_bytes(b"#" * 1_000_001)
    assert sorted(problems(directory)) == [
        f"{ARTICLE}: the file is over 1000 kB; split it",
        "intents.toml: the file is over 1000 kB; split it",
    ]


def test_a_file_that_is_not_utf_8_is_named_with_the_line(directory: Path):
    content = (directory / ARTICLE).read_bytes().replace(b"backups", "sauvegardé".encode("latin-1"))
    (directory / ARTICLE).write_bytes(content)
    line = content[: content.index(b"\xe9")].count(b"\n") + 1
    assert problems(directory) == [f"{ARTICLE}:{line}: this is not UTF-8; save the file as UTF-8"]


@pytest.mark.parametrize("name", [ARTICLE, "centre.toml"])
def test_a_link_out_of_the_centre_is_not_followed(directory: Path, name: str):
    outside = directory.parent / "outside"
    (directory / name).rename(outside)
    (directory / name).symlink_to(outside)
    assert problems(directory) == [
        f"{name}: this is a link that leads out of the centre's directory; put the file itself here"
    ]


def test_a_link_inside_the_centre_is_followed(directory: Path):
    (directory / "queues.toml").rename(directory / "shared-queues")
    (directory / "queues.toml").symlink_to(directory / "shared-queues")
    assert len(load_centre(directory).queues) == 4


def test_deep_nesting_is_refused_and_does_not_exhaust_the_stack(directory: Path, change: Change):
    change("intents.toml", 'tier = "person"', f"tier = {'[' * 5000}{']' * 5000}")
    change(ARTICLE, "title: Fixing", f"title: {'[' * 5000}")
    assert sorted(problems(directory)) == [
        f"{ARTICLE}:2: the front matter cannot be read; write one plain `key: value` a line",
        "intents.toml:1: lists or tables are nested too deeply; flatten them",
    ]


def test_front_matter_builds_no_objects(directory: Path, change: Change):
    change(ARTICLE, "title: Fixing a slow connection", "title: !!python/object/apply:os.getcwd []")
    assert problems(directory) == [f"{ARTICLE}:3: title must be text"]


def test_a_problem_stays_on_one_line_whatever_the_file_says(directory: Path, change: Change):
    line = change("centre.toml", "name = ", '"a\\nb" = 1\nname = ')
    found = problems(directory)
    assert len(found) == 1
    assert re.fullmatch(rf'centre\.toml:({line}|1): there is no key "a b"; there are: .*', found[0])


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("intents.toml", 'kind = "date"', 'kind = "dat"', 'there is no kind "dat"; did you mean "date"?'),
        (
            "intents.toml",
            'kind = "postcode"',
            'kind = "digits"',
            "the tool outage takes postcode as postcode, and the detail is digits",
        ),
        (
            "tools.toml",
            'postcode = "postcode"',
            'customer_id = "code"',
            "customer_id comes from the verified call; no argument may have this name",
        ),
    ],
)
def test_a_mistake_in_a_detail_is_named_beside_what_follows_from_it(
    directory: Path, change: Change, name: str, old: str, new: str, what: str
):
    change(name, old, new)
    assert any(problem.startswith(f"{name}:") and problem.endswith(what) for problem in problems(directory))
