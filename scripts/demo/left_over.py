"""Chapter 7: what is left for whoever signs in: cases for reviewers, a request for a platform, an appeal."""

from dataclasses import replace

import httpx

from hashdb.client import InventoryEntry, Record
from scripts.demo import cast
from scripts.demo.asking import ASSESSMENT, REASONS
from scripts.demo.photographs import pdq
from scripts.demo.sharing import STATEMENT
from scripts.demo.story import Chapter, Step, Story, eventually

POSTS = ("post-5", "post-6", "post-7")
NEWS = replace(STATEMENT, context_flags=("journalistic",), source_reference="ticket 4711")
STATEMENT_OF_APPEAL = (
    "The picture shows the cup that the court's press office photographed. It illustrates my report about the trial "
    "and calls on nobody to do anything."
)


def _submit(story: Story) -> str:
    own = [pdq(story.pictures / "alderfeed" / name, "views") for name in ("camera.jpg", "motorcycle.jpg")]
    mine = story.speak(cast.ALDERFEED_SUBMITTER)
    first, second = mine.submit_signals(own[:1], NEWS), mine.submit_signals(own[1:], STATEMENT)
    story.speak(cast.BROOKPICS_SUBMITTER).submit_signals(own, STATEMENT)
    approved = story.speak(cast.JONAS).review_signal(str(second[0]["id"]), "approve")
    return f"{first[0]['outcome']}, {approved['state']}"


def _host_again(story: Story) -> str:
    files = [story.pictures / "cairnboard" / "later" / f"{name}.jpg" for name in POSTS]
    posted: list[InventoryEntry] = [
        {
            "content_ref": path.stem,
            "signal_type": "pdq",
            "signal_value": pdq(path).signal_value,
            "content_url": f"https://cairnboard.example/{path.stem}",
        }
        for path in files
    ]
    results = story.speak(cast.CAIRNBOARD_MATCHER).put_inventory(posted)
    return ", ".join(each["outcome"] for each in results)


def _draft_all(story: Story) -> str:
    found = eventually(lambda: _found(story), "the matches of the new posts")
    mira = story.speak(cast.MIRA)
    for match in found:
        mira.review_match(match["id"], "confirm")
        request = mira.draft_takedown_request(
            match_id=match["id"],
            requested_action="review",
            priority="standard",
            statement_of_reasons=REASONS,
            exemption_assessment=ASSESSMENT,
        )
        story.left_over.append(mira.submit_takedown_request(request["id"])["id"])
    return f"{len(found)} requests wait for a second person"


def _found(story: Story) -> list[Record] | None:
    found = [each for each in story.speak(cast.MIRA).matches() if each["content_ref"] in POSTS]
    return found if len(found) == len(POSTS) else None


def _approve_two(story: Story) -> str:
    tomas = story.speak(cast.TOMAS)
    states = [tomas.review_takedown_request(each, "approve")["state"] for each in story.left_over[:2]]
    return f"{', '.join(states)}: in Cairnboard's inbox; one is still in the queue"


def _appeal(story: Story) -> str:
    told = {
        "appellant_kind": "content_provider",
        "subject_type": "takedown_request",
        "subject_ref": story.left_over[0],
        "grounds": ["exempt_context"],
        "statement": STATEMENT_OF_APPEAL,
    }
    lodged = httpx.post(f"{story.base_url}/v1/appeals", json=told).raise_for_status().json()
    return f"{lodged['state']}, decided by {lodged['decide_by'][:10]}"


LEFT_OVER = Chapter(
    "7. Something is left for you",
    (
        Step("Alderfeed and Brookpics submit two more pictures; Jonas Lind approves one as the first person", _submit),
        Step("The coffee is posted three times more at Cairnboard", _host_again),
        Step("Mira Okafor confirms the matches and drafts a request about each", _draft_all),
        Step("Tomas Reyes approves two of them and leaves the third", _approve_two),
        Step("The uploader complains about the first of them, without an account", _appeal),
    ),
)
