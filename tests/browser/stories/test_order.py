"""A removal order: informed before, an hour from receipt with a question in between, and undone by the home state."""

from hashdb.records.member import Kind
from hashdb.roles import Role
from tests.browser.order_form import writes_an_order
from tests.browser.stories.answering import REMOVED, RESTORED, answers, says
from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.reviewing import REQUEST_HOLDS
from tests.browser.stories.story import Story

QUESTION = "There are two videos at this address."
CLARIFIED = "The first of the two."
FINDING = "The reasons name no material of Article 2(7)."
REFERENCE = "RO-2026-Ж-18"


def test_an_order_is_executed_in_its_hour_and_undone_when_it_infringes(
    story: Story, platform: Clicker, auditor: Clicker
) -> None:
    home = story.world.member(Kind.AUTHORITY)
    officer = story.joins(Role.AUTHORITY_OFFICER, story.world.authority)
    second = story.types(Role.AUTHORITY_OFFICER, story.world.authority)
    neighbour = story.joins(Role.AUTHORITY_OFFICER, home)
    place = is_issued(story, officer, second, home.name)
    platform.opens("/console/inbox")
    platform.sees("Nothing waits for you.")
    story.later(hours=12)
    the_hour_stops_for_a_question(story, platform, officer, place)
    neighbour.opens("/console/orders")
    neighbour.follows(REFERENCE)
    neighbour.sees("You have a copy of this order")
    finds(neighbour, "We intend to find an infringement")
    officer.opens(place)
    officer.sees("an infringement is intended to be found", FINDING)
    story.later(hours=30)
    neighbour.opens(place)
    finds(neighbour, "It seriously or manifestly infringes")
    story.settle()

    answers(platform, RESTORED)
    platform.sees("reinstated", "annulled")
    officer.opens(place)
    officer.sees("reinstated", "annulled", FINDING)
    auditor.opens(f"/console/log?subject={officer.case}")
    auditor.sees("order.issue", "takedown.clarify", "→ reinstated")


def is_issued(story: Story, officer: Clicker, second: Typist, home: str) -> str:
    """Have one officer write the order and another approve it; return where its page is."""
    officer.opens("/console/orders")
    officer.follows("Draft an order")
    writes_an_order(officer.window.tab, to=story.world.gamma.name, state="IE")
    officer.picks("It takes part here", home)
    officer.presses("Draft it")
    officer.presses("Hand it over")
    officer.sees("a second officer decides now")
    second.opens("/console/orders")
    second.follows(REFERENCE)
    second.types(REQUEST_HOLDS)
    second.sees("approved")
    story.settle()
    second.opens(f"/console/orders/{second.case}")
    second.sees("Provider informed before", "Goes out at the earliest")
    return f"/console/orders/{second.case}"


def the_hour_stops_for_a_question(story: Story, platform: Clicker, officer: Clicker, place: str) -> None:
    """Let the platform ask, wait for three hours, and act within what is left of its hour."""
    platform.opens("/console/inbox")
    platform.follows("Open the next one")
    platform.sees("Removal order", REFERENCE)
    story.later(minutes=20)
    platform.opens(f"/console/inbox/{platform.case}")
    platform.fills("If something is missing or wrong: what?", QUESTION)
    says(platform, "We need to know more")
    platform.sees("the platform asks")
    story.later(hours=3)
    officer.opens(place)
    officer.sees(QUESTION)
    officer.fills("Your answer", CLARIFIED)
    officer.presses("Answer the provider")
    story.later(minutes=50)
    platform.opens(f"/console/inbox/{platform.case}")
    platform.sees(CLARIFIED)
    says(platform, REMOVED)
    platform.sees("acted on")
    officer.opens(place)
    officer.sees("acted on", "Acted")


def finds(neighbour: Clicker, finding: str) -> None:
    """Scrutinise the order as the authority of the provider's state."""
    neighbour.ticks(finding)
    neighbour.fills("Reasons", FINDING)
    neighbour.presses("Scrutinise it")
    neighbour.sees(FINDING)
