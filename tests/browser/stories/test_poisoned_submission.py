"""A poisoned submission: a member submits the meme of a charity, and it dies in quarantine."""

from hashdb.access import OPERATOR
from hashdb.records.benign import BenignOrigin
from hashdb.roles import Role
from hashdb.services import negative_list
from hashdb.services.negative_list import NewBenign
from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.reviewing import next_case
from tests.browser.stories.story import Story
from tests.services.world import CLAIM, near, value

REJECT_AS_TEMPLATE = "d3dd"
KNOWN = "The logo of a food bank"


def test_a_meme_that_a_member_submits_dies_in_quarantine_and_stops_nothing(
    story: Story, reviewer: Typist, senior: Typist, auditor: Clicker
) -> None:
    world = story.world
    new = NewBenign(signal_type="pdq", signal_value=value("a meme"), origin=BenignOrigin.CURATED, note=KNOWN)
    negative_list.add(world.store, [new], actor=OPERATOR, now=world.now)
    world.benign.catch_up()
    poisoned = world.pending_value(near(value("a meme"), 12), CLAIM)
    reviewer.opens("/console/queue")
    reviewer.sees("Nothing waits for you.")
    assert next_case(senior) == poisoned.id
    senior.sees("It was put aside by itself", "It differs in 12 bits", KNOWN)
    senior.types(REJECT_AS_TEMPLATE)
    senior.sees("Rejected.", "Nothing waits for you.")
    story.settle()

    submitter = story.joins(Role.PLATFORM_SUBMITTER, world.alpha)
    submitter.opens("/console/submissions")
    submitter.sees("0 / 1")
    submitter.follows("pdq")
    submitter.sees("rejected", "Distributed now")
    senior.opens("/console/reputation")
    senior.sees("platform 1")
    auditor.opens(f"/console/log?subject={poisoned.id}&action=signal")
    auditor.sees("signal.reject", "quarantined → rejected", "benign template")
    assert world.hits(value("a meme")) == []
