"""Reads who takes over from the bot, when, and in which order: `queues.toml`."""

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from config.agent_files import read_skills
from config.centre import Agent, OpeningHours, Queue, WaitTreatment
from config.centre_problems import Problems
from config.opening_hours import read_hours
from config.toml_source import TomlSource


def read_queues(source: TomlSource, zone: ZoneInfo, problems: Problems) -> tuple[Queue, ...]:
    """`zone`: that of their opening hours."""
    queues = tuple(_queues(source, zone, problems))
    _check_overflow(source, {queue.name: queue.overflow for queue in queues}, problems)
    return queues


def check_skills(source: TomlSource, agents: Sequence[Agent], problems: Problems) -> None:
    """What a queue asks for must be known by somebody, or its callers would wait for ever."""
    known = {skill for agent in agents for skill in agent.skills}
    for table in source.root().tables("queue"):
        if not table.has("skills"):
            continue
        skills = table.table("skills")
        asked = read_skills(table)
        unknown = [skill for skill in asked if skill not in known]
        for skill in unknown:
            problems.unknown(table.file, skills.line(skill), "skill", skill, known)
        if not unknown and not any(_knows(agent, asked) for agent in agents):
            wanted = ", ".join(f"{skill} {level}" for skill, level in asked.items())
            table.problem("skills", f"no agent knows what this queue asks for ({wanted})")


def _knows(agent: Agent, asked: dict[str, int]) -> bool:
    return all(agent.skills.get(skill, 0) >= level for skill, level in asked.items())


def _queues(source: TomlSource, zone: ZoneInfo, problems: Problems) -> Iterator[Queue]:
    source.root().allow("queue")
    seen: set[str] = set()
    for table in source.root().tables("queue"):
        table.allow(
            *("name", "title", "hours", "closed", "skills", "priority", "service_level"),
            *("overflow", "overflow_after", "wait"),
        )
        name = table.text("name")
        if name and name in seen:
            problems.add(table.file, table.line("name"), f"there is another queue named {name}")
        seen.add(name)
        hours = OpeningHours(
            zone=zone,
            weekly=read_hours(table.table("hours")),
            closed=tuple(table.list_of("closed", date, "dates such as 2026-12-25")),
        )
        yield Queue(
            name=name,
            title=table.text("title"),
            hours=hours,
            skills=read_skills(table),
            priority=table.whole("priority", 0, 0, 9),
            service_level_s=table.number("service_level", 20, 1, 3600),
            overflow=table.text("overflow", required=False),
            overflow_after_s=table.number("overflow_after", 120, 0, 3600),
            wait=table.choice("wait", WaitTreatment, WaitTreatment.MUSIC) or WaitTreatment.MUSIC,
        )


def _check_overflow(source: TomlSource, overflow: dict[str, str], problems: Problems) -> None:
    """Each leads to a queue that there is, and no chain of them comes back to where it began."""
    for table in source.root().tables("queue"):
        begin = table.text("name", required=False)
        name = overflow.get(begin, "")
        if name and name not in overflow:
            problems.unknown(table.file, table.line("overflow"), "queue", name, overflow)
            continue
        passed = [begin]
        while name and name not in passed:
            passed.append(name)
            name = overflow.get(name, "")
        if name and name == begin:
            table.problem("overflow", f"the overflow goes in a circle: {' → '.join([*passed, name])}")
