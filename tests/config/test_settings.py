from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from config.settings import SAMPLE_CENTRE, ConfigurationError, load_settings

SECRET = "0123456789abcdef-token"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty directory and no variables of ours, so that only what a test writes counts."""
    monkeypatch.chdir(tmp_path)
    for name in ("ATTENDANT_PORT", "ATTENDANT_TWILIO__AUTH_TOKEN", "ATTENDANT_CENTRE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def refusal(file: Path | None = None) -> str:
    with pytest.raises(ConfigurationError) as refused:
        load_settings(file)
    return str(refused.value)


def test_without_a_file_the_sample_centre_answers():
    settings = load_settings()
    assert settings.centre == SAMPLE_CENTRE
    assert settings.centre.joinpath("centre.toml").is_file()
    assert settings.bot.confidence == 0.70


def test_attendant_toml_in_the_working_directory_is_read(tmp_path: Path):
    (tmp_path / "attendant.toml").write_text("port = 9000\n[turns]\nend_default_ms = 640\n")
    settings = load_settings()
    assert (settings.port, settings.turns.end_default_ms) == (9000, 640)
    assert settings.turns.end_complete_ms == 300, "what the file does not say keeps its default"


def test_a_file_that_is_named_is_read_instead(tmp_path: Path, file: Path):
    (tmp_path / "attendant.toml").write_text("port = 9000\n")
    file.write_text("port = 9001\n")
    assert load_settings(file).port == 9001


def test_a_file_that_is_named_and_not_there_is_an_error(file: Path):
    assert refusal(file) == f"{file}: there is no such file; pass --config with the path of your settings"


def test_the_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch):
    file.write_text('port = 9000\nlog_level = "debug"\n[twilio]\naccount_sid = "AC1"\nauth_token = "file"\n')
    monkeypatch.setenv("ATTENDANT_PORT", "9002")
    monkeypatch.setenv("ATTENDANT_TWILIO__AUTH_TOKEN", SECRET)
    settings = load_settings(file)
    assert settings.port == 9002
    assert settings.twilio.auth_token.get_secret_value() == SECRET
    assert settings.twilio.account_sid == "AC1", "the rest of the section still comes from the file"
    assert settings.log_level == "debug"


def test_an_argument_wins_over_the_environment(file: Path, monkeypatch: pytest.MonkeyPatch):
    file.write_text("port = 9000\n")
    monkeypatch.setenv("ATTENDANT_PORT", "9002")
    assert load_settings(file, port=9003).port == 9003


def test_every_wrong_setting_has_a_line_of_its_own(file: Path):
    file.write_text('port = 70000\nprot = 1\n[bot]\nconfidence = "high"\n[recogniser]\nengine = "whisper"\n')
    first, *rest = refusal(file).splitlines()
    assert first == f"The settings ({file} and the environment, ATTENDANT_…) cannot be used:"
    assert sorted(rest) == [
        "  bot.confidence: Input should be a valid number, unable to parse string as a number",
        "  port: Input should be less than or equal to 65535",
        "  prot: there is no such setting",
        "  recogniser.engine: Input should be 'auto', 'faster-whisper' or 'pocketsphinx'",
    ]


def test_a_wrong_variable_is_named_like_the_setting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATTENDANT_LIMITS__CALLS", "0")
    assert refusal().splitlines()[1:] == ["  limits.calls: Input should be greater than or equal to 1"]


def test_a_file_that_is_no_toml_is_named_with_the_place(file: Path):
    file.write_text("port = 9000\nhost = \n")
    assert refusal(file) == f"{file}: Invalid value (at line 2, column 8)"


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("voice.example.com", "must be an http:// or https:// address"),
        ("ftp://voice.example.com", "must be an http:// or https:// address"),
        ("https://", "must be an http:// or https:// address"),
        ("https://voice.example.com/?a=b", "must not carry a query, a fragment or credentials"),
        ("https://user:pass@voice.example.com", "must not carry a query, a fragment or credentials"),
    ],
)
def test_a_public_address_that_no_signature_can_be_checked_against_is_refused(
    file: Path, url: str, what: str
):
    file.write_text(f'public_url = "{url}"\n')
    assert what in refusal(file)


def test_a_slash_at_the_end_of_the_public_address_is_dropped(file: Path):
    file.write_text('public_url = "https://voice.example.com/attendant/"\n')
    assert load_settings(file).public_url == "https://voice.example.com/attendant"


def test_secrets_are_never_printed(file: Path):
    file.write_text(f'[twilio]\nauth_token = "{SECRET}"\n')
    settings = load_settings(file)
    assert isinstance(settings.twilio.auth_token, SecretStr)
    for shown in (repr(settings), str(settings), repr(settings.twilio), settings.model_dump_json()):
        assert SECRET not in shown


@pytest.mark.parametrize(
    "text",
    [
        "[twilio]\nauth_token = 8812347700\n",
        '[twilio]\nauth_token = ["8812347700"]\n',
        '[twilio]\nauth_tokn = "8812347700"\n',
        'auth_token = "8812347700"\n',
        '[twilio]\nauth_token = "8812347700\n',
        'public_url = "https://user:8812347700@voice.example.com"\n',
    ],
)
def test_a_wrong_setting_is_reported_without_its_value_for_it_may_be_a_secret(file: Path, text: str):
    file.write_text(text)
    assert "8812347700" not in refusal(file)


def test_a_wrong_variable_is_reported_without_its_value(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATTENDANT_TWILIO", '{"auth_token": "8812347700"')
    assert "8812347700" not in refusal()


def test_settings_do_not_change_while_the_service_runs():
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.port = 1  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(ValidationError):
        settings.twilio.account_sid = "AC2"  # pyright: ignore[reportAttributeAccessIssue]


def test_the_database_is_a_file_in_the_data_directory_unless_one_is_named(file: Path):
    file.write_text('data_directory = "calls"\n')
    assert load_settings(file).resolved_database_url == "sqlite+aiosqlite:///calls/attendant.db"
    file.write_text('database_url = "postgresql+asyncpg://db/attendant"\n')
    assert load_settings(file).resolved_database_url == "postgresql+asyncpg://db/attendant"
