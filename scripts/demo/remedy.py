"""Chapter 5: the picture was shared by mistake; the signal is withdrawn, and what rests on it is undone."""

from hashdb.services import log
from scripts.demo import cast
from scripts.demo.photographs import pdq
from scripts.demo.story import Chapter, Step, Story, eventually


def _take_back(story: Story) -> str:
    story.speak(cast.ALDERFEED_SUBMITTER).take_back_submission(story.rocket_id)
    signal = story.speak(cast.RUTH).signal(story.rocket_id)
    return f"{signal['state']}: one vouch is left of two, so it is no longer distributed"


def _withdraw(story: Story) -> str:
    signal = story.speak(cast.RUTH).review_signal(story.rocket_id, "withdraw", reason="news_or_evidence")
    return str(signal["state"])


def _check_again(story: Story) -> str:
    upload = pdq(story.pictures / "brookpics" / "upload-rocket.jpg")
    return f"{len(story.speak(cast.BROOKPICS_MATCHER).match([upload])[0])} hits"


def _sync_again(story: Story) -> str:
    changes = [each for page in story.speak(cast.BROOKPICS_MATCHER).feed(story.checkpoint) for each in page.items]
    return ", ".join(f"{each['state']}{' (a tombstone, without its hash)' * each['deleted']}" for each in changes)


def _asked_for_reinstatement(story: Story) -> str:
    notice = story.receiver.next_notice()
    return f"{notice.event_type} {notice.webhook_id}: answered {notice.answered}"


def _reinstate(story: Story) -> str:
    removed = story.pictures / "cairnboard" / "post-2.removed"
    removed.rename(removed.with_suffix(".jpg"))
    response = {"type": "reinstated", "platform_file_ref": "case-2"}
    return str(story.speak(cast.CAIRNBOARD_RESPONDER).respond(story.request_id, response)["state"])


def _waiting(story: Story) -> str:
    waiting = eventually(lambda: list(story.speak(cast.ADA).reviews()) or None, "the other match")
    return ", ".join(f"{each['kind']} {each['id']} ({each['state']})" for each in waiting)


def _verify_log(story: Story) -> str:
    found = log.verify(story.store)
    verdict = "BROKEN" if found.problems else "verified"
    return f"{verdict}: {found.entries} entries, root {found.root.hex()[:16]}..."


REMEDY = Chapter(
    "5. A mistake is undone",
    (
        Step("Alderfeed learns that the rocket is a news photograph and takes its submission back", _take_back),
        Step("Ruth Amadi, appeals officer of Fernhill Archive, withdraws the signal", _withdraw),
        Step("Brookpics checks the same upload once more", _check_again),
        Step("Brookpics syncs the feed from its checkpoint", _sync_again),
        Step("Cairnboard is asked to put the post back", _asked_for_reinstatement),
        Step("Cairnboard puts it back and answers `reinstated`", _reinstate),
        Step("Ada Castell of Fernhill Archive asks what waits for her: the coffee was found as well", _waiting),
        Step("The tree over everything that was done is recomputed, as `hashdb audit verify` does it", _verify_log),
    ),
)
