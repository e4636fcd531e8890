"""What every page of the console rests on: forms of our own, carried out once, and no word lost."""

import orjson
import pytest
import redis
from flask import Flask

from api import app as application
from api import idempotency
from api.context import Surroundings
from hashdb.roles import Role
from hashdb.services import sessions
from hashdb.store import Store, keyspace
from tests.api.sample import Clock
from tests.console.browsing import Browser, form_of
from tests.console.conftest import SignIn
from tests.console.notes import pages, with_template
from tests.console.people import signed_in

NOTE = "Ich war's: <b>„schräg“</b> & заметка"
PAGE = "/console/notes"


@pytest.fixture
def notes() -> list[str]:
    """What was carried out."""
    return []


@pytest.fixture
def app(surroundings: Surroundings, notes: list[str]) -> Flask:
    return with_template(application.create_app(surroundings, (*application.GROUPS, pages(notes))))


@pytest.fixture
def reviewer(as_: SignIn) -> Browser:
    return as_(Role.REVIEWER)


def test_a_form_is_carried_out_and_leads_to_a_page_that_says_so_once(reviewer: Browser, notes: list[str]) -> None:
    shown = reviewer.follow(reviewer.send(PAGE, PAGE, note=NOTE, count="3"))

    assert notes == [f"reviewer {NOTE} 3"]
    assert "It is noted." in shown.text
    assert "<b>„" not in shown.text
    assert "It is noted." not in reviewer.open(PAGE).text


def test_a_form_that_is_sent_twice_is_carried_out_once(reviewer: Browser, notes: list[str]) -> None:
    form = form_of(reviewer.open(PAGE).text, PAGE)
    first, second = (reviewer.send_form(form, note=NOTE, count="3") for _ in range(2))

    assert len(notes) == 1
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]


def test_a_second_click_that_has_waited_in_vain_is_not_carried_out_either(
    reviewer: Browser, notes: list[str], redis_client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(reviewer.open(PAGE).text, PAGE)
    reviewer.send_form(form, note=NOTE, count="3")
    name = next(redis_client.scan_iter(keyspace.idempotency_of_all()))
    saved = orjson.loads((redis_client.get(name) or b"").partition(b"\n")[0])
    redis_client.set(name, orjson.dumps({"fingerprint": saved["fingerprint"], "claim": "of the first click"}))
    monkeypatch.setattr(idempotency, "LONGEST_WAIT", 0.0)
    answer = reviewer.send_form(form, note=NOTE, count="3")

    assert (answer.status_code, len(notes)) == (409, 1)
    assert form_of(answer.text, PAGE).fields["note"] == NOTE


def test_a_form_that_was_sent_with_other_words_is_shown_again_with_these(reviewer: Browser, notes: list[str]) -> None:
    form = form_of(reviewer.open(PAGE).text, PAGE)
    reviewer.send_form(form, note="first", count="1")
    answer = reviewer.send_form(form, note="second", count="1")

    assert (answer.status_code, len(notes)) == (409, 1)
    assert form_of(answer.text, PAGE).fields["note"] == "second"


def test_a_refused_form_is_its_page_again_with_the_rule_at_its_field_and_all_words(reviewer: Browser) -> None:
    answer = reviewer.send(PAGE, PAGE, note=NOTE, count="many")
    form = form_of(answer.text, PAGE)

    assert answer.status_code == 422
    assert form.fields["note"] == NOTE
    assert 'id="count_broken"' in answer.text
    assert reviewer.send_form(form, count="3").status_code == 303


def test_what_changed_meanwhile_stands_beside_what_was_written(reviewer: Browser) -> None:
    answer = reviewer.send(PAGE, PAGE, note=NOTE, count="3", fails="true")

    assert answer.status_code == 409
    assert "somebody else was faster" in answer.text
    assert form_of(answer.text, PAGE).fields["note"] == NOTE


@pytest.mark.parametrize("token", ["", "of another session"])
def test_a_form_with_a_token_that_is_not_the_sessions_is_not_carried_out(
    reviewer: Browser, notes: list[str], token: str
) -> None:
    answer = reviewer.send(PAGE, PAGE, note=NOTE, count="3", csrf=token)

    assert (answer.status_code, notes) == (403, [])
    assert form_of(answer.text, PAGE).fields["note"] == NOTE


@pytest.mark.parametrize(
    "header", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}]
)
def test_a_form_that_another_site_sends_is_not_carried_out_whatever_it_holds(
    reviewer: Browser, notes: list[str], header: dict[str, str]
) -> None:
    form = form_of(reviewer.open(PAGE).text, PAGE)
    answer = reviewer.client.post(PAGE, data={**form.fields, "note": NOTE, "count": "3"}, headers=header)

    assert (answer.status_code, notes) == (403, [])


def test_a_form_whose_session_has_ended_goes_through_the_door_and_is_shown_again(
    reviewer: Browser, clock: Clock, notes: list[str]
) -> None:
    form = form_of(reviewer.open(PAGE).text, PAGE)
    clock.advance(minutes=31)
    answer = reviewer.send_form(form, note=NOTE, count="3")
    door = form_of(answer.text, "/console/sign-in")

    assert (answer.status_code, notes) == (401, [])
    assert "schräg" not in str(door.fields["kept"])
    assert door.fields["next"] == PAGE


def test_a_page_without_a_session_leads_to_the_door_and_back(stranger: Browser) -> None:
    answer = stranger.client.get(f"{PAGE}?after=1")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/console/sign-in?next=/console/notes%3Fafter%3D1"


def test_a_role_that_may_not_is_told_so_by_a_page(as_: SignIn) -> None:
    answer = as_(Role.AUDITOR).open(PAGE)

    assert (answer.status_code, answer.mimetype) == (403, "text/html")


def test_a_person_acts_in_the_role_that_was_chosen(as_: SignIn, notes: list[str]) -> None:
    browser = as_(Role.AUDITOR, Role.REVIEWER)
    browser.follow(browser.send("/console", "/console/role", role="reviewer"))
    browser.follow(browser.send(PAGE, PAGE, note="x", count="1"))

    assert notes == ["reviewer x 1"]


def test_signing_out_ends_the_session_itself(reviewer: Browser) -> None:
    reviewer.send("/console", "/console/sign-out")

    assert reviewer.client.get(PAGE).status_code == 303


def test_a_session_ends_after_twelve_hours_however_busy(store: Store, clock: Clock) -> None:
    person = signed_in(store, Role.REVIEWER, now=clock())
    for _ in range(25):
        assert sessions.resume(store, person.token, now=clock()) is not None or clock.moment.hour >= 21
        clock.advance(minutes=29)

    assert sessions.resume(store, person.token, now=clock()) is None


def test_a_key_opens_no_page_and_a_session_opens_no_interface(reviewer: Browser) -> None:
    assert reviewer.client.get("/v1/me").status_code == 401
    assert reviewer.client.get("/console", headers={"Authorization": "Bearer hdb_x_y"}).status_code == 200
