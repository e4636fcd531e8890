"""Matching: look uploads up, tell what one hosts, and what became of matches."""

import os
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from hashdb.client.actions.common import listed, posted, results
from hashdb.client.answers import Hit, InventoryEntry, Record
from hashdb.client.bodies import batches, codes_of, codes_sent, lookup, radius_for
from hashdb.client.checking import Checked, checked, hashing
from hashdb.client.speaking import action, walk
from hashdb.client.steps import Talk, Walk, Work, delete

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal


class MatchActions:
    """What a platform asks about uploads, and tells about what it hosts."""

    @action
    def match(self, signals: Iterable["HashedSignal"], *, radius: int | None = None) -> Talk[list[list[Hit]]]:
        """Look up signals, with their orientations and views; returns the live signals near each, in the order given.

        *radius* is in bits; None is that of the policy, which is also taken for types that have no such radius. What
        is found behind 31 is for a person to look at, never to act on, and the policy must have opened that to you.
        """
        return _matched(signals, radius)

    @action
    def check(
        self,
        path: str | os.PathLike[str],
        *,
        strategy: str = "fast",
        types: Collection[str] | None = None,
        radius: int | None = None,
        keyframes: bool = False,
    ) -> Talk[Checked]:
        """Hash a file here and look its signals up; only hashes are sent. A match is never a decision.

        *strategy* is "plain", "fast" or "thorough" (see `hashdb.hashing`); with *keyframes* only the key frames of a
        video are decoded. Raises UnreadableFileError for a file that cannot be hashed; its `code` says why.
        """
        signals: list[HashedSignal] = yield Work(hashing(path, strategy, types, keyframes=keyframes))
        strong = [signal for signal in signals if signal.problem is None]
        return checked(path, signals, (yield from _matched(strong, radius)))

    @action
    def put_inventory(self, entries: Iterable[InventoryEntry]) -> Talk[list[Record]]:
        """Tell what the platform hosts, to be matched whenever a signal becomes active; nobody else sees it."""
        outcomes: list[Record] = []
        for batch in batches(entries, codes_sent):
            outcomes += yield from results("/v1/inventory", items=batch)
        return outcomes

    @action
    def delete_inventory(self, content_ref: str) -> Talk[None]:
        """Forget everything that is stored under a reference."""
        yield delete(f"/v1/inventory/{quote(content_ref, safe='')}")

    @action
    def report_match(self, /, **fields: object) -> Talk[Record]:
        """Report a match that the platform found by itself; fields as in the API."""
        return posted("/v1/matches", **fields)

    @walk
    def matches(self, /, **filters: str | int) -> Walk[Record]:
        """Walk the matches that the role may see."""
        return listed("/v1/matches", **filters)

    @action
    def review_match(self, match_id: str, decision: str, *, note: str | None = None) -> Talk[Record]:
        """Decide: "confirm", "false_positive", "context_exempt" or "escalate"."""
        return posted(f"/v1/matches/{quote(match_id)}/reviews", decision=decision, note=note)


def _matched(signals: Iterable["HashedSignal"], radius: int | None) -> Talk[list[list[Hit]]]:
    found: list[list[Hit]] = []
    for batch in batches(signals, codes_of):
        radii = [radius_for(signal.signal_type, radius) for signal in batch]
        answers: dict[int, list[Hit]] = {}
        for asked in dict.fromkeys(radii):
            places = [place for place, each in enumerate(radii) if each == asked]
            told = yield from results("/v1/match", **lookup([batch[place] for place in places], asked))
            answers.update(zip(places, (result["matches"] for result in told), strict=True))
        found += [answers[place] for place in range(len(batch))]
    return found
