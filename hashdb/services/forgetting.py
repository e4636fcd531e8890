"""The periods of 9.13: which records, since when they have ended, and what stays of them afterwards.

A list is scored by when something ended. `hashdb.services.retention` keeps the rules.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hashdb.lifecycles import takedown as takedown_life
from hashdb.records.alert import Alert
from hashdb.records.appeal import Appeal
from hashdb.records.match import Match
from hashdb.records.policy import Policy
from hashdb.records.register import Import
from hashdb.records.signal import Signal
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import Delivery
from hashdb.services import repeats
from hashdb.store import Store, Write, lists
from hashdb.store.lists import Scores
from hashdb.store.records import Records


@dataclass(frozen=True, slots=True)
class Rule:
    """One period: which records, since when they have ended, and what stays of them afterwards."""

    name: str
    kind: type
    records: Callable[[Store], Records[Any]]
    scores: Callable[[Any], Scores]
    list: str
    period: Callable[[Policy], int]
    left: Callable[[Any, datetime], Any]
    waits: Callable[[Store, Any], bool] = lambda _store, _record: False
    follow: Callable[[Store, Any, datetime], Write] = lambda _store, _record, _now: Write()

    def is_over(self, store: Store, record: object, policy: Policy, now: datetime) -> bool:
        """Whether the time of a record has come."""
        ended = self.scores(record).get(self.list) if isinstance(record, self.kind) else None
        return ended is not None and ended + self.period(policy) <= now.timestamp() and not self.waits(store, record)


def _nothing(_record: object, _now: datetime) -> None:
    return None


def _request(record: TakedownRequest, now: datetime) -> TakedownRequest:
    return record.forgotten(now, secrets.token_hex(16))


def _match(record: Match, now: datetime) -> Match:
    return record.forgotten(now, secrets.token_hex(16))


def _appeal(record: Appeal, now: datetime) -> Appeal:
    return record.forgotten(now)


def _delivery(record: Delivery, now: datetime) -> Delivery:
    return record.forgotten(now)


def _was_live(store: Store, signal: Signal) -> bool:
    """Whether something was found while the signal was live, in an earlier case of the same value."""
    return signal.activated_at is not None or store.matches.count(lists.matches_of(signal.id)) > 0


def _is_appealed(store: Store, request: TakedownRequest) -> bool:
    """Whether somebody still has to decide about the request or a signal that it rests on, or to reinstate content."""
    if request.state is takedown_life.State.REINSTATEMENT_REQUESTED:
        return True
    subjects = {request.id, *(each.signal_id for each in request.items if each.signal_id)}
    appeals = (each for subject in subjects for each in store.appeals.all_of(lists.appeals_about(subject)))
    return any(each.closed_at is None for each in appeals)


def _matches_of(store: Store, request: TakedownRequest, now: datetime) -> Write:
    """Forget where the content of a request is in the matches that it was about, and among what is held, too."""
    found = store.matches.many([each.match_id for each in request.items if each.match_id])
    known = [each for each in found if each.request_id == request.id and each.forgotten_at is None]
    held = repeats.forgotten(store, request)
    return sum((store.matches.put(_match(each, now), each) for each in known), held)


def _mails_of(store: Store, appeal: Appeal, now: datetime) -> Write:
    """Forget where the appellant was written to."""
    mails = store.deliveries.all_of(lists.deliveries_about(appeal.id))
    return sum((store.deliveries.put(each.forgotten(now), each) for each in mails if each.address), Write())


def _is_latest(store: Store, record: Import) -> bool:
    """Whether the next list of this source will be compared with this one."""
    if record.source is None:
        return False
    latest = store.imports.first(lists.imports_of(record.source), skip=0, limit=1)
    return any(each.id == record.id for each in latest)


RULES: tuple[Rule, ...] = (
    Rule(
        "signal",
        Signal,
        lambda store: store.signals,
        lists.signal_lists,
        lists.SIGNALS_REJECTED,
        lambda policy: policy.keep_rejected_signals,
        _nothing,
        _was_live,
    ),
    Rule(
        "match",
        Match,
        lambda store: store.matches,
        lists.match_lists,
        lists.MATCHES_FORGOTTEN,
        lambda policy: policy.keep_false_matches,
        _nothing,
    ),
    Rule(
        "match",
        Match,
        lambda store: store.matches,
        lists.match_lists,
        lists.MATCHES_ENDED,
        lambda policy: policy.keep_content_references,
        _match,
    ),
    Rule(
        "request",
        TakedownRequest,
        lambda store: store.takedowns,
        lists.takedown_lists,
        lists.TAKEDOWNS_CLOSED,
        lambda policy: policy.keep_content_references,
        _request,
        _is_appealed,
        _matches_of,
    ),
    Rule(
        "appeal",
        Appeal,
        lambda store: store.appeals,
        lists.appeal_lists,
        lists.APPEALS_CLOSED,
        lambda policy: policy.keep_appellants,
        _appeal,
        follow=_mails_of,
    ),
    Rule(
        "delivery",
        Delivery,
        lambda store: store.deliveries,
        lists.delivery_lists,
        lists.DELIVERIES_SETTLED,
        lambda policy: policy.keep_attempts,
        _delivery,
    ),
    Rule(
        "alert",
        Alert,
        lambda store: store.alerts,
        lists.alert_lists,
        lists.ALERTS_HANDLED,
        lambda policy: policy.keep_settled,
        _nothing,
    ),
    Rule(
        "import",
        Import,
        lambda store: store.imports,
        lists.import_lists,
        lists.IMPORTS_KEPT,
        lambda policy: policy.keep_settled,
        _nothing,
        _is_latest,
    ),
)
