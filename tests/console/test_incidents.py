"""A crisis by form: reported, proposed, activated by two people, ended, looked at again, told about."""

from hashdb.roles import Role
from hashdb.services import incidents
from tests.console.browsing import Browser
from tests.console.conftest import SignIn
from tests.services.world import World
from tests.services.worlds.incidents import active_incident, claim_on, proposed, reported

LIST = "/console/incidents"
ALL = ("event_real", "perpetrator_content", "depicts_murder_or_manifesto", "on_member_platform", "bystander_excluded")


def _page(incident_id: str) -> str:
    return f"{LIST}/{incident_id}"


def test_an_event_is_reported_proposed_and_activated_by_two_people(as_: SignIn, world: World) -> None:
    reviewer = as_(Role.REVIEWER, member=world.institute)
    answer = reviewer.send(LIST, LIST, title="Angriff in einer Stadt", started_at="2026-11-23T08:30", country="DE")
    page = answer.headers["Location"]
    reviewer.send(page, f"{page}/propose", **dict.fromkeys(ALL, "yes"))
    commander, senior = as_(Role.INCIDENT_COMMANDER, member=world.charity), as_(Role.SENIOR_REVIEWER)
    first = commander.follow(commander.send(page, f"{page}/agree"))
    second = senior.follow(senior.send(page, f"{page}/agree"))

    assert "a second person has to agree" in first.text
    assert "The rules of a crisis hold." in second.text
    assert "A crisis runs" in commander.open(LIST).text


def test_a_missing_criterion_stands_in_the_refusal(as_: SignIn, world: World) -> None:
    page = _page(reported(world).id)
    as_(Role.REVIEWER).send(page, f"{page}/propose", event_real="yes")
    answer = as_(Role.INCIDENT_COMMANDER).send(page, f"{page}/agree")

    assert answer.status_code == 409
    assert "Not every criterion is met" in answer.text


def test_what_is_no_crisis_is_dismissed_with_a_reason(as_: SignIn, world: World) -> None:
    page = _page(proposed(world).id)
    commander = as_(Role.INCIDENT_COMMANDER)

    assert commander.send(page, f"{page}/dismiss").status_code == 422
    assert "dismissed" in commander.follow(commander.send(page, f"{page}/dismiss", note="Eine Übung")).text


def test_a_crisis_is_extended_by_two_and_ended_by_its_commander(as_: SignIn, world: World) -> None:
    page = _page(active_incident(world).id)
    commander = as_(Role.INCIDENT_COMMANDER)
    extended = commander.follow(commander.send(page, f"{page}/extend"))
    ended = commander.follow(commander.send(page, f"{page}/conclude"))

    assert "a second person has to agree" in extended.text
    assert "the usual rules hold again" in ended.text


def test_the_sample_is_looked_at_by_others_before_the_debrief_is_published(as_: SignIn, world: World) -> None:
    incident = active_incident(world)
    signal = world.active("one", claim_on(incident))
    incidents.conclude(world.store, incident.id, actor=world.commander, now=world.now)
    page = _page(incident.id)
    outsider, commander = as_(Role.REVIEWER), as_(Role.INCIDENT_COMMANDER)
    early = commander.send(page, f"{page}/debrief", debrief="Was wir gelernt haben.")
    _looks_again(outsider, f"{page}/sample/{signal.id}")
    commander.send(page, f"{page}/debrief", debrief="Was wir gelernt haben.")

    assert early.status_code == 409
    assert "Was wir gelernt haben." in early.text
    assert world.store.incidents.get(incident.id).state == "debriefed"
    assert world.store.signals.get(signal.id).state == "disputed"


def _looks_again(browser: Browser, page: str) -> None:
    browser.send(page, page, verdict="objected", note="Ein Standbild aus den Nachrichten")
