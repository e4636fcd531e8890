import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.openapi import VARIABLE


class Page(HTMLParser):
    """The elements that a page would load or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        self.anchors |= {value or "" for name, value in attrs if name == "id"}


@pytest.fixture
def page(client: FlaskClient) -> Page:
    return Page(client.get("/docs").text)


def test_the_document_is_openapi_3_1(client: FlaskClient) -> None:
    document = client.get("/openapi.json").get_json()

    assert document["openapi"] == "3.1.0"
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_the_document_has_every_route_but_the_pages(app: Flask, client: FlaskClient) -> None:
    document = client.get("/openapi.json").get_json()
    routes = {VARIABLE.sub(r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}

    pages = routes - set(document["paths"])

    assert {"/docs", "/static/{name}"} <= pages
    assert [each for each in pages if each.startswith(("/v1/", "/audit/"))] == []


def test_enumerations_of_the_same_name_are_not_taken_for_each_other(client: FlaskClient) -> None:
    schemas = client.get("/openapi.json").get_json()["components"]["schemas"]

    assert "pending_second" in schemas["Signal"]["properties"]["state"]["enum"]
    assert "suspended" in schemas["Member"]["properties"]["state"]["enum"]
    assert "queued" in schemas["MatchJob"]["properties"]["state"]["enum"]


def test_an_operation_tells_its_roles_body_and_refusals(client: FlaskClient) -> None:
    operation = client.get("/openapi.json").get_json()["paths"]["/sample/hashes"]["post"]

    assert operation["x-roles"] == ["platform_submitter"]
    assert operation["security"] == [{"key": []}]
    assert operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/Hashes")
    assert set(operation["responses"]) >= {"4XX", "422", "5XX"}
    assert "application/problem+json" in operation["responses"]["422"]["content"]


def test_every_operation_says_how_it_succeeds(client: FlaskClient) -> None:
    paths = client.get("/openapi.json").get_json()["paths"]
    silent = {
        f"{method} {path}"
        for path, operations in paths.items()
        for method, operation in operations.items()
        if not path.startswith("/sample/") and not any(status.startswith("2") for status in operation["responses"])
    }

    assert silent == set()


def test_a_public_operation_asks_for_no_key(client: FlaskClient) -> None:
    operation = client.get("/openapi.json").get_json()["paths"]["/healthz"]["get"]

    assert "security" not in operation
    assert operation["x-roles"] == ["everybody"]


def test_every_reference_in_the_document_leads_somewhere(client: FlaskClient) -> None:
    answer = client.get("/openapi.json")
    references = set(re.findall(r"#/components/schemas/([\w.-]+)", answer.text))

    assert references <= set(answer.get_json()["components"]["schemas"])


def test_the_page_needs_no_script_and_no_other_host(page: Page) -> None:
    assert not {"script", "img", "iframe", "object"} & set(page.tags)
    assert all(link.startswith(("/", "#")) and not link.startswith("//") for link in page.links)


def test_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= page.anchors


def test_the_page_that_was_written_once_is_that_of_the_language_asked_for(client: FlaskClient) -> None:
    first, other = client.get("/docs"), client.get("/docs?lang=kk")

    assert client.get("/docs").data == first.data
    assert client.get("/docs").headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert 'href="/register?lang=kk"' in other.text
    assert 'href="/register?lang=kk"' not in first.text
