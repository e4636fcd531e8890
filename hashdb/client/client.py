"""`Client`: one method for each thing that a member can ask of the service.

Any number of signals or entries is taken: what the API limits to a thousand is sent in batches, and the answers come
back in the order of what was sent. Very many lookups are for `client.match_jobs`. Lists are walked page by page. A role
that may not do something gets an ApiError with the slug `forbidden`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

from hashdb.client.answers import FeedPage, Hit, InventoryEntry, Page, Record, Submitted
from hashdb.client.bodies import BATCH, batches, value_of
from hashdb.client.match_jobs import MatchJobs
from hashdb.client.statement import Statement
from hashdb.client.transport import Transport

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal


class Client:
    """The service at *base_url*, for the member and role of *key*.

    A request that got no answer, or "later" as an answer, is tried up to *tries* times in all, after *pause* seconds
    and then twice as long each time; nothing is ever done twice by that. Use it in a `with` block.
    """

    def __init__(self, base_url: str, key: str, *, timeout: float = 30.0, tries: int = 6, pause: float = 0.25) -> None:
        self._at = Transport(base_url, key, timeout=timeout, tries=tries, pause=pause)
        self.match_jobs = MatchJobs(self._at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._at.close()

    def me(self) -> Record:
        """Return the member, role and permissions of the key."""
        answer: Record = self._at.get("/v1/me")
        return answer

    # Signals

    def submit_signals(self, signals: Iterable["HashedSignal"], statement: Statement) -> list[Submitted]:
        """Submit signals, with their views, under one statement; returns what became of each, in the order given."""
        fields = statement.as_fields()
        bodies = ({**value_of(signal), "content_type": signal.content_type, **fields} for signal in signals)
        return [each for batch in batches(bodies) for each in self._results("/v1/signals", signals=batch)]

    def signal(self, signal_id: str) -> Record:
        """Return a signal with what the role may see of it."""
        answer: Record = self._at.get(f"/v1/signals/{quote(signal_id)}")
        return answer

    def take_back_submission(self, signal_id: str) -> None:
        """Take back what this member submitted about a signal."""
        self._at.delete(f"/v1/signals/{quote(signal_id)}/submission")

    def give_opinion(self, signal_id: str, opinion: str, reason: str, note: str | None = None) -> Record:
        """Answer a signal with "positive" or "negative"; a negative opinion is a dispute."""
        return self._post(f"/v1/signals/{quote(signal_id)}/opinions", opinion=opinion, reason=reason, note=note)

    def review_signal(
        self, signal_id: str, decision: str, *, reason: str | None = None, note: str | None = None
    ) -> Record:
        """Decide as a reviewer: "approve", "reject", "uphold", "withdraw" or "release"."""
        return self._post(f"/v1/signals/{quote(signal_id)}/reviews", decision=decision, reason=reason, note=note)

    def feed(self, after: str | None = None, *, limit: int = BATCH) -> Iterator[FeedPage]:
        """Walk the changes behind the checkpoint *after* (None: from the beginning), up to the present.

        Keep the checkpoint of a page once its changes are stored, and go on from there next time.
        """
        page = FeedPage([], after)
        while (answer := self._at.get("/v1/feed", after=page.checkpoint, limit=limit))["items"]:
            page = FeedPage(answer["items"], answer["next"])
            yield page
            if page.checkpoint is None:
                return

    # Matching

    def match(self, signals: Iterable["HashedSignal"], *, radius: int | None = None) -> list[list[Hit]]:
        """Look up signals, with their views; returns the live signals within the radius of each, in the order given."""
        extra = {} if radius is None else {"radius": radius}
        return [
            result["matches"]
            for batch in batches(value_of(signal) for signal in signals)
            for result in self._results("/v1/match", signals=batch, **extra)
        ]

    def put_inventory(self, entries: Iterable[InventoryEntry]) -> list[Record]:
        """Tell what the platform hosts, to be matched whenever a signal becomes active; nobody else sees it."""
        return [each for batch in batches(entries) for each in self._results("/v1/inventory", items=batch)]

    def delete_inventory(self, content_ref: str) -> None:
        """Forget everything that is stored under a reference."""
        self._at.delete(f"/v1/inventory/{quote(content_ref, safe='')}")

    def report_match(self, **fields: object) -> Record:
        """Report a match that the platform found by itself; fields as in the API."""
        return self._post("/v1/matches", **fields)

    def matches(self, **filters: str | int) -> Iterator[Record]:
        """Walk the matches that the role may see."""
        return self._walk("/v1/matches", **filters)

    def review_match(self, match_id: str, decision: str, *, note: str | None = None) -> Record:
        """Decide: "confirm", "false_positive", "context_exempt" or "escalate"."""
        return self._post(f"/v1/matches/{quote(match_id)}/reviews", decision=decision, note=note)

    # Takedown requests

    def takedown_requests(self, **filters: str | int) -> Iterator[Record]:
        """Walk the requests; for a platform, those addressed to it, without their content."""
        return self._walk("/v1/takedown-requests", **filters)

    def takedown_request(self, request_id: str) -> Record:
        """Return one request in full; that a platform read it is logged, and counts as receipt."""
        answer: Record = self._at.get(f"/v1/takedown-requests/{quote(request_id)}")
        return answer

    def draft_takedown_request(self, **fields: object) -> Record:
        """Draft a request about a confirmed match; fields as in the API."""
        return self._post("/v1/takedown-requests", **fields)

    def submit_takedown_request(self, request_id: str) -> Record:
        """Hand a draft to the second person."""
        return self._post(f"/v1/takedown-requests/{quote(request_id)}/submit")

    def review_takedown_request(self, request_id: str, decision: str, *, note: str | None = None) -> Record:
        """Decide as the second person: "approve", "return" or "refuse"."""
        return self._post(f"/v1/takedown-requests/{quote(request_id)}/reviews", decision=decision, note=note)

    def respond(self, request_id: str, response: Mapping[str, object]) -> Record:
        """Answer a request for the platform: `{"type": "removed", "platform_file_ref": ..., ...}`."""
        return self._post(f"/v1/takedown-requests/{quote(request_id)}/responses", **response)

    def withdraw_takedown_request(self, request_id: str, reason: str) -> Record:
        """Withdraw a request; a platform that acted is asked to reinstate."""
        return self._post(f"/v1/takedown-requests/{quote(request_id)}/withdraw", reason=reason)

    # Webhooks and work

    def create_webhook_endpoint(self, url: str, event_types: Sequence[str] = ()) -> Record:
        """Register where to be told (no types: everything); the answer shows the signing secret this once."""
        return self._post("/v1/webhook-endpoints", url=url, event_types=list(event_types))

    def verify_webhook_endpoint(self, endpoint_id: str, nonce: str) -> Record:
        """Return the nonce that the endpoint was sent in `endpoint.verification`, which makes it active."""
        return self._post(f"/v1/webhook-endpoints/{quote(endpoint_id)}/verify", nonce=nonce)

    def webhook_endpoints(self) -> Iterator[Record]:
        """Walk the member's endpoints."""
        return self._walk("/v1/webhook-endpoints")

    def delete_webhook_endpoint(self, endpoint_id: str) -> None:
        """Stop telling an endpoint."""
        self._at.delete(f"/v1/webhook-endpoints/{quote(endpoint_id)}")

    def deliveries(self, **filters: str | int) -> Iterator[Record]:
        """Walk what was, or is still to be, delivered to the member's endpoints."""
        return self._walk("/v1/deliveries", **filters)

    def replay_delivery(self, delivery_id: str) -> Record:
        """Ask for a delivery once more, under its old id."""
        return self._post(f"/v1/deliveries/{quote(delivery_id)}/replay")

    def reviews(self) -> Iterator[Record]:
        """Walk what waits for the asking reviewer, most urgent first."""
        return self._walk("/v1/reviews")

    def _post(self, path: str, **fields: object) -> Record:
        answer: Record = self._at.post(path, {name: value for name, value in fields.items() if value is not None})
        return answer

    def _results(self, path: str, **body: object) -> list[Any]:
        results: list[Any] = self._at.post(path, body)["results"]
        return results

    def _walk(self, path: str, **filters: str | int) -> Iterator[Record]:
        page = Page([], "")
        while page.next is not None:
            answer = self._at.get(path, after=page.next or None, **filters)
            page = Page(answer["items"], answer["next"])
            yield from page.items
