"""Which language a page speaks, and that the catalogues know every text there is."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import language
from scripts import messages

GERMAN = """
#: api/templates/appeal_code.html
msgid "Look up a complaint"
msgstr "Beschwerde nachsehen"

#: api/templates/appeal_code.html
msgid "Show it"
msgstr "Zeigen"

#: api/templates/appeal.html
msgid "Send the complaint"
msgstr ""
"""


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language that has words for one page and not for all of another."""
    monkeypatch.setitem(language.LANGUAGES, "de", language.read("de", GERMAN.encode()))


def test_the_catalogues_know_the_texts_of_today() -> None:
    template = messages.collected()

    assert messages.TEMPLATE.read_bytes() == messages.written(template), "run scripts/translate"
    stale = [each.name for each in messages.languages() if each.read_bytes() != _renewed(each)]
    assert stale == [], "run scripts/translate"


def test_a_page_speaks_the_language_of_its_address(client: FlaskClient) -> None:
    page = client.get("/appeal/status?lang=de").text

    assert '<html lang="de" dir="ltr">' in page
    assert "Beschwerde nachsehen" in page
    assert 'action="/appeal/status?lang=de"' in page


def test_a_page_speaks_the_language_of_the_browser(client: FlaskClient) -> None:
    page = client.get("/appeal/status", headers={"Accept-Language": "fr, de-AT;q=0.8, en;q=0.5"}).text

    assert "Beschwerde nachsehen" in page
    assert 'action="/appeal/status"' in page


def test_what_is_not_wholly_translated_is_wholly_english(client: FlaskClient) -> None:
    page = client.get("/appeal?lang=de").text

    assert '<html lang="en" dir="ltr">' in page
    assert 'hreflang="de"' not in page


@pytest.mark.parametrize("asked", ["xx", "", "..%2f"])
def test_a_language_that_there_is_not_is_english(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/register?lang={asked}", headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text


def test_a_page_offers_the_languages_that_it_speaks(client: FlaskClient) -> None:
    page = client.get("/appeal/status?lang=de").text

    assert 'href="?lang=de" lang="de" hreflang="de" aria-current="true"' in page
    assert 'href="?lang=en"' in page


def _renewed(path: Path) -> bytes:
    return messages.written(messages.renewed(path, messages.collected()))


def test_the_way_to_another_language_keeps_what_the_page_reads_and_nothing_else(client: FlaskClient) -> None:
    page = client.get("/appeal/status?lang=de&code=ABC").text

    assert 'href="?lang=en"' in page
    assert "ABC" not in page
