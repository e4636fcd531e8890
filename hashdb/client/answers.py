"""The shapes of the service's answers, for type checkers; at run time they are plain dictionaries.

Fields may be added by a newer service at any time, so nothing here refuses what it does not know. Records that the
service describes in its OpenAPI document (requests, endpoints, matches) are `Record`: any JSON object.
"""

from typing import Any, NamedTuple, NotRequired, TypedDict

Record = dict[str, Any]


class Submitted(TypedDict):
    """What became of one submitted signal: created, vouched, known, rejected or quarantined."""

    outcome: str
    id: str | None
    state: str | None
    problem: NotRequired[Any]


class View(TypedDict):
    """The fingerprint of one part of a picture."""

    name: str
    signal_value: str
    quality: int | None


class Shares(TypedDict):
    """Of two videos: which share of the seconds of each, the upload's and the signal's, has a near one in the other."""

    query: float
    signal: float


class Hit(TypedDict):
    """One live signal within the radius of what was asked for: the nearest of its codes to any of the upload's.

    `view` names the signal's code, `query_view` the upload's; `picture` is the whole. What is no match (`is_match`) is
    for a person to compare, and no more. `use_mode` says what may be done; in its `shadow` a signal is less than a day
    old. `shares` are told of videos.
    """

    signal_id: str
    signal_type: str
    distance: int
    view: str
    query_view: str
    state: str
    tier: int
    behaviour_labels: list[str]
    context_flags: list[str]
    use_mode: str
    is_match: NotRequired[bool]
    shadow: NotRequired[bool]
    shares: NotRequired[Shares | None]


class FeedEntry(TypedDict):
    """One change of the feed: a signal that is live, or the tombstone (`deleted`) of one that is not, without value."""

    id: str
    signal_type: str
    state: str
    deleted: bool
    signal_value: NotRequired[str]
    views: NotRequired[list[View]]


class InventoryEntry(TypedDict):
    """One fingerprint of something that the platform hosts, under the platform's own reference."""

    content_ref: str
    signal_type: str
    signal_value: str
    content_url: NotRequired[str]


class Page(NamedTuple):
    """Some entries of a list, and where the next page starts; None at its end."""

    items: list[Record]
    next: str | None


class FeedPage(NamedTuple):
    """Some changes in their order, and the checkpoint to ask from next time: keep it once they are stored."""

    items: list[FeedEntry]
    checkpoint: str
