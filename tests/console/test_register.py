"""The register by form: proposed by an editor, decided by another, and whose word counts."""

from hashdb.records.register import Acceptance
from hashdb.roles import Role
from tests.console.browsing import form_of
from tests.console.conftest import SignIn
from tests.services.world import World
from tests.services.worlds.register import AUTHORITY, REASONS, accept, proposed_entry, usable_entry

LIST = "/console/register"
NEW = f"{LIST}/new"
NAME = "جبهة الفانوس <القرمزي>"


def test_an_editor_proposes_an_entry_and_a_senior_reviewer_approves_it(as_: SignIn, world: World) -> None:
    accept(world)
    editor, senior = as_(Role.REGISTER_EDITOR), as_(Role.SENIOR_REVIEWER)
    names = f"{NAME}\nRed Lantern"
    answer = editor.send(NEW, NEW, entity_schema="Organization", name=names, authority=AUTHORITY, country="de\nfr")
    page = answer.headers["Location"]
    queue = senior.open(LIST).text
    approved = senior.follow(senior.send(page, f"{page}/approve"))
    entry = world.store.register.get(page.removeprefix(f"{LIST}/"))

    assert "جبهة الفانوس &lt;القرمزي&gt;" in queue
    assert "may rest on it" in approved.text
    assert (entry.properties.name, entry.properties.country) == ((NAME, "Red Lantern"), ("de", "fr"))


def test_who_proposed_an_entry_is_not_offered_to_decide_about_it(as_: SignIn, world: World) -> None:
    entry = proposed_entry(world)
    page = f"{LIST}/{entry.id}"

    assert f"{page}/approve" not in as_(Role.REGISTER_EDITOR).open(page).text
    assert f"{page}/approve" in as_(Role.SENIOR_REVIEWER).open(page).text


def test_a_refusal_without_a_reason_keeps_the_form_open_and_says_so(as_: SignIn, world: World) -> None:
    page = f"{LIST}/{proposed_entry(world).id}"
    senior = as_(Role.SENIOR_REVIEWER)
    answer = senior.send(page, f"{page}/refuse")
    senior.send(page, f"{page}/refuse", note="Nicht belegt")

    assert answer.status_code == 422
    assert '<span class="broken">is required</span>' in answer.text
    assert world.store.register.get(page.removeprefix(f"{LIST}/")).state == "refused"


def test_an_entry_is_suspended_by_two_offices_and_reinstated(as_: SignIn, world: World) -> None:
    entry = usable_entry(world)
    page = f"{LIST}/{entry.id}"
    senior, officer = as_(Role.SENIOR_REVIEWER), as_(Role.APPEALS_OFFICER)
    first = senior.follow(senior.send(page, f"{page}/suspend", note="Wird geprüft"))
    second = officer.follow(officer.send(page, f"{page}/suspend", note="Wird geprüft"))
    third = senior.follow(senior.send(page, f"{page}/reinstate", note="Geprüft"))
    officer.send(page, f"{page}/reinstate", note="Geprüft")

    assert "other office has to agree" in first.text
    assert "other office has to agree" in third.text
    assert "nothing new may rest on it" in second.text
    assert "other office has to agree" in third.text
    assert world.store.register.get(entry.id).state == "active"


def test_an_editor_delists_an_entry_and_proposes_it_again(as_: SignIn, world: World) -> None:
    page = f"{LIST}/{usable_entry(world).id}"
    editor = as_(Role.REGISTER_EDITOR)
    editor.send(page, f"{page}/delist", note="Aufgehoben")
    again = editor.follow(editor.send(page, f"{page}/relist", note="Doch nicht"))

    assert "a second person decides" in again.text


def test_an_entry_that_changed_meanwhile_is_shown_before_anybody_decides(as_: SignIn, world: World) -> None:
    page = f"{LIST}/{usable_entry(world).id}"
    senior, officer = as_(Role.SENIOR_REVIEWER), as_(Role.APPEALS_OFFICER)
    form = form_of(senior.open(page).text, f"{page}/suspend")
    officer.send(page, f"{page}/suspend", note="Wird geprüft")
    answer = senior.send_form(form, note="Meine Gründe")

    assert answer.status_code == 409
    assert "Meine Gründe" in answer.text


def test_entries_are_found_by_what_they_are_called(as_: SignIn, world: World) -> None:
    usable_entry(world)

    assert "Vermilion Lantern Front" in as_(Role.REVIEWER).open(f"{LIST}?q=red+lantern+movement").text


def test_an_editor_and_a_senior_reviewer_decide_whose_word_counts(as_: SignIn, world: World) -> None:
    page = "/console/authorities"
    editor, senior = as_(Role.REGISTER_EDITOR), as_(Role.SENIOR_REVIEWER)
    wanted = {"id": "un-sc", "name": "Rada Bezpieczeństwa", "acceptance": "accepted", "reasons": REASONS}
    editor.send(page, page, **wanted)
    senior.send(page, f"{page}/un-sc/agree")

    assert world.store.authorities.get("un-sc").acceptance is Acceptance.ACCEPTED
