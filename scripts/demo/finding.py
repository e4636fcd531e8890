"""Chapter 3: the picture is found, in an upload by asking, and in an inventory by a worker."""

import os
import subprocess
import sys
import time

import orjson

from hashdb.client import Record
from scripts.demo import cast
from scripts.demo.photographs import SCREENSHOT, pdq
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


def _check_screenshot(story: Story) -> str:
    """Run the command as Brookpics would; it tells why, and writes the page about it."""
    picture, page = story.pictures / SCREENSHOT, story.pictures / "found.html"
    variables = {"HASHDB_URL": story.base_url, "HASHDB_KEY": story.voices[cast.BROOKPICS_MATCHER].token}
    checking = subprocess.run(
        [sys.executable, "-m", "hashdb.cli", "check", picture, "--report", page],
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        check=False,
    )
    hits = orjson.loads(checking.stdout)["matches"]
    why = hits[0]["why"] if hits else "nothing found"
    return f"exit code {checking.returncode}: {why}; the page about it: {page}"


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
        Step(
            "Brookpics runs hashdb check on a phone screenshot of the coffee, cropped and recompressed",
            _check_screenshot,
        ),
        Step("Brookpics checks a photograph of a cat", _check_other),
        Step("A worker has searched Cairnboard's inventory for the new signal", _found_by_worker),
        Step("Mira Okafor of Lantern Institute looks at the match and confirms it", _confirm),
    ),
)
