"""Settings come from one documented table, and a bad one is refused by name."""

import base64
import re
from dataclasses import fields
from pathlib import Path

import pytest

from hashdb.errors import InvalidInputError
from hashdb.settings import ENVIRONMENT, Settings

ROOT = Path(__file__).parents[1]


def test_without_any_variable_the_defaults_hold() -> None:
    settings = Settings.from_environment({})

    assert (settings.data, settings.host, settings.port) == (Path("var"), "127.0.0.1", 8080)
    assert (settings.redis_url, settings.secret_key) == ("", "")
    assert settings.webhook_allow_loopback is False


def test_an_empty_variable_means_its_default() -> None:
    assert Settings.from_environment({"HASHDB_PORT": " "}).port == 8080


def test_what_one_process_hands_to_another_is_read_as_the_same_settings() -> None:
    settings = Settings.from_environment(
        {
            "HASHDB_DATA": "/srv/hashdb",
            "HASHDB_PORT": "9000",
            "HASHDB_SECRET_KEY": base64.urlsafe_b64encode(bytes(32)).decode(),
            "HASHDB_WEBHOOK_ALLOW_LOOPBACK": "1",
            "REDIS_URL": "redis://127.0.0.1:6379/0",
        }
    )

    assert Settings.from_environment(settings.to_environment()) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HASHDB_PORT", "0"),
        ("HASHDB_PORT", "65536"),
        ("HASHDB_PORT", "0x50"),
        ("HASHDB_PORT", "8_080"),
        ("HASHDB_API_WORKERS", "two"),
        ("HASHDB_WEBHOOK_ALLOW_LOOPBACK", "yes"),
        ("HASHDB_LOG_LEVEL", "loud"),
        ("HASHDB_SECRET_KEY", "c2hvcnQ="),
        ("HASHDB_SECRET_KEY", "not base64!"),
        ("HASHDB_AUDIT_KEY", "c2hvcnQ="),
        ("HASHDB_AUDIT_ORIGIN", "two words"),
        ("HASHDB_MAIL_FROM", "nobody"),
        ("HASHDB_PUBLIC_URL", "hashdb.example"),
        ("HASHDB_SMTP_URL", "https://mail.example"),
        ("HASHDB_OIDC_ISSUER", "http://login.example"),
        ("REDIS_URL", "http://127.0.0.1"),
    ],
)
def test_a_bad_value_is_refused_in_one_line_naming_the_variable(name: str, value: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        Settings.from_environment({name: value})

    assert str(refusal.value).startswith(f"{name}: must ")
    assert "\n" not in str(refusal.value)
    assert len(value) < 2 or value not in str(refusal.value)


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8080"), ("::", "http://127.0.0.1:8080"), ("::1", "http://[::1]:8080")],
)
def test_the_base_url_is_one_that_this_machine_can_open(host: str, url: str) -> None:
    settings = Settings.from_environment({"HASHDB_HOST": host})

    assert settings.base_url == url


def test_every_field_has_its_variable() -> None:
    assert {variable.field for variable in ENVIRONMENT} == {field.name for field in fields(Settings)}


def test_readme_lists_exactly_the_variables_of_the_table() -> None:
    readme = (ROOT / "README.md").read_text()
    rows = re.findall(r"^\| `((?:HASHDB_|REDIS_)\w+)` \| (?:`([^`]*)`)? *\| (.+?) \|$", readme, re.MULTILINE)

    assert rows == [(variable.name, variable.default, variable.meaning) for variable in ENVIRONMENT]


def test_no_other_module_reads_a_variable_of_ours() -> None:
    names = re.compile(r"environ\[?.*(HASHDB_|REDIS_URL)")
    sources = [path for package in ("hashdb", "api", "worker") for path in (ROOT / package).rglob("*.py")]

    assert [path for path in sources if names.search(path.read_text())] == []
