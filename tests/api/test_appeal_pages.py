"""The pages for complaints: nobody's words are lost, and what is wrong is said beside them, in their language."""

import pytest
from flask.testing import FlaskClient

from tests.console.browsing import form_of

SENT = {
    "appellant_kind": "third_party",
    "subject_type": "takedown_request",
    "subject_ref": "https://video.example/v/8",
    "wrong_entity": "yes",
    "statement": "Das ist <b>mein</b> Bericht über den Prozess.",
    "language": "de",
}


def without(*fields: str) -> dict[str, str]:
    return {name: value for name, value in SENT.items() if name not in fields}


@pytest.mark.parametrize(
    ("sent", "field", "rule"),
    [
        (without("subject_ref"), "subject_ref", "Fill in this or the SHA-256 of the file"),
        (without("wrong_entity"), "grounds", "Tick at least one."),
        ({**SENT, "file_digest": "abc"}, "file_digest", "These must be 64 digits"),
        ({**SENT, "contact": "nobody"}, "contact", "This must be an e-mail address"),
        ({**SENT, "language": "Deutsch"}, "language", "Two or three letters"),
    ],
)
def test_a_refused_complaint_is_the_form_again_filled_in_with_the_rule_beside_the_field(
    client: FlaskClient, sent: dict[str, str], field: str, rule: str
) -> None:
    answer = client.post("/appeal", data=sent)
    kept = form_of(answer.text, "/appeal").fields

    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert {name: kept.get(name) for name in sent} == sent
    assert f'<span class="broken" id="{field}_broken">{rule}' in answer.text
    assert "<b>mein</b>" not in answer.text


def test_a_complaint_with_a_mistake_takes_nothing_from_what_one_may_lodge(client: FlaskClient) -> None:
    refused = [client.post("/appeal", data=without("subject_ref")).status_code for _ in range(24)]

    assert refused == [422] * 24
    assert client.post("/appeal", data=SENT).status_code == 201


def test_when_the_day_is_full_the_words_are_still_there(client: FlaskClient) -> None:
    answers = [client.post("/appeal", data=SENT) for _ in range(21)]
    last = answers[-1]

    assert (answers[-2].status_code, last.status_code) == (201, 429)
    assert int(last.headers["Retry-After"]) > 0
    assert form_of(last.text, "/appeal").fields["statement"] == SENT["statement"]
    assert "Try again later." in last.text


def test_a_code_that_nobody_has_can_be_put_right(client: FlaskClient) -> None:
    answer = client.post("/appeal/status", data={"code": "ABCD 1234"})

    assert answer.status_code == 404
    assert form_of(answer.text, "/appeal/status").fields["code"] == "ABCD 1234"
    assert "No complaint has this code." in answer.text


@pytest.mark.parametrize(
    ("lang", "rule"), [("ru", "Отметьте хотя бы один пункт."), ("kk", "Кемінде біреуін белгілеңіз.")]
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(client: FlaskClient, lang: str, rule: str) -> None:
    answer = client.post(f"/appeal?lang={lang}", data=without("wrong_entity"))

    assert f'<html lang="{lang}"' in answer.text
    assert rule in answer.text


def test_a_form_that_was_not_one_of_ours_gets_the_plain_page(client: FlaskClient) -> None:
    refused = client.post("/appeal", data=b"%ff", content_type="text/plain")
    unknown = client.post("/appeal/answer", data={"code": "ABCD", "text": "Yes."})

    assert (refused.status_code, unknown.status_code) == (415, 404)
    assert "<form" not in refused.text
    assert "No complaint has this code" in unknown.text
