"""Chapter 2: two platforms share signals, and two people of other members let them go live."""

import time
from pathlib import Path

from hashdb.client import ApiError, InventoryEntry, Statement, Submitted
from hashdb.hashing import HashedSignal
from scripts.demo import cast
from scripts.demo.photographs import pdq
from scripts.demo.story import Chapter, Step, Story, eventually

STATEMENT = Statement(
    tier=3,
    behaviour_labels=("gta",),
    ground={"behaviour": "gta"},
    good_faith=True,
    user_data_absent=True,
)
BAD = HashedSignal(signal_type="pdq", signal_value="0x" + "f" * 62, content_type="image", quality=100)


def _hashed(story: Story, member: str) -> list[HashedSignal]:
    return [pdq(story.pictures / member / name, "views") for name in ("rocket.jpg", "coffee.jpg")]


def _outcome(result: Submitted) -> str:
    problem = result.get("problem")
    return f"{result['outcome']} ({problem['field']}: {problem['rule']})" if problem else result["outcome"]


def _submit(story: Story) -> str:
    signals = _hashed(story, "alderfeed")
    results = story.speak(cast.ALDERFEED_SUBMITTER).submit_signals([*signals, BAD], STATEMENT)
    story.rocket_id, story.coffee_id = str(results[0]["id"]), str(results[1]["id"])
    return ", ".join(_outcome(each) for each in results)


def _vouch(story: Story) -> str:
    signals = _hashed(story, "brookpics")
    story.rocket = signals[:1]
    results = story.speak(cast.BROOKPICS_SUBMITTER).submit_signals(signals, STATEMENT)
    return ", ".join(_outcome(each) for each in results)


def _post_inventory(story: Story) -> str:
    files = sorted((story.pictures / "cairnboard").glob("*.jpg"))
    results = story.speak(cast.CAIRNBOARD_MATCHER).put_inventory(_hosted(path) for path in files)
    return ", ".join(each["outcome"] for each in results)


def _hosted(path: Path) -> InventoryEntry:
    return {
        "content_ref": path.stem,
        "signal_type": "pdq",
        "signal_value": pdq(path).signal_value,
        "content_url": f"https://cairnboard.example/{path.stem}",
    }


def _approve_first(story: Story) -> str:
    at = story.speak(cast.JONAS)
    states = [at.review_signal(each, "approve")["state"] for each in (story.rocket_id, story.coffee_id)]
    return ", ".join(states)


def _approve_twice(story: Story) -> str:
    try:
        return str(story.speak(cast.JONAS).review_signal(story.rocket_id, "approve")["state"])
    except ApiError as error:
        return f"refused: {error.status} {error.slug} ({error.detail})"


def _approve_second(story: Story) -> str:
    at = story.speak(cast.TOMAS)
    story.speak(cast.BROOKPICS_MATCHER).me()  # is connected before the clock starts
    states = [at.review_signal(each, "approve")["state"] for each in (story.coffee_id, story.rocket_id)]
    story.approved_at = time.monotonic()
    return ", ".join(states)


def _time_until_matchable(story: Story) -> str:
    at = story.speak(cast.BROOKPICS_MATCHER)
    eventually(lambda: at.match(story.rocket)[0] or None, "a hit")
    return f"a hit {(time.monotonic() - story.approved_at) * 1000:.0f} ms after the approval was acknowledged"


SHARING = Chapter(
    "2. Signals are shared",
    (
        Step("Alderfeed submits two PDQ hashes of tier 3, and one bad hash in the same batch", _submit),
        Step("Brookpics has the same files and vouches for both: tier 3 takes two corporate groups", _vouch),
        Step("Cairnboard posts the hashes of its four posts as its inventory, which nobody else sees", _post_inventory),
        Step("Jonas Lind of Lantern Institute approves both as the first person", _approve_first),
        Step("Jonas Lind tries to approve as the second person too", _approve_twice),
        Step("Tomas Reyes of Fernhill Archive approves both as the second person", _approve_second),
        Step("Brookpics asks at once, until it gets the hit", _time_until_matchable),
    ),
)
