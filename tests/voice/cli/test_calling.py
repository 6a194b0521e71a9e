"""`attendant demo` before anything rings."""

from typer.testing import CliRunner

from config.settings import SAMPLE_CENTRE
from voice.cli import app
from voice.sandbox.sample_callers import read_callers


def test_the_recorded_callers_are_listed_with_what_they_are_about():
    result = CliRunner().invoke(app, ["demo", "--list"])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    callers = read_callers(SAMPLE_CENTRE / "callers")
    assert [line.split()[0] for line in lines] == [caller.name for caller in callers]
    assert all(caller.title in line for caller, line in zip(callers, lines, strict=True))


def test_a_caller_who_is_not_there_is_an_error_that_names_those_who_are():
    result = CliRunner().invoke(app, ["demo", "--scenario", "nobody"])
    assert result.exit_code != 0
    assert "slow-internet" in result.output
