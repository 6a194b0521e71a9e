"""Agents, and what queues ask of them: every mistake is named by file and line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from config.agent_files import is_phone
from config.centre import Centre, WaitTreatment
from config.centre_files import CentreError, load_centre
from config.settings import SAMPLE_CENTRE

NO_PHONE = 'is no phone; write a number with its country (+16175550181), "sip:user@host" or "client:identity"'
Change = Callable[[str, str, str], int]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A copy of the sample centre, to break."""
    return shutil.copytree(SAMPLE_CENTRE, tmp_path / "centre", ignore=shutil.ignore_patterns("callers"))


@pytest.fixture
def change(directory: Path) -> Change:
    """Replaces a text that is there, the first time it is; gives its line."""

    def apply(name: str, old: str, new: str) -> int:
        before, found, after = (directory / name).read_text().partition(old)
        assert found, f"{name} has no {old!r}"
        (directory / name).write_text(before + new + after)
        return before.count("\n") + 1

    return apply


def problems(directory: Path) -> list[str]:
    with pytest.raises(CentreError) as refused:
        load_centre(directory)
    return str(refused.value).replace(f"{directory}/", "").splitlines()


def test_the_samples_agents_cover_every_queue_and_both_languages(centre: Centre):
    assert len(centre.agents) == 4
    assert sum("es-US" in agent.languages for agent in centre.agents) == 2
    assert {agent.phone.partition(":")[0] for agent in centre.agents if ":" in agent.phone} == {
        "client",
        "sip",
    }
    for queue in centre.queues:
        assert queue.skills
        assert any(
            all(agent.skills.get(skill, 0) >= level for skill, level in queue.skills.items())
            for agent in centre.agents
        ), queue.name


def test_the_numbers_of_the_samples_agents_are_fictional_and_nobodys_else(centre: Centre):
    customers = (SAMPLE_CENTRE / "customers.sql").read_text()
    for agent in centre.agents:
        if agent.phone.startswith("+"):
            assert agent.phone[5:10] == "55501", agent.phone
            assert agent.phone not in customers


def test_an_agent_is_found_as_written(centre: Centre):
    carmen = next(agent for agent in centre.agents if agent.name == "carmen-diaz")
    assert carmen.title == "Carmen"
    assert carmen.skills == {"billing": 5, "sales": 3, "care": 4}
    ben = next(agent for agent in centre.agents if agent.name == "ben-carter")
    assert (ben.languages, ben.wrap_up_s) == (("en-US",), 20)


def test_agents_and_what_queues_ask_are_the_same_in_every_language(centre: Centre):
    (spanish,) = centre.locales
    assert spanish.agents == centre.agents
    assert spanish.queue("billing").overflow == "care"
    assert spanish.queue("billing").skills == {"billing": 3}


def test_a_centre_without_agents_is_one(directory: Path):
    (directory / "agents.toml").unlink()
    centre = load_centre(directory)
    assert centre.agents == ()
    assert centre.queue("technical").skills == {"technical": 3}


def test_what_a_queue_does_not_say_has_its_default(directory: Path, change: Change):
    change("queues.toml", "skills = { care = 2 }\nservice_level = 30\n", "")
    care = load_centre(directory).queue("care")
    assert (care.skills, care.priority, care.service_level_s) == ({}, 0, 20)
    assert (care.overflow, care.overflow_after_s, care.wait) == ("", 120, WaitTreatment.MUSIC)


@pytest.mark.parametrize(
    "phone",
    [
        "+16175550181",
        "client:ana",
        "client:ana.flores_2-b",
        "sip:ana@phones.example",
        "sips:ana@10.0.0.4:5061;transport=tls",
    ],
)
def test_a_phone_that_can_be_rung(phone: str):
    assert is_phone(phone)


@pytest.mark.parametrize(
    "phone",
    [
        "6175550181",
        "+0175550181",
        "+1617",
        "+1 617 555 0181",
        "+16175550181\n",
        "client:",
        "client:ana flores",
        "client:<Hangup/>",
        "sip:ana",
        "sip:@phones.example",
        "sip:ana@phones.example?X-Header=1",
        "sip:ana@phones.example;transport=carrier-pigeon",
        "sip:ana@-phones.example",
        "tel:+16175550181",
        "queue:care",
        "app:AP1",
    ],
)
def test_a_phone_that_is_none(phone: str):
    assert not is_phone(phone)


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        (
            "agents.toml",
            '"+16175550181"',
            '"617 555 0181"',
            f'"617 555 0181" {NO_PHONE}',
        ),
        (
            "agents.toml",
            '"client:ana"',
            '"client:ana <ana>"',
            f'"client:ana <ana>" {NO_PHONE}',
        ),
        (
            "agents.toml",
            '"+12075550192"',
            '"Client:Ana"',
            f'"Client:Ana" {NO_PHONE}',
        ),
        (
            "agents.toml",
            '"+12075550192"',
            '"client:ANA"',
            "ana-flores has this phone, too; each needs their own",
        ),
        (
            "agents.toml",
            'name = "ben-carter"',
            'name = "Ben Carter"',
            'the name "Ben Carter" must be lower-case words joined by hyphens',
        ),
        (
            "agents.toml",
            'name = "ben-carter"',
            'name = "ana-flores"',
            "there is another agent named ana-flores, in line 8",
        ),
        (
            "agents.toml",
            "skills = { technical = 5, care = 2 }",
            "skills = { technical = 6, care = 2 }",
            "technical must be a whole number from 1 to 5",
        ),
        (
            "agents.toml",
            "skills = { technical = 5, care = 2 }",
            "skills = { technical = 2.5, care = 2 }",
            "technical must be a whole number from 1 to 5",
        ),
        (
            "agents.toml",
            "skills = { technical = 5, care = 2 }",
            'skills = "technical"',
            "skills must be a table",
        ),
        (
            "agents.toml",
            'languages = ["en-US", "es-US"]',
            'languages = ["en-US", "Spanish"]',
            '"Spanish" is no language; write a BCP 47 tag such as en-US or es',
        ),
        ("agents.toml", "wrap_up = 20", "wrap_up = -1", "wrap_up must be a number from 0 to 3600"),
        ("agents.toml", "wrap_up = 20", "wrapup = 20", 'there is no key "wrapup"; did you mean "wrap_up"?'),
        (
            "queues.toml",
            "skills = { billing = 3 }",
            "skills = { biling = 3 }",
            'there is no skill "biling"; did you mean "billing"?',
        ),
        (
            "queues.toml",
            "skills = { billing = 3 }",
            "skills = { billing = 5, technical = 5 }",
            "no agent knows what this queue asks for (billing 5, technical 5)",
        ),
        (
            "queues.toml",
            'overflow = "care"',
            'overflow = "caer"',
            'there is no queue "caer"; did you mean "care"?',
        ),
        (
            "queues.toml",
            'overflow = "care"',
            'overflow = "billing"',
            "the overflow goes in a circle: billing → billing",
        ),
        (
            "queues.toml",
            "overflow_after = 120",
            'overflow_after = "soon"',
            "overflow_after must be a number from 0 to 3600",
        ),
        ("queues.toml", "priority = 1", "priority = 10", "priority must be a whole number from 0 to 9"),
        ("queues.toml", "priority = 1", "priority = true", "priority must be a whole number from 0 to 9"),
        (
            "queues.toml",
            "priority = 1",
            'wait = "silence"',
            'there is no wait "silence"; there are: music, ringing',
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(
    directory: Path, change: Change, name: str, old: str, new: str, what: str
):
    line = change(name, old, new)
    assert problems(directory) == [f"{name}:{line}: {what}"]


def test_an_agent_without_skills_is_told_how_to_write_them(directory: Path, change: Change):
    change("agents.toml", "skills = { sales = 5, billing = 3, care = 3 }\n", "")
    line = change("agents.toml", 'name = "dev-patel"', 'name = "dev-patel"')
    assert problems(directory) == [f"agents.toml:{line}: dev-patel needs skills, such as {{ billing = 3 }}"]


def test_an_overflow_in_a_circle_is_named_at_each_queue_of_it(directory: Path, change: Change):
    line = change("queues.toml", "service_level = 30\n", 'service_level = 30\noverflow = "loyalty"\n') + 1
    found = problems(directory)
    assert f"queues.toml:{line}: the overflow goes in a circle: care → loyalty → care" in found
    assert len(found) == 2


def test_skills_may_stand_in_a_table_of_their_own(directory: Path, change: Change):
    change("queues.toml", "skills = { care = 2 }\n", "")
    change("queues.toml", "[queue.hours]", "[queue.skills]\ncare = 9\n\n[queue.hours]")
    line = change("queues.toml", "care = 9", "care = 9")
    assert problems(directory) == [f"queues.toml:{line}: care must be a whole number from 1 to 5"]


def test_a_file_of_agents_with_none_says_so(directory: Path):
    (directory / "agents.toml").write_text("# nobody yet\n")
    assert problems(directory) == ["agents.toml:1: there is no [[agent]] here; write at least one"]
