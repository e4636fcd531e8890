"""The appeals officer's pages: the queue by deadlines, and every decision by form."""

import pytest

from hashdb.records.appeal import AppealGround, AppealSubject
from hashdb.roles import Role
from hashdb.services.rulings import Verdict
from tests.console.browsing import Browser, form_of
from tests.console.conftest import SignIn
from tests.services.world import World
from tests.services.worlds.appeals import admitted, lodged, remedied, ruled
from tests.services.worlds.register import usable_entry

LIST = "/console/appeals"
REASONS = "Das Bild ist <b>Teil</b> eines Berichts; судтан есеп."


@pytest.fixture
def officer(as_: SignIn) -> Browser:
    return as_(Role.APPEALS_OFFICER)


def _page(appeal_id: str) -> str:
    return f"{LIST}/{appeal_id}"


def test_the_most_urgent_appeal_is_the_next_one(officer: Browser, world: World) -> None:
    usual = lodged(world, world.active("one").id).appeal
    urgent = lodged(world, world.active("two").id, grounds=(AppealGround.EXEMPT_CONTEXT,)).appeal
    admitted(world, world.active("three").id)
    text = officer.open(LIST).text

    assert text.index(usual.id[-8:]) < text.index("All appeals")
    assert urgent.id in officer.open(f"{LIST}/next?after={usual.id}").text


def test_an_appeal_is_admitted_and_upheld_by_form_and_its_remedies_are_ticked_off(
    officer: Browser, world: World
) -> None:
    appeal = lodged(world, world.active("one").id).appeal
    page = _page(appeal.id)
    officer.send(page, f"{page}/admit")
    officer.send(page, f"{page}/decide", decision="uphold", reasons=REASONS)
    before = officer.open(page).text
    after = remedied(world, world.store.appeals.get(appeal.id))

    assert after.state == "remedied"
    assert "not done yet" in before
    assert "not done yet" not in officer.open(page).text
    assert "&lt;b&gt;Teil" in before


def test_a_part_of_the_remedies_is_chosen_by_their_boxes(officer: Browser, world: World) -> None:
    appeal = admitted(world, world.active("one").id)
    page = _page(appeal.id)
    officer.send(page, f"{page}/decide", decision="uphold_partly", reasons=REASONS, withdraw_signal="yes")

    assert [each.kind for each in world.store.appeals.get(appeal.id).remedies] == ["withdraw_signal"]


def test_an_appeal_that_names_nothing_is_admitted_with_an_id_or_sent_back_with_reasons(
    officer: Browser, world: World
) -> None:
    page = _page(lodged(world, "my picture").appeal.id)
    refused = officer.send(page, f"{page}/admit", note=REASONS)
    officer.send(page, f"{page}/inadmissible", reasons=REASONS)

    assert refused.status_code == 422
    assert form_of(refused.text, f"{page}/admit").fields["note"] == REASONS
    assert 'id="subject_id_broken"' in refused.text
    assert "inadmissible" in officer.open(page).text


def test_the_appellant_is_asked_by_form(officer: Browser, world: World) -> None:
    page = _page(admitted(world, world.active("one").id).id)
    officer.send(page, f"{page}/ask", question="Where was it shown?")

    assert "Where was it shown?" in officer.open(page).text


def test_what_somebody_else_decided_meanwhile_is_shown_beside_what_was_written(officer: Browser, world: World) -> None:
    appeal = admitted(world, world.active("one").id)
    page = _page(appeal.id)
    form = form_of(officer.open(page).text, f"{page}/decide")
    ruled(world, appeal, Verdict.DISMISS)
    answer = officer.send_form(form, decision="uphold", reasons=REASONS)

    assert answer.status_code == 409
    assert "dismissed" in answer.text


def test_the_second_of_two_officers_decides_about_an_entry_of_the_register(officer: Browser, world: World) -> None:
    appeal = admitted(world, usable_entry(world).id, subject_type=AppealSubject.REGISTER_ENTRY)
    page = _page(appeal.id)
    said = officer.follow(officer.send(page, f"{page}/decide", decision="dismiss", reasons=REASONS))

    assert "a second officer has to agree" in said.text
    assert world.store.appeals.get(appeal.id).proposed == "dismiss"


def test_who_has_decided_about_the_same_before_reads_why_it_is_closed_to_them(officer: Browser, world: World) -> None:
    signal = world.active("one")
    page = _page(admitted(world, signal.id).id)
    officer.send(page, f"{page}/decide", decision="dismiss", reasons=REASONS)
    again = _page(lodged(world, signal.id).appeal.id)
    text = officer.open(again).text

    assert "you have already decided in this case" in text
    assert f"{again}/admit" not in text


def test_no_two_officers_decide_one_appeal_by_accident(as_: SignIn, officer: Browser, world: World) -> None:
    page = _page(lodged(world, world.active("one").id).appeal.id)
    officer.open(page)
    other = as_(Role.APPEALS_OFFICER)
    held = other.open(page).text
    taken = other.follow(other.send(page, f"/console/desk/{page.removeprefix(f'{LIST}/')}/take"))

    assert "is deciding this now" in held
    assert f"{page}/admit" not in held
    assert f"{page}/admit" in taken.text


def test_an_auditor_reads_no_word_of_the_appellant_and_decides_nothing(as_: SignIn, world: World) -> None:
    page = _page(lodged(world, world.active("one").id).appeal.id)
    text = as_(Role.AUDITOR).open(page).text

    assert "exhibit" not in text
    assert f"{page}/admit" not in text
