"""What reviewers of a story do at the queue, key by key."""

from tests.browser.stories.people import Typist
from tests.browser.stories.story import Story
from tests.services.world import REASONS

SIGNAL_HOLDS = "1234a"
MATCH_HOLDS = "123a"
REQUEST_HOLDS = "1234a"
CONTEXTS = ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate")


def next_case(reviewer: Typist, keys: str = "n") -> str:
    """Open the most urgent case of the queue and return its id."""
    reviewer.opens("/console/queue")
    reviewer.types(keys)
    return reviewer.case


def goes_live(story: Story, *reviewers: Typist) -> str:
    """Let two people approve the signal that waits, and return its id."""
    for each in reviewers:
        signal_id = next_case(each)
        each.types(SIGNAL_HOLDS)
        each.sees("Approved.")
    story.settle()
    return signal_id


def writes_the_request(reviewer: Typist, action: str) -> None:
    """Fill in the form of a draft, from field to field, and draft it."""
    reviewer.reaches(reviewer.main.get_by_label("What the platform is asked to do"))
    reviewer.window.tab.keyboard.type(action)
    reviewer.writes("Reasons", REASONS)
    for each in CONTEXTS:
        reviewer.chooses(reviewer.main.locator(f"#{each} input").first)


def asks(story: Story, reviewer: Typist, senior: Typist) -> str:
    """Have the match that waits confirmed, and a request about it written, approved and sent; return its id."""
    next_case(reviewer)
    reviewer.types(MATCH_HOLDS)
    reviewer.types("s")
    writes_the_request(reviewer, "Remove")
    return hands_over(story, reviewer, senior)


def hands_over(story: Story, reviewer: Typist, senior: Typist) -> str:
    """Draft what was written, hand it to a second person who approves it, and send it; return its id."""
    reviewer.follows("Draft it")
    reviewer.sees("Drafted. Look it over")
    request_id = reviewer.case
    reviewer.types("a")
    assert next_case(senior) == request_id
    senior.types(REQUEST_HOLDS)
    senior.sees("It is now: approved")
    story.settle()
    return request_id
