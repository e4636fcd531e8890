"""What many signals have in common, told once: claims with states, and names of views.

A list of a million signals has some hundred different claims. So a signal's row names its claim by a number, and the
table of `Words` says what the number means. Numbers are given out in the order of first use and never change meaning
within a snapshot.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson

from hashdb.lifecycles.signal import State
from hashdb.records.benign import Nearness
from hashdb.records.signal import BehaviourLabel, Claim, ContentType, ContextFlag, Ground, MaterialType, Signal


@dataclass(frozen=True)
class Particulars:
    """The state of a signal and what is stated about it, with every context that anybody has stated.

    One that is near to something harmless is for review only, whatever else is known of it.
    """

    state: State
    claim: Claim
    review_only: bool = False

    @classmethod
    def of(cls, signal: Signal) -> "Particulars":
        """Return those of a signal."""
        said = signal.claim
        claim = Claim(
            content_type=said.content_type,
            tier=said.tier,
            behaviour_labels=said.behaviour_labels,
            material_types=said.material_types,
            ground=said.ground,
            context_flags=signal.context_flags(),
        )
        return cls(signal.state, claim, signal.benign is not None)

    @classmethod
    def load(cls, text: str) -> "Particulars":
        """Read what `text` wrote."""
        return cls.read(orjson.loads(text))

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Particulars":
        """Take them from a document, such as an entry of the feed."""
        ground = said["ground"]
        behaviour = ground.get("behaviour")
        claim = Claim(
            content_type=ContentType(said["content_type"]),
            tier=said["tier"],
            behaviour_labels=tuple(map(BehaviourLabel, said["behaviour_labels"])),
            material_types=tuple(map(MaterialType, said["material_types"])),
            ground=Ground(
                register_entry_id=ground.get("register_entry_id"),
                incident_id=ground.get("incident_id"),
                behaviour=behaviour and BehaviourLabel(behaviour),
            ),
            context_flags=tuple(map(ContextFlag, said["context_flags"])),
        )
        return cls(State(said["state"]), claim, bool(said.get("review_only")))

    @property
    def benign(self) -> Nearness | None:
        """Return in what such a signal differs from others; what it is near to, members are not told."""
        return Nearness(benign_id="", distance=0) if self.review_only else None

    @cached_property
    def text(self) -> str:
        """Return them as text: the same text for the same particulars."""
        said = {"state": self.state, **_fields(self.claim)} | ({"review_only": True} if self.review_only else {})
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()


def _fields(claim: Claim) -> dict[str, object]:
    return {
        "content_type": claim.content_type,
        "tier": claim.tier,
        "behaviour_labels": claim.behaviour_labels,
        "material_types": claim.material_types,
        "ground": claim.ground,
        "context_flags": claim.context_flags,
    }


@dataclass(slots=True)
class Words:
    """A table of texts by number."""

    texts: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Words":
        """Return a table of these texts, in this order."""
        table = cls()
        for text in texts:
            table.number(text)
        return table

    def number(self, text: str) -> int:
        """Return the number of a text; a new one gets the next."""
        known = self.numbers.setdefault(text, len(self.texts))
        if known == len(self.texts):
            self.texts.append(text)
        return known
