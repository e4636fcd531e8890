"""An authority's orders by form: drafted with all of Annex I, issued by two officers, scrutinised, printed."""

import pytest

from hashdb.records.member import Kind, Member
from hashdb.roles import Role
from tests.console.browsing import Browser
from tests.console.conftest import SignIn
from tests.services.world import REASONS, World
from tests.services.worlds.orders import from_abroad, in_review, issued

LIST = "/console/orders"
NEW = f"{LIST}/new"
CHECKED = dict.fromkeys(("ground_holds", "reasons_fit", "no_exempt_context", "addressee_right"), "yes")
CONTEXTS = ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate")
OWN = {
    "authority_type": "law_enforcement",
    "authority_name": "Office central",
    "representative_name": "C. Moreau",
    "post_held": "Head of unit",
    "address": "1 rue Exemple, Paris",
    "phone": "+33 1 00 00 00 00",
    "email": "orders@authority.example",
    "follow_up_contact": "orders@authority.example",
    "redress_body": "Tribunal administratif",
    "redress_deadline": "48 hours",
    "issuing_member_state": "FR",
}


@pytest.fixture
def authority(world: World) -> Member:
    return world.authority


@pytest.fixture
def officer(as_: SignIn, authority: Member) -> Browser:
    return as_(Role.AUTHORITY_OFFICER, member=authority)


@pytest.fixture
def second(as_: SignIn, authority: Member) -> Browser:
    return as_(Role.AUTHORITY_OFFICER, member=authority)


def _fields(world: World, **changes: str) -> dict[str, str]:
    about = {
        "member_id": world.gamma.id,
        "content": "https://gamma.example/v/7 00:12-00:47\n\nhttps://gamma.example/v/8",
        "art2_7_a": "yes",
        "statement_of_reasons": REASONS,
        "provider_member_state": "FR",
        "order_reference": "RO-2026-17",
        "file_number": "F-17",
    }
    return {**OWN, **about, **dict.fromkeys(CONTEXTS, "no"), **changes}


def test_an_order_is_drafted_handed_over_approved_and_printed(officer: Browser, second: Browser, world: World) -> None:
    page = officer.send(NEW, NEW, **_fields(world)).headers["Location"]
    handed = officer.follow(officer.send(page, f"{page}/submit"))
    approved = second.follow(second.send(page, f"{page}/approve", **CHECKED))
    printed = officer.open(f"{page}/documents/annex_i.html")
    kept = officer.open(f"{page}/documents/annex_i.json")

    assert f"{page}/approve" not in handed.text
    assert "Approved." in approved.text
    assert "00:12-00:47" in printed.text
    assert "https://gamma.example/v/8" in printed.text
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.get_json()


def test_an_order_of_a_court_takes_the_same_form(officer: Browser, world: World) -> None:
    drafted = officer.follow(officer.send(NEW, NEW, **_fields(world, legal_basis="court_order")))

    assert "Order of a court" in drafted.text


def test_the_next_order_begins_with_what_the_authority_always_writes(officer: Browser, world: World) -> None:
    officer.send(NEW, NEW, **_fields(world))

    assert "Tribunal administratif" in officer.open(NEW).text


def test_what_is_missing_is_said_at_its_field_and_nothing_written_is_lost(officer: Browser, world: World) -> None:
    answer = officer.send(NEW, NEW, **_fields(world, content="gamma.example/v/7", file_number="Ж-17"))

    assert answer.status_code == 422
    assert 'id="content_broken"' in answer.text
    assert "Ж-17" in answer.text


def test_an_order_is_returned_with_a_reason(second: Browser, world: World) -> None:
    page = f"{LIST}/{in_review(world).id}"
    second.send(page, f"{page}/return", note="Die Begründung trägt nicht")

    assert "Die Begründung trägt nicht" in second.open(page).text


def test_the_authority_of_the_provider_s_state_scrutinises_its_copy(as_: SignIn, world: World) -> None:
    home = world.member(Kind.AUTHORITY)
    page = f"{LIST}/{from_abroad(world, world.actor(Role.AUTHORITY_OFFICER, home)).id}"
    officer = as_(Role.AUTHORITY_OFFICER, member=home)
    early = officer.send(page, f"{page}/scrutiny", finding="infringes", reasons="Es ist ein Zeitungsbericht")
    officer.send(page, f"{page}/scrutiny", finding="intends_to_find_infringement", reasons="Ein Zeitungsbericht")
    officer.send(page, f"{page}/scrutiny", finding="infringes", reasons="Ein Zeitungsbericht")

    assert early.status_code == 409
    assert "annulled" in officer.open(page).text


def test_an_issuer_takes_an_order_back(officer: Browser, world: World) -> None:
    page = f"{LIST}/{issued(world).id}"
    taken = officer.follow(officer.send(page, f"{page}/annul", reasons="Ein Gericht hat es aufgehoben"))

    assert "what was removed is asked back" in taken.text


def test_another_authority_s_order_does_not_exist(as_: SignIn, world: World) -> None:
    page = f"{LIST}/{issued(world).id}"

    assert as_(Role.AUTHORITY_OFFICER).open(page).status_code == 404
