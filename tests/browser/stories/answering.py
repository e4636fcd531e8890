"""What people of platforms do in a story: let their program look through what they host, and answer requests."""

from hashdb.records.member import Member
from hashdb.records.signal import Signal
from hashdb.records.takedown import TakedownRequest
from hashdb.roles import Role
from hashdb.services import inbox, inventory, matches, responses
from hashdb.services.inventory import Hosted
from tests.browser.stories.people import Clicker
from tests.browser.stories.story import Story
from tests.services.answers import answer
from tests.services.world import near, value

REMOVED = "We have removed it"
RESTORED = "We have put it back"


def hosts(story: Story, member: Member, picture: str, place: str) -> None:
    """Let a platform host a copy of a picture, saved again, and have it found there."""
    hosted = Hosted(content_ref=place, signal_type="pdq", signal_value=near(value(picture), 3))
    program = story.world.actor(Role.PLATFORM_MATCHER, member)
    inventory.put(story.stage.store, [hosted], actor=program, now=story.stage.now)
    story.settle()


def removed(story: Story, member: Member, signal: Signal, place: str) -> TakedownRequest:
    """Return a request that a platform has carried out, all of it before the story begins."""
    world = story.world
    host, responder = (world.actor(role, member) for role in (Role.PLATFORM_MATCHER, Role.PLATFORM_RESPONDER))
    found = matches.report(world.store, signal.id, world.finding(place, member_id=member.id), actor=host, now=world.now)
    confirmed = matches.review(world.store, found.id, matches.Verdict.CONFIRM, actor=world.reviewer, now=world.now)
    asked = inbox.fetch(world.store, world.dispatched(confirmed).id, actor=responder, now=world.now)
    return responses.respond(world.store, asked.id, answer(), actor=responder, now=world.now)


def answers(platform: Clicker, words: str) -> str:
    """Open what waits, most urgent first, answer it, and return its id."""
    platform.opens("/console/inbox")
    platform.follows("Open the next one")
    return says(platform, words)


def says(platform: Clicker, words: str) -> str:
    """Answer the request that is open, and return its id."""
    platform.ticks(words)
    platform.presses("Send the answer")
    platform.sees("Your answer is recorded.")
    return platform.case
