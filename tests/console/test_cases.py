"""The cases of signals, matches and requests, decided in the console."""

import pytest

from hashdb.access import OPERATOR
from hashdb.lifecycles import match as match_life
from hashdb.lifecycles import takedown as takedown_life
from hashdb.lifecycles.signal import State
from hashdb.roles import Role
from hashdb.services import negative_list, policies, signals
from hashdb.services.negative_list import NewBenign
from hashdb.store import Store
from tests.api.sample import Clock
from tests.console.browsing import Browser, form_of
from tests.console.conftest import SignIn
from tests.services.world import REASONS, World, near, value

CHECKED = {"labels_fit": "yes", "ground_holds": "yes", "no_exempt_context": "yes", "nothing_harmless": "yes"}
SAME = {"same_content": "yes", "ground_holds": "yes", "no_exempt_context": "yes"}
ASKED = {"ground_holds": "yes", "reasons_fit": "yes", "no_exempt_context": "yes", "addressee_right": "yes"}
NONE_EXEMPTS = dict.fromkeys(
    ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate"), "no"
)


@pytest.fixture
def reviewer(as_: SignIn) -> Browser:
    return as_(Role.REVIEWER)


@pytest.fixture
def senior(as_: SignIn) -> Browser:
    return as_(Role.SENIOR_REVIEWER)


def test_a_signal_goes_through_two_people_who_each_went_through_the_list(
    world: World, store: Store, reviewer: Browser, senior: Browser
) -> None:
    signal = world.pending(1)
    page = f"/console/signals/{signal.id}"
    told = reviewer.follow(reviewer.send(page, f"{page}/approve", **CHECKED))
    senior.follow(senior.send(page, f"{page}/approve", **CHECKED, note="Gesehen."))

    assert "It is now: pending second." in told.text
    assert store.signals.get(signal.id).state is State.ACTIVE


def test_who_is_first_to_review_sees_what_is_harmless_and_near_and_what_became_of_the_submitters_others(
    world: World, reviewer: Browser
) -> None:
    logo = NewBenign(signal_type="pdq", signal_value=near(value(1), 50), note="The logo of a newspaper")
    negative_list.add(world.store, [logo], actor=OPERATOR, now=world.now)
    world.benign.catch_up()
    shown = reviewer.open(f"/console/signals/{world.pending(1).id}").text

    assert "They differ in 50 of 256 bits." in shown
    assert "The logo of a newspaper" in shown
    assert "nothing decided yet" in shown


def test_without_the_list_nothing_is_approved_and_the_page_says_what_is_missing(
    world: World, store: Store, reviewer: Browser
) -> None:
    signal = world.pending(1)
    page = f"/console/signals/{signal.id}"
    answer = reviewer.send(page, f"{page}/approve", labels_fit="yes", note="Später <b>mehr</b>")

    assert answer.status_code == 422
    assert "must be gone through before this decision" in answer.text
    assert "Später &lt;b&gt;mehr&lt;/b&gt;" in answer.text
    assert store.signals.get(signal.id).state is State.PENDING_REVIEW


def test_what_somebody_else_has_done_meanwhile_is_shown_and_not_overwritten(
    world: World, store: Store, clock: Clock, reviewer: Browser
) -> None:
    signal = world.pending(1)
    page = f"/console/signals/{signal.id}"
    shown = reviewer.open(page).text
    clock.advance(minutes=1)
    world.now = clock()
    world.review(signal, signals.Verdict.APPROVE, world.reviewer)
    answer = reviewer.send_form(form_of(shown, f"{page}/reject"), reason="not_tvec", note="Mein Text")

    assert answer.status_code == 409
    assert "Somebody has changed this since you opened it" in answer.text
    assert "new since you looked" in answer.text
    assert "Mein Text" in answer.text
    assert store.signals.get(signal.id).state is State.PENDING_SECOND


def test_a_decision_that_is_not_open_to_somebody_says_why(world: World, as_: SignIn) -> None:
    signal = world.pending(1)
    shown = as_(Role.REVIEWER, member=world.alpha).open(f"/console/signals/{signal.id}").text

    assert "You belong to a member whom this case concerns" in shown
    assert f"/console/signals/{signal.id}/approve" not in shown


def test_two_people_are_not_at_one_case_by_accident(world: World, reviewer: Browser, as_: SignIn, clock: Clock) -> None:
    first, second = world.pending(1), world.pending(2)
    other = as_(Role.REVIEWER)
    assert reviewer.open("/console/next").request.path == f"/console/signals/{first.id}"
    clock.advance(seconds=1)
    held = other.open(f"/console/signals/{first.id}").text

    assert "Ada Ó Briain (platform of the tests) is deciding this now." in held
    assert f"/console/signals/{first.id}/approve" not in held
    assert other.open("/console/next").request.path == f"/console/signals/{second.id}"
    taken = other.follow(other.send(f"/console/signals/{first.id}", f"/console/desk/{first.id}/take"))
    assert f"/console/signals/{first.id}/approve" in taken.text
    assert reviewer.client.get(f"/console/desk/{first.id}").text.count("is deciding this now.") == 1
    clock.advance(minutes=11)

    assert "is deciding" not in reviewer.open(f"/console/signals/{first.id}").text


def test_the_next_case_is_behind_the_one_that_is_left(world: World, reviewer: Browser) -> None:
    first, second = world.pending(1), world.pending(2)

    assert reviewer.open(f"/console/next?after={first.id}").request.path == f"/console/signals/{second.id}"
    assert reviewer.open(f"/console/next?after={second.id}").request.path == f"/console/signals/{first.id}"


def test_a_match_is_confirmed_drafted_about_handed_over_and_approved(
    world: World, store: Store, reviewer: Browser, senior: Browser
) -> None:
    found = world.match(world.active(1))
    page = f"/console/matches/{found.id}"
    confirmed = reviewer.follow(reviewer.send(page, f"{page}/confirm", **SAME))
    assert f"/console/takedown-requests/new?match_id={found.id}" in confirmed.text
    new = "/console/takedown-requests/new"
    fields = {"statement_of_reasons": REASONS, **NONE_EXEMPTS, "priority": "standard"}
    drafted = reviewer.follow(reviewer.send(f"{new}?match_id={found.id}", new, **fields))
    case = drafted.request.path
    reviewer.follow(reviewer.send(case, f"{case}/submit"))
    senior.follow(senior.send(case, f"{case}/approve", **ASKED))

    assert store.matches.get(found.id).state is match_life.State.REQUESTED
    assert store.takedowns.get(case.rpartition("/")[2]).state is takedown_life.State.APPROVED


def test_a_request_is_returned_with_a_reason_corrected_and_handed_over_again(
    world: World, store: Store, senior: Browser, reviewer: Browser
) -> None:
    found = world.match(world.active(1))
    page = f"/console/matches/{found.id}"
    reviewer.follow(reviewer.send(page, f"{page}/confirm", **SAME))
    new = "/console/takedown-requests/new"
    fields = {"statement_of_reasons": REASONS, **NONE_EXEMPTS, "priority": "standard"}
    case = reviewer.follow(reviewer.send(f"{new}?match_id={found.id}", new, **fields)).request.path
    reviewer.send(case, f"{case}/submit")
    senior.follow(senior.send(case, f"{case}/return", reason="exemptions"))
    shown = reviewer.open(f"{case}/edit").text
    reviewer.follow(reviewer.send(f"{case}/edit", f"{case}/edit", exemption_note="Nachgesehen: kein Bericht."))
    reviewer.send(case, f"{case}/submit")

    assert "The exemptions are not looked at well enough" in shown
    request = store.takedowns.get(case.rpartition("/")[2])
    assert request.state is takedown_life.State.PENDING_SECOND_APPROVAL
    assert request.exemption_assessment.note == "Nachgesehen: kein Bericht."


def test_a_false_match_disputes_its_signal_which_a_senior_upholds(
    world: World, store: Store, reviewer: Browser, senior: Browser
) -> None:
    signal = world.active(1)
    found = world.match(signal)
    page, case = f"/console/matches/{found.id}", f"/console/signals/{signal.id}"
    reviewer.follow(reviewer.send(page, f"{page}/false_positive", reason="harmless"))
    assert store.signals.get(signal.id).state is State.DISPUTED
    senior.follow(senior.send(case, f"{case}/uphold", **CHECKED, reason="verified"))

    assert store.signals.get(signal.id).state is State.ACTIVE
    assert store.matches.get(found.id).decisions[0].note == "Harmless content that looks alike"


def test_an_escalated_match_is_a_seniors(world: World, store: Store, reviewer: Browser, senior: Browser) -> None:
    found = world.match(world.active(1))
    page = f"/console/matches/{found.id}"
    reviewer.follow(reviewer.send(page, f"{page}/escalate", reason="life"))

    assert "An escalated match is decided by a senior reviewer." in reviewer.open(page).text
    senior.follow(senior.send(page, f"{page}/context_exempt", reason="journalistic", note="Nachrichten"))
    assert store.matches.get(found.id).decisions[-1].note == "journalistic. Nachrichten"


def test_the_hash_of_what_was_found_in_an_inventory_is_laid_over_the_signals(world: World, reviewer: Browser) -> None:
    signal = world.active(1)
    world.hosts("v/1", near(signal.signal_value, 4))
    shown = reviewer.open(f"/console/matches/{world.match(signal).id}").text

    assert "Differs in 4 of 256 bits" in shown


def test_the_queue_tells_how_much_somebody_has_looked_at_today(world: World, reviewer: Browser) -> None:
    for seed in range(2):
        reviewer.open(f"/console/signals/{world.pending(seed).id}")

    assert "You have looked at 2 cases today" in reviewer.open("/console/queue").text


def test_a_second_look_does_not_tell_how_the_case_was_decided(
    world: World, store: Store, reviewer: Browser, senior: Browser
) -> None:
    policies.change(store, {"second_look_percent": 100}, actor=OPERATOR, now=world.now)
    found = world.match(world.active(1))
    page = f"/console/matches/{found.id}"
    reviewer.follow(reviewer.send(page, f"{page}/context_exempt", reason="artistic", note="Ein Theaterplakat"))
    shown = senior.open("/console/second-looks")
    look = f"/console/second-looks/{found.id}"
    senior.follow(senior.send(look, f"{look}/confirm", **SAME))

    assert shown.request.path == look
    assert "Theaterplakat" not in shown.text
    assert ">context exempt<" not in shown.text
    kept = store.matches.get(found.id)
    assert (kept.state, kept.second_look and kept.second_look.verdict) == (match_life.State.CONTEXT_EXEMPT, "confirm")


def test_who_has_no_queue_comes_back_to_the_case(world: World, as_: SignIn, reviewer: Browser) -> None:
    signal = world.active(1)
    page = f"/console/signals/{signal.id}"
    officer = as_(Role.APPEALS_OFFICER)
    told = officer.follow(officer.send(page, f"{page}/withdraw", reason="not_tvec"))

    assert told.request.path == page
    assert "Withdrawn. It is now: withdrawn." in told.text
    assert "There is nothing for you to decide here." in reviewer.open(page).text
