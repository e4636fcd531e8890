"""Takedown requests: drafted and approved by reviewers, read and answered by platforms."""

from collections.abc import Mapping
from urllib.parse import quote

from hashdb.client.actions.common import listed, posted
from hashdb.client.answers import Record
from hashdb.client.speaking import action, walk
from hashdb.client.steps import Talk, Walk, get


class TakedownActions:
    """What is asked of platforms, and what they answer."""

    @walk
    def takedown_requests(self, /, **filters: str | int) -> Walk[Record]:
        """Walk the requests; for a platform, those addressed to it, without their content."""
        return listed("/v1/takedown-requests", **filters)

    @action
    def takedown_request(self, request_id: str) -> Talk[Record]:
        """Return one request in full; that a platform read it is logged, and counts as receipt."""
        answer: Record = yield get(f"/v1/takedown-requests/{quote(request_id)}")
        return answer

    @action
    def draft_takedown_request(self, /, **fields: object) -> Talk[Record]:
        """Draft a request about a confirmed match; fields as in the API."""
        return posted("/v1/takedown-requests", **fields)

    @action
    def submit_takedown_request(self, request_id: str) -> Talk[Record]:
        """Hand a draft to the second person."""
        return posted(f"/v1/takedown-requests/{quote(request_id)}/submit")

    @action
    def review_takedown_request(self, request_id: str, decision: str, *, note: str | None = None) -> Talk[Record]:
        """Decide as the second person: "approve", "return" or "refuse"."""
        return posted(f"/v1/takedown-requests/{quote(request_id)}/reviews", decision=decision, note=note)

    @action
    def respond(self, request_id: str, response: Mapping[str, object]) -> Talk[Record]:
        """Answer a request for the platform: `{"type": "removed", "platform_file_ref": ..., ...}`."""
        return posted(f"/v1/takedown-requests/{quote(request_id)}/responses", **response)

    @action
    def clarify_takedown_request(self, request_id: str, text: str) -> Talk[Record]:
        """Answer the platform's question; its time to answer starts again."""
        return posted(f"/v1/takedown-requests/{quote(request_id)}/clarifications", text=text)

    @action
    def withdraw_takedown_request(self, request_id: str, reason: str) -> Talk[Record]:
        """Withdraw a request; a platform that acted is asked to reinstate."""
        return posted(f"/v1/takedown-requests/{quote(request_id)}/withdraw", reason=reason)
