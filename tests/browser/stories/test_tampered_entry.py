"""A tampered entry: whoever has the database rewrites who approved a signal, and an auditor finds which entry it is."""

import redis

from tests.browser.stories.people import Clicker, Typist
from tests.browser.stories.reviewing import SIGNAL_HOLDS, goes_live, next_case
from tests.browser.stories.story import Story
from tests.journeys.test_tampered_entry import approval_of, rewrite


def test_an_auditor_finds_the_entry_that_was_changed_and_nobody_decides_meanwhile(
    story: Story, reviewer: Typist, senior: Typist, auditor: Clicker, redis_client: redis.Redis
) -> None:
    stranger = story.stranger()
    story.world.pending("a picture")
    goes_live(story, reviewer, senior)
    story.later(minutes=1)
    seq = approval_of(story.stage)
    auditor.opens("/console/log?action=signal.approve_first")
    auditor.follows(str(seq))
    auditor.sees("proven", "fits")
    stranger.opens(f"/log/entry?seq={seq}")
    stranger.sees("proven")
    story.world.pending("another picture")
    next_case(reviewer)
    rewrite(redis_client, seq, "usr_0")
    story.later(minutes=1)

    reviewer.types(SIGNAL_HOLDS)
    reviewer.sees("takes no changes", f"entry {seq} was changed")
    auditor.opens("/console/alerts")
    auditor.sees("The service has found a fault in itself", "critical")
    auditor.follows("Figures")
    auditor.follows("Service")
    auditor.sees(f"entry {seq} was changed after it was sealed")
    auditor.follows("Log")
    auditor.follows(str(seq))
    auditor.sees("does not hold")
    stranger.opens(f"/log/entry?seq={seq}")
    stranger.sees("does not hold")
