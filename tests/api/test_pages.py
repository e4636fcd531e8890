"""Pages: forms read as strictly as JSON, refusals that people can read, and nothing from elsewhere."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import app as application
from api import routes
from api.answers import Answer
from api.context import Surroundings
from api.models import Body
from api.pages import page, wants_html
from api.permissions import public, public_page


class Form(Body):
    """What the page of these tests asks for."""

    count: int
    urgent: bool = False
    note: str | None = None


@pytest.fixture
def app(surroundings: Surroundings) -> Flask:
    group = routes.group("a page", "A page of the tests.", keyless=True)

    @group.post("/form", doc_ui=False)
    @public_page
    def send(body: Form) -> Answer:
        return page("problem.html", problem={"title": body.note, "detail": f"{body.count} {body.urgent}"})

    @group.get("/either", doc_ui=False)
    @public
    def read() -> Answer:
        return {"html": wants_html()}

    return application.create_app(surroundings, (*application.GROUPS, group))


def test_a_form_is_read_into_the_same_strict_body_and_what_was_left_empty_was_not_sent(client: FlaskClient) -> None:
    answer = client.post("/form", data={"count": "3", "urgent": "true", "note": ""})

    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "3 True" in answer.text
    assert "<h1>None</h1>" in answer.text


def test_what_a_form_says_is_escaped(client: FlaskClient) -> None:
    answer = client.post("/form", data={"count": "3", "note": "<script>alert(1)</script>"})

    assert "<script>" not in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("sent", "field"),
    [("count=three", "count"), ("", "count"), ("count=3&count=4", "count"), ("count=3&other=1", "other")],
)
def test_a_bad_form_is_refused_by_a_page_that_names_the_field(client: FlaskClient, sent: str, field: str) -> None:
    answer = client.post("/form", data=sent, content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert f"<code>{field}</code>" in answer.text


@pytest.mark.parametrize("data", [b"count=%ff", b"a=1&" * 101])
def test_a_form_that_cannot_be_read_is_refused(client: FlaskClient, data: bytes) -> None:
    answer = client.post("/form", data=data, content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, answer.mimetype) == (400, "text/html")


def test_json_is_no_form(client: FlaskClient) -> None:
    assert client.post("/form", json={"count": 3}).status_code == 415


@pytest.mark.parametrize(
    ("accept", "html"),
    [("text/html,application/xhtml+xml,*/*;q=0.8", True), ("application/json", False), ("*/*", False), ("", False)],
)
def test_whoever_does_not_ask_for_a_page_gets_json(client: FlaskClient, accept: str, *, html: bool) -> None:
    assert client.get("/either", headers={"Accept": accept}).get_json() == {"html": html}


def test_the_style_of_pages_is_there_and_nothing_else(client: FlaskClient) -> None:
    style = client.get("/static/page.css")

    assert (style.status_code, style.mimetype) == (200, "text/css")
    assert client.get("/static/..%2fapp.py").status_code == 404
    assert client.get("/static/none.css").status_code == 404
