"""Chapter 3: the picture is found, in an upload by asking, and in an inventory by a worker."""

import time

from hashdb.client import Record
from scripts.demo import cast
from scripts.demo.photographs import pdq
from scripts.demo.story import Chapter, Step, Story, eventually


def _sync(story: Story) -> str:
    entries = []
    for page in story.speak(cast.BROOKPICS_MATCHER).feed():
        entries += page.items
        story.checkpoint = page.checkpoint
    return f"{len(entries)} live signals, checkpoint {story.checkpoint}"


def _check_upload(story: Story) -> str:
    upload = pdq(story.pictures / "brookpics" / "upload-rocket.jpg")
    hit = story.speak(cast.BROOKPICS_MATCHER).match([upload])[0][0]
    return f"hit at distance {hit['distance']} of 256 bits, tier {hit['tier']}, {hit['use_mode']}"


def _check_other(story: Story) -> str:
    other = pdq(story.pictures / "cairnboard" / "post-3.jpg")
    return f"{len(story.speak(cast.BROOKPICS_MATCHER).match([other])[0])} hits"


def _found_by_worker(story: Story) -> str:
    match = eventually(lambda: _match_of(story), "the worker's match")
    story.match_id = match["id"]
    seconds = time.monotonic() - story.approved_at
    return f"{match['content_ref']} at distance {match['distance']}, {match['state']}, {seconds:.1f} s after approval"


def _match_of(story: Story) -> Record | None:
    found = story.speak(cast.MIRA).matches()
    return next((each for each in found if each["signal_id"] == story.rocket_id), None)


def _confirm(story: Story) -> str:
    return str(story.speak(cast.MIRA).review_match(story.match_id, "confirm")["state"])


FINDING = Chapter(
    "3. The picture is found",
    (
        Step("Brookpics syncs the feed", _sync),
        Step("Brookpics checks an upload, resized to 40 % and recompressed", _check_upload),
        Step("Brookpics checks a photograph of a cat", _check_other),
        Step("A worker has searched Cairnboard's inventory for the new signal", _found_by_worker),
        Step("Mira Okafor of Lantern Institute looks at the match and confirms it", _confirm),
    ),
)
