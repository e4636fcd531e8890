"""Chapter 4: Cairnboard is asked to take the post down, and answers."""

from datetime import UTC, datetime

from scripts.demo import cast
from scripts.demo.story import Chapter, Step, Story

REASONS = (
    "The post shows the picture that two platforms reported and two reviewers assessed as glorifying an attack. "
    "No caption, quotation or comment in the post puts it into a journalistic or educational context."
)
ASSESSMENT = dict.fromkeys(
    ("educational", "journalistic", "artistic", "research", "counter_terrorism", "public_debate"), "no"
)


def _draft(story: Story) -> str:
    request = story.speak(cast.MIRA).draft_takedown_request(
        match_id=story.match_id,
        requested_action="remove",
        priority="urgent",
        statement_of_reasons=REASONS,
        exemption_assessment=ASSESSMENT,
    )
    story.request_id = request["id"]
    submitted = story.speak(cast.MIRA).submit_takedown_request(story.request_id)
    return f"{request['state']}, then {submitted['state']}"


def _approve(story: Story) -> str:
    request = story.speak(cast.TOMAS).review_takedown_request(story.request_id, "approve")
    return f"{request['state']}: from now on it is owed to Cairnboard"


def _arrival(story: Story) -> str:
    notice = story.receiver.next_notice()
    return f"{notice.event_type} {notice.webhook_id}: signature verified, answered {notice.answered}"


def _fetch(story: Story) -> str:
    request = story.speak(cast.CAIRNBOARD_RESPONDER).takedown_request(story.request_id)
    is_order = str(request["is_order"]).lower()
    return f"{request['state']}: {request['requested_action']} {request['items'][0]['url']}, is_order {is_order}"


def _answer_removed(story: Story) -> str:
    posted = story.pictures / "cairnboard" / "post-2.jpg"
    posted.rename(posted.with_suffix(".removed"))
    response = {"type": "removed", "platform_file_ref": "case-1", "preserved": True, "measure_taken_at": _now()}
    return str(story.speak(cast.CAIRNBOARD_RESPONDER).respond(story.request_id, response)["state"])


def _now() -> str:
    return datetime.now(UTC).isoformat()


ASKING = Chapter(
    "4. The platform is asked to act",
    (
        Step("Mira Okafor drafts a request, with reasons and six exemptions assessed, and submits it", _draft),
        Step("Tomas Reyes approves it as the second person", _approve),
        Step("Cairnboard's server gets the webhook, but is busy", _arrival),
        Step("The worker tries again five seconds later, under the same id", _arrival),
        Step("Cairnboard fetches the request with its key: a webhook carries ids and deadlines only", _fetch),
        Step("Cairnboard takes the post offline, keeps a copy and answers `removed`", _answer_removed),
    ),
)
