"""Signals: shared under a statement, read, judged, and followed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from hashdb.client.actions.common import posted, results
from hashdb.client.answers import FeedPage, Record, Submitted
from hashdb.client.bodies import BATCH, batches, codes_sent, stored_value_of
from hashdb.client.speaking import action, walk
from hashdb.client.statement import Statement
from hashdb.client.steps import Talk, Tell, Walk, delete, get

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal


class SignalActions:
    """What members say about signals."""

    @action
    def submit_signals(self, signals: Iterable["HashedSignal"], statement: Statement) -> Talk[list[Submitted]]:
        """Submit signals under one statement; returns what became of each, in the order given.

        Views go with a signal that was hashed to be submitted (strategy "views"). Those of one that was hashed to be
        looked up, which has orientations, are for asking and are left out.
        """
        fields = statement.as_fields()
        bodies = ({**stored_value_of(signal), "content_type": signal.content_type, **fields} for signal in signals)
        outcomes: list[Submitted] = []
        for batch in batches(bodies, codes_sent):
            outcomes += yield from results("/v1/signals", signals=batch)
        return outcomes

    @action
    def signal(self, signal_id: str) -> Talk[Record]:
        """Return a signal with what the role may see of it."""
        answer: Record = yield get(f"/v1/signals/{quote(signal_id)}")
        return answer

    @action
    def take_back_submission(self, signal_id: str) -> Talk[None]:
        """Take back what this member submitted about a signal."""
        yield delete(f"/v1/signals/{quote(signal_id)}/submission")

    @action
    def give_opinion(self, signal_id: str, opinion: str, reason: str, note: str | None = None) -> Talk[Record]:
        """Answer a signal with "positive" or "negative"; a negative opinion is a dispute."""
        return posted(f"/v1/signals/{quote(signal_id)}/opinions", opinion=opinion, reason=reason, note=note)

    @action
    def review_signal(
        self, signal_id: str, decision: str, *, reason: str | None = None, note: str | None = None
    ) -> Talk[Record]:
        """Decide as a reviewer: "approve", "reject", "uphold", "withdraw", "release" or "reaffirm"."""
        return posted(f"/v1/signals/{quote(signal_id)}/reviews", decision=decision, reason=reason, note=note)

    @walk
    def feed(self, after: str | None = None, *, limit: int = BATCH) -> Walk[FeedPage]:
        """Walk the changes behind the checkpoint *after* (None: from the beginning), up to the present.

        Keep the checkpoint of a page once its changes are stored, and go on from there next time.
        """
        while (answer := (yield get("/v1/feed", after=after, limit=limit)))["items"]:
            after = answer["next"]
            yield Tell((FeedPage(answer["items"], answer["next"]),))
