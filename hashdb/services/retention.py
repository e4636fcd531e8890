"""What is forgotten, and when: a sweep keeps the periods of `hashdb.services.forgetting`, and readers before it comes.

What the sweep takes from the store is one entry of the log for each hundred records, which names their ids; `shown`
gives readers the same from the very second on.
"""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hashdb import audit
from hashdb.access import SYSTEM
from hashdb.audit import StoredEntry
from hashdb.errors import NotFoundError, StaleRecordError
from hashdb.records.match import Match
from hashdb.records.policy import Policy
from hashdb.services import erasure
from hashdb.services.forgetting import RULES, Rule
from hashdb.store import Store, Write

_AT_ONCE = 100
_MOST = 50_000
_SECOND = timedelta(seconds=1)

RecordT = TypeVar("RecordT")


def shown(store: Store, record: RecordT, now: datetime) -> RecordT:
    """Return a record as it may still be shown; raise NotFoundError for one of which nothing is left."""
    policy = store.policy()
    left: Any = _without_place(store, record, policy, now) if isinstance(record, Match) else record
    for rule in RULES:
        if rule.is_over(store, record, policy, now):
            left = rule.left(record, now)
    if left is None:
        raise NotFoundError(f"there is no {type(record).__name__.lower()} {getattr(record, 'id', '')}")
    kept: RecordT = left
    return kept


def _without_place(store: Store, match: Match, policy: Policy, now: datetime) -> Match:
    """Return a match as it may be shown when the request that it led to is over."""
    request = None if match.request_id is None else store.takedowns.find(match.request_id)
    if match.forgotten_at is None and any(rule.is_over(store, request, policy, now) for rule in RULES):
        return match.forgotten(now, secrets.token_hex(16))
    return match


def shown_all(store: Store, records: Sequence[RecordT], now: datetime) -> list[RecordT]:
    """Return the records of a page as they may still be shown, without those of which nothing is left."""
    found: list[RecordT] = []
    for each in records:
        try:
            found.append(shown(store, each, now))
        except NotFoundError:
            continue
    return found


def shown_entries(store: Store, entries: Sequence[StoredEntry], now: datetime) -> list[StoredEntry]:
    """Return entries of the log with the payloads that may still be shown."""
    since = now - timedelta(seconds=store.policy().keep_payloads)
    return [each if each.at is None or each.at > since else replace(each, salt=None, payload=None) for each in entries]


def sweep(store: Store, now: datetime, rules: Sequence[Rule] = RULES) -> None:
    """Forget whatever has come to its time; in the log, what was said in the last second that has."""
    policy = store.policy()
    for rule in rules:
        _sweep(store, rule, policy, now)
    until = now - timedelta(seconds=policy.keep_payloads) + _SECOND
    erasure.erase_payloads(store, until, actor=SYSTEM, now=now)


def _sweep(store: Store, rule: Rule, policy: Policy, now: datetime) -> None:
    until = (now - timedelta(seconds=rule.period(policy))).timestamp()
    due = rule.records(store).due(rule.list, until, _MOST)
    over = [each for each in due if rule.is_over(store, each, policy, now)]
    for at in range(0, len(over), _AT_ONCE):
        some = over[at : at + _AT_ONCE]
        if not _forget(store, rule, some, now):
            for each in some:  # one of them has just changed: the others go without it
                _forget(store, rule, [each], now)


def _forget(store: Store, rule: Rule, some: Sequence[Any], now: datetime) -> bool:
    entry = audit.entry(
        SYSTEM, "retention.forget", now, object_type=rule.name, object_id=some[0].id, ids=[each.id for each in some]
    )
    writes = [_left(store, rule, each, now) + rule.follow(store, each, now) for each in some]
    try:
        store.commit(entry, *writes)
    except StaleRecordError:
        return False
    return True


def _left(store: Store, rule: Rule, record: Any, now: datetime) -> Write:  # noqa: ANN401 - of the rule's kind
    left = rule.left(record, now)
    return rule.records(store).remove(record) if left is None else rule.records(store).put(left, record)
