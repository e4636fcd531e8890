"""A referral: accepted by a platform that says so, and declined by one that says why."""

from tests.browser.stories.answering import REMOVED, hosts, says
from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.reviewing import asks, goes_live, hands_over, writes_the_request
from tests.browser.stories.story import Story

WHY = "The video is part of a report of a public broadcaster about the group."
NEW = "The broadcaster says that it never aired this."


def test_a_referral_is_accepted_and_everybody_sees_what_became_of_it(
    story: Story, reviewer: Typist, senior: Typist, platform: Clicker, auditor: Clicker
) -> None:
    story.world.pending("a picture")
    goes_live(story, reviewer, senior)
    hosts(story, story.world.gamma, "a picture", "v/881")
    request_id = asks(story, reviewer, senior)
    platform.opens("/console/inbox")
    platform.follows("Open the next one")
    platform.sees("v/881", "Remove", "not a removal order")
    says(platform, REMOVED)
    platform.sees("acted on", "Nothing is asked of you here now.")
    story.later(days=30)
    reviewer.opens(f"/console/takedown-requests/{request_id}")
    platform.opens("/console/inbox")
    auditor.opens(f"/console/log?subject={request_id}")

    reviewer.sees("closed", "removed")
    platform.sees("Nothing waits for you.", "closed")
    auditor.sees("takedown.draft", "takedown.approve", "takedown.close")
    assert [reviewer.single_keys(), senior.single_keys()] == ["n1234an123asa", "n1234an1234a"]


def test_a_referral_is_declined_with_reasons_and_asked_again_only_on_new_facts(
    story: Story, reviewer: Typist, senior: Typist, platform: Clicker
) -> None:
    world = story.world
    first = world.dispatched(world.confirmed(world.active("a picture"), "v/881")).id
    declines(platform, first)
    story.later(days=7)
    reviewer.opens(f"/console/takedown-requests/{first}")
    reviewer.sees("Its context exempts it", WHY)
    reviewer.follows("match")
    reviewer.types("s")
    writes_the_request(reviewer, "Remove")
    reviewer.follows("Draft it")
    reviewer.sees(first)
    reviewer.chooses(reviewer.main.locator("summary", has_text="More"))
    reviewer.writes("The request that the platform declined", first)
    reviewer.writes("What was not known then", NEW)
    second = hands_over(story, reviewer, senior)
    platform.opens(f"/console/inbox/{second}")
    platform.sees(NEW)
    says(platform, REMOVED)
    senior.opens(f"/console/takedown-requests/{second}")

    platform.sees("acted on")
    senior.sees("acted on", NEW, "The request before, which the platform declined")


def declines(platform: Clicker, request_id: str) -> None:
    """Say no, and why."""
    platform.opens(f"/console/inbox/{request_id}")
    platform.picks("If you decline: why?", "Its context exempts it: news, art, research, education, debate")
    platform.fills("Details", WHY)
    says(platform, "We decline")
    platform.sees("declined", WHY)
