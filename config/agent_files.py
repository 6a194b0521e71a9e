"""Reads the people who take calls: `agents.toml`. Callers are connected to their phones and nothing else."""

import re

from config.centre import Agent
from config.centre_problems import Problems
from config.toml_source import Table, TomlSource

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SKILL = re.compile(r"[a-z][a-z0-9_-]*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-\d{3})?")
LOWEST, HIGHEST = 1, 5

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_CLIENT = re.compile(r"client:[A-Za-z0-9_.-]{1,121}")
_HOST = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
_SIP = re.compile(rf"sips?:[A-Za-z0-9_.!~*+=-]+@{_HOST}(:\d{{1,5}})?(;transport=(udp|tcp|tls))?")


def read_agents(source: TomlSource | None, centre: Table | None, problems: Problems) -> tuple[Agent, ...]:
    """`centre`: the root of `centre.toml`, whose language is theirs where none is written."""
    if source is None:
        return ()
    source.root().allow("agent")
    language = centre.text("language") if centre is not None else ""
    agents: list[Agent] = []
    names: dict[str, int] = {}
    phones: dict[str, str] = {}
    for table in source.root().tables("agent"):
        table.allow("name", "title", "phone", "skills", "languages", "wrap_up", "started")
        agent = Agent(
            name=_name(table, names),
            title=table.text("title"),
            phone=_phone(table, phones),
            skills=read_skills(table),
            languages=_languages(table) or (language,),
            wrap_up_s=table.number("wrap_up", 30, 0, 3600),
            started=table.day("started"),
        )
        if not table.has("skills"):
            problems.add(
                table.file, table.line("name"), f"{agent.name} needs skills, such as {{ billing = 3 }}"
            )
        agents.append(agent)
    return tuple(agents)


def read_skills(table: Table) -> dict[str, int]:
    """The table `skills` in `table`: names with levels; empty where it is not there."""
    if not table.has("skills"):
        return {}
    skills = table.table("skills")
    for name in skills.names():
        if not SKILL.fullmatch(name):
            skills.problem(name, f'"{name}" is no name of a skill; write lower-case words such as billing')
    return {name: skills.whole(name, LOWEST, LOWEST, HIGHEST) for name in skills.names()}


def is_phone(phone: str) -> bool:
    """Whether it can be rung: E.164, `sip:user@host` or `client:identity`."""
    return any(kind.fullmatch(phone) for kind in (_NUMBER, _CLIENT, _SIP))


def _name(table: Table, names: dict[str, int]) -> str:
    name, line = table.text("name"), table.line("name")
    if name and not NAME.fullmatch(name):
        table.problem("name", f'the name "{name}" must be lower-case words joined by hyphens')
    if name in names:
        table.problem("name", f"there is another agent named {name}, in line {names[name]}")
    names.setdefault(name, line)
    return name


def _phone(table: Table, phones: dict[str, str]) -> str:
    phone = table.text("phone")
    if phone and not is_phone(phone):
        table.problem(
            "phone",
            f'"{phone}" is no phone; write a number with its country (+16175550181), "sip:user@host" '
            'or "client:identity"',
        )
    elif phone and phone.lower() in phones:
        table.problem("phone", f"{phones[phone.lower()]} has this phone, too; each needs their own")
    phones.setdefault(phone.lower(), table.text("name", required=False))
    return phone


def _languages(table: Table) -> tuple[str, ...]:
    languages = tuple(table.list_of("languages", str, "languages such as en-US"))
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            table.problem("languages", f'"{language}" is no language; write a BCP 47 tag such as en-US or es')
    return languages
