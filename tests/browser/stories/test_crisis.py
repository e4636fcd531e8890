"""A crisis, from the first word of an attack to the debrief that everybody can read."""

from hashdb.roles import Role
from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.reviewing import SIGNAL_HOLDS, next_case
from tests.browser.stories.story import Story
from tests.services.worlds.incidents import claim_on

TITLE = "Attack in a town"
CRITERIA = (
    "The event is real",
    "There is content by perpetrators",
    "It shows murder",
    "It is on a member's platform",
    "What news media and bystanders made is left out",
)
DEBRIEF = "Signals were shared for a day, and all were looked at again."


def test_a_crisis_from_awareness_to_the_debrief_that_everybody_reads(
    story: Story, reviewer: Typist, senior: Typist, auditor: Clicker
) -> None:
    world = story.world
    commander, uploader = story.joins(Role.INCIDENT_COMMANDER), story.joins(Role.PLATFORM_SUBMITTER, world.alpha)
    outsider, stranger = story.types(Role.REVIEWER, world.member(world.institute.kind)), story.stranger()
    incident_id = becomes_active(story, commander, senior)
    uploader.opens("/console/incidents")
    uploader.sees("A crisis runs:", TITLE)
    signal = world.pending("of the attack", claim_on(world.store.incidents.get(incident_id)), vouches=1)
    goes_out_at_once(reviewer, uploader)
    assert next_case(senior) == signal.id
    senior.types(SIGNAL_HOLDS)
    story.later(hours=24)
    senior.opens(f"/console/incidents/{incident_id}")
    senior.sees("concluded", "1 of 1 decisions of the sample have to be looked at again")
    assert stranger.opens(f"/incidents/{incident_id}") == 404
    looks_again(outsider, incident_id)
    publishes(senior, incident_id)

    assert stranger.opens(f"/incidents/{incident_id}") == 200
    stranger.sees(TITLE, DEBRIEF)
    uploader.opens("/console/incidents")
    uploader.sees("No crisis runs now")
    auditor.opens(f"/console/log?subject={incident_id}&action=incident")
    auditor.sees("incident.report", "incident.propose", "incident.activate", "incident.conclude", "incident.debrief")


def becomes_active(story: Story, commander: Clicker, senior: Typist) -> str:
    """Have an event reported, proposed and activated by two people; return its id."""
    finder = story.joins(Role.REVIEWER, story.world.charity)
    finder.opens("/console/incidents")
    finder.fills("What happened", TITLE)
    finder.fills("Since when", "2026-11-23T08:00")
    finder.presses("Report it")
    finder.sees("Everybody who takes part is told.")
    finder.ticks(*CRITERIA)
    finder.presses("Propose")
    finder.sees("Proposed; two other people decide.")
    commander.opens("/console/incidents")
    commander.follows(TITLE)
    commander.presses("Agree to activate")
    commander.sees("a second person has to agree")
    senior.opens(f"/console/incidents/{finder.case}")
    senior.types("a")
    senior.sees("The rules of a crisis hold.")
    return senior.case


def goes_out_at_once(reviewer: Typist, uploader: Clicker) -> None:
    """Have one person's approval be enough for now."""
    next_case(reviewer)
    reviewer.types(SIGNAL_HOLDS)
    reviewer.sees("It is now: provisional.")
    uploader.opens("/console/submissions")
    uploader.sees("provisional")


def looks_again(outsider: Typist, incident_id: str) -> None:
    """Look at the decision that was drawn, as somebody who had no part in it."""
    outsider.opens(f"/console/incidents/{incident_id}")
    outsider.follows(outsider.main.locator("tbody a").first.inner_text())
    outsider.types("1a")
    outsider.sees("Noted.", "The sample is looked through.")


def publishes(senior: Typist, incident_id: str) -> None:
    """Tell everybody what was learnt."""
    senior.opens(f"/console/incidents/{incident_id}")
    senior.writes("What was learnt", DEBRIEF)
    senior.follows("Publish the debrief")
    senior.sees("Published")
