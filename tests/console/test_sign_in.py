"""The way in: from a one-time link to a session, and from an open form through the door and back."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import app as application
from api.context import Surroundings
from hashdb.roles import Role
from hashdb.services import invitations, second_factor
from hashdb.settings import Settings
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser, form_of
from tests.console.notes import pages, with_template
from tests.services.people import PASSWORD, code, with_account
from tests.services.world import World

DOOR = "/console/sign-in"
PAGE = "/console/notes"


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def app(surroundings: Surroundings, notes: list[str]) -> Flask:
    return with_template(application.create_app(surroundings, (*application.GROUPS, pages(notes))))


@pytest.fixture
def email(store: Store, world: World, clock: Clock) -> str:
    """The address of a reviewer with password and app, a minute after the account was made."""
    user = with_account(store, world.charity.id, "noor@charity.example", clock(), Role.REVIEWER)
    clock.advance(minutes=1)
    return user.email


def test_a_link_leads_to_an_account_with_password_app_and_recovery_codes(
    stranger: Browser, store: Store, clock: Clock
) -> None:
    link = invitations.invite_first(store, now=clock())
    assert link is not None
    shown = stranger.open(link.path)
    secret = re.sub(r"\s", "", re.findall(r'<code class="secret">([^<]+)</code>', shown.text)[0])
    named = {"name": "Ada <b>Root</b>", "email": "ada@run.example", "organisation": "The Foundation"}
    first = second_factor.code_at(secret, clock())
    refused = stranger.send_form(form_of(shown.text, link.path), **named, password="short", code=first)
    made = stranger.send_form(form_of(refused.text, link.path), password=PASSWORD, code=first)

    assert "<svg" in shown.text
    assert refused.status_code == 422
    assert form_of(refused.text, link.path).fields["name"] == "Ada <b>Root</b>"
    assert "short" not in str(form_of(refused.text, link.path).fields)
    assert made.status_code == 200
    assert len(re.findall(r"<li><code>[a-z2-7-]{19}</code>", made.text)) == 10
    assert stranger.client.get(link.path).status_code == 404


def test_password_and_code_lead_to_where_one_wanted_to_go(stranger: Browser, clock: Clock, email: str) -> None:
    door = stranger.open(PAGE)
    answer = stranger.send_form(form_of(door.text, DOOR), email=email, password=PASSWORD, code=code(clock()))
    cookies = answer.headers.getlist("Set-Cookie")

    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert all("HttpOnly" in each and "SameSite=Lax" in each and "Path=/" in each for each in cookies)
    assert [each.partition("=")[0] for each in cookies] == ["hashdb_session", "hashdb_device"]
    assert stranger.client.get(PAGE).status_code == 200


@pytest.mark.parametrize("place", ["https://evil.example", "//evil.example", "/console//evil.example", "/v1/me"])
def test_the_door_leads_nowhere_else(stranger: Browser, clock: Clock, email: str, place: str) -> None:
    answer = stranger.send(DOOR, DOOR, email=email, password=PASSWORD, code=code(clock()), next=place)

    assert answer.headers["Location"] == "/console"


def test_who_is_refused_keeps_the_address_and_learns_nothing(stranger: Browser, email: str) -> None:
    answers = [
        stranger.send(DOOR, DOOR, email=given_email, password="not the right one", code="123456")
        for given_email in (email, "nobody@charity.example")
    ]

    assert [each.status_code for each in answers] == [401, 401]
    assert form_of(answers[0].text, DOOR).fields["email"] == email
    texts = [re.sub(r'value="[^"]*"|req_\w+', "", each.text) for each in answers]
    assert texts[0] == texts[1]


def test_who_guesses_too_often_is_asked_to_wait(stranger: Browser, email: str) -> None:
    for _ in range(6):
        stranger.send(DOOR, DOOR, email=email, password="not the right one", code="123456")
    answer = stranger.send(DOOR, DOOR, email=email, password="not the right one", code="123456")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_no_word_of_a_form_is_lost_when_its_session_ends_and_nothing_is_carried_out_by_itself(
    stranger: Browser, clock: Clock, email: str, notes: list[str]
) -> None:
    stranger.send(DOOR, DOOR, email=email, password=PASSWORD, code=code(clock()))
    form = form_of(stranger.open(PAGE).text, PAGE)
    clock.advance(minutes=31)
    lost = stranger.send_form(form, note='Қазақша "text" <i>', count="7")
    wrong = stranger.send_form(form_of(lost.text, DOOR), email=email, password="mistyped it", code="1")
    back = stranger.follow(
        stranger.send_form(form_of(wrong.text, DOOR), email=email, password=PASSWORD, code=code(clock()))
    )
    again = form_of(back.text, PAGE)

    assert (lost.status_code, wrong.status_code, notes) == (401, 401, [])
    assert (again.fields["note"], again.fields["count"]) == ('Қазақша "text" <i>', "7")
    assert "Your session had ended" in back.text
    assert stranger.send_form(again).status_code == 303
    assert notes == ['reviewer Қазақша "text" <i> 7']


def test_the_longest_form_there_is_goes_through_the_door(stranger: Browser, clock: Clock, email: str) -> None:
    stranger.send(DOOR, DOOR, email=email, password=PASSWORD, code=code(clock()))
    form = form_of(stranger.open(PAGE).text, PAGE)
    clock.advance(minutes=31)
    lost = stranger.send_form(form, note="x" * 65_000, count="7")
    again = stranger.send_form(form_of(lost.text, DOOR), email=email, password=PASSWORD, code=code(clock()))

    assert "x" * 65_000 in stranger.follow(again).text


def test_the_words_of_a_form_are_shown_to_nobody_else_who_signs_in_instead(
    stranger: Browser, store: Store, world: World, clock: Clock, email: str
) -> None:
    other = with_account(store, world.beta.id, "wu@beta.example", clock(), Role.REVIEWER)
    stranger.send(DOOR, DOOR, email=email, password=PASSWORD, code=code(clock()))
    form = form_of(stranger.open(PAGE).text, PAGE)
    clock.advance(minutes=31)
    lost = stranger.send_form(form, note="for my colleagues alone", count="7")
    entered = stranger.send_form(form_of(lost.text, DOOR), email=other.email, password=PASSWORD, code=code(clock()))

    assert "for my colleagues alone" not in stranger.follow(entered).text


@pytest.mark.parametrize("sealed", [False, True], ids=["by nobody", "for another purpose"])
def test_a_form_that_was_not_sealed_as_one_is_not_shown_after_signing_in(
    stranger: Browser, store: Store, clock: Clock, email: str, *, sealed: bool
) -> None:
    kept = store.sealer.seal("device of somebody") if sealed else "made up"
    answer = stranger.send(DOOR, DOOR, email=email, password=PASSWORD, code=code(clock()), kept=kept, next=PAGE)

    assert answer.status_code == 303
    assert "Your session had ended" not in stranger.open(PAGE).text


def test_on_https_the_cookies_belong_to_this_host_alone(surroundings: Surroundings, clock: Clock, email: str) -> None:
    settings = Settings.from_environment({"HASHDB_PUBLIC_URL": "https://hashdb.example"})
    client: FlaskClient = application.create_app(replace(surroundings, settings=settings)).test_client()
    sent = given_fields(email, clock)
    answer = client.post(DOOR, data=sent, base_url="https://hashdb.example", headers={"Sec-Fetch-Site": "same-origin"})

    assert [each.partition("=")[0] for each in answer.headers.getlist("Set-Cookie")] == [
        "__Host-hashdb_session",
        "__Host-hashdb_device",
    ]
    assert all("Secure" in each for each in answer.headers.getlist("Set-Cookie"))


def given_fields(email: str, clock: Clock) -> dict[str, str]:
    """Return what the form to sign in with sends."""
    return {"email": email, "password": PASSWORD, "code": code(clock())}
