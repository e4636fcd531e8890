"""A match: a live signal found in what a platform hosts. It decides nothing by itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from hashdb.lifecycles import match as lifecycle
from hashdb.records.signal import Decision


class Origin(StrEnum):
    """Who found the match."""

    INVENTORY = "inventory"
    REPORTED = "reported"


class Views(StrEnum):
    """How often the content was seen, roughly."""

    NONE = "0"
    TENS = "1-99"
    THOUSANDS = "100-9999"
    MANY = "10k+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Of two videos: which share of the frames of each, the uploaded and the signal's, has a near one in the other."""

    query: float
    signal: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """What somebody else, who was not told the decision, would have decided; empty until somebody has looked."""

    verdict: str | None = None
    user_id: str | None = None
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A signal found at `member_id` in the content it calls `content_ref`; the URL is kept sealed.

    `view` names which of the signal's codes was found: `picture`, or the part of it that the content shows. `shares`
    are told of videos. `second_look` is there if the decision was drawn for one. Once forgotten, `content_ref` is a
    digest with `salt` and there is no URL.
    """

    id: str
    signal_id: str
    signal_type: str
    member_id: str
    content_ref: str
    content_url: str | None = None
    distance: int
    view: str | None = None
    shares: Shares | None = None
    threshold: int
    query_quality: int | None = None
    origin: Origin
    matched_at: datetime
    views_bucket: Views | None = None
    still_public: bool | None = None
    duplicate_of: str | None = None
    request_id: str | None = None
    forgotten_at: datetime | None = None
    salt: str | None = None
    decisions: tuple[Decision, ...] = ()
    second_look: SecondLook | None = None
    state: lifecycle.State = lifecycle.State.DETECTED
    version: int = 1

    def advance(self, step: lifecycle.Step) -> "Match":
        """Return the match after *step*, or raise IllegalTransitionError."""
        return replace(self, state=lifecycle.after(self.state, step), version=self.version + 1)

    def forgotten(self, now: datetime, salt: str) -> "Match":
        """Return the match without where its content is; the reference becomes a digest."""
        return replace(
            self,
            content_ref=salted(self.content_ref, salt),
            content_url=None,
            salt=salt,
            forgotten_at=now,
            version=self.version + 1,
        )

    def is_clear(self, minimum_quality: int) -> bool:
        """Whether the match is good enough to be shown to a reviewer."""
        sharp = self.query_quality is None or self.query_quality >= minimum_quality
        return sharp and self.distance <= self.threshold


def salted(reference: str, salt: str) -> str:
    """Return what stays of a reference to content: who knows it can still show that it was this one."""
    return sha256(f"{salt}\n{reference}".encode()).hexdigest()
