"""A false positive: removed by two platforms on our word, seen for what it is at a third, and undone everywhere."""

from hashdb.roles import Role
from tests.browser.stories.answering import RESTORED, answers, hosts, removed
from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.reviewing import next_case
from tests.browser.stories.story import Story

FALSE_MATCH = "ddd"
WITHDRAW_AS_HARMLESS = "w1ww"


def test_what_turns_out_false_at_one_platform_is_disputed_withdrawn_and_put_back_by_two_others(
    story: Story, reviewer: Typist, senior: Typist, platform: Clicker, auditor: Clicker
) -> None:
    world = story.world
    other, signal = story.joins(Role.PLATFORM_RESPONDER, world.beta), world.active("a picture")
    asked = [removed(story, each, signal, "v/1").id for each in (world.gamma, world.beta)]
    hosts(story, world.alpha, "a picture", "a/9")
    next_case(reviewer)
    reviewer.types(FALSE_MATCH)
    reviewer.sees("Found false.")
    assert next_case(senior) == signal.id
    senior.sees("It is disputed, and matched against nobody")
    senior.types(WITHDRAW_AS_HARMLESS)
    story.settle()

    for person, request_id in zip((platform, other), asked, strict=True):
        person.opens("/console/inbox")
        person.sees("reinstatement requested")
        assert answers(person, RESTORED) == request_id
        person.sees("reinstated")
        senior.opens(f"/console/takedown-requests/{request_id}")
        senior.sees("reinstated")
    submitter = story.joins(Role.PLATFORM_SUBMITTER, world.alpha)
    submitter.opens("/console/submissions")
    submitter.sees("withdrawn")
    auditor.opens(f"/console/log?subject={signal.id}&action=signal")
    auditor.sees("signal.dispute", "signal.withdraw", "active → disputed", "disputed → withdrawn")
