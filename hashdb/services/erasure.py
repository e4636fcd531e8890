"""Erasure: what the law asks to be forgotten is forgotten, and the log still verifies.

A line of the log names people by their ids only; what was said stands beside it, as a payload, and goes with its salt.
The entry of an erasure says in its own line whose payloads it took, so that one which got lost otherwise still shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from hashdb import audit
from hashdb.access import Actor
from hashdb.audit import Entry, StoredEntry
from hashdb.services import bindings, personal_keys, places, sessions
from hashdb.services.log import ERASE
from hashdb.store import Store, Write, keyspace, lists

_RANGES_OF_AN_ENTRY = 100
_MOST_OF_AN_ACT = 20_000


class Reason(StrEnum):
    """Why something is erased."""

    REQUEST = "request"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure came to."""

    payloads: int


def erase_person(store: Store, user_id: str, *, actor: Actor, now: datetime) -> Erased:
    """Forget a person: name, address, account and keys, and what the log keeps beside its lines about them.

    Their decisions stay, under an id that leads to nobody any more.
    """
    before = store.users.get(user_id)
    after = replace(before.taken(before.roles, now), name="", email="")
    write = store.users.put(after, before) + personal_keys.revoked(store, before, actor=actor, now=now)
    write += store.forget_unique(keyspace.USER_EMAILS, before.email.strip().casefold())
    write += _account_removed(store, user_id, actor, now)
    return _commit(store, audit.entry(actor, "user.erase", now, after=after), write, user_id, actor=actor, now=now)


def erase_appellant(store: Store, appeal_id: str, *, actor: Actor, now: datetime) -> Erased:
    """Forget who appealed, what they wrote and where they were written to; the decision and its reasons stay."""
    before = store.appeals.get(appeal_id)
    write = store.appeals.put(before.forgotten(now), before) + _addresses_forgotten(store, appeal_id, now)
    entry = audit.entry(actor, "appeal.erase", now, object_type="appeal", object_id=appeal_id)
    return _commit(store, entry, write, appeal_id, actor=actor, now=now)


def erase_payloads(store: Store, until: datetime, *, actor: Actor, now: datetime) -> Erased:
    """Erase the payloads of all entries from before *until*, in acts of so many at most."""
    payloads, seqs = 0, list[int]()
    for entry in store.log.everything():
        at = entry.at
        if at is not None and at >= until:
            break
        if at is not None and not entry.is_erased:
            seqs.append(entry.seq)
        if len(seqs) == _MOST_OF_AN_ACT:
            store.commit(erased(store, seqs, actor=actor, now=now, reason=Reason.RETENTION))
            payloads, seqs = payloads + len(seqs), []
    if seqs:
        store.commit(erased(store, seqs, actor=actor, now=now, reason=Reason.RETENTION))
    return Erased(payloads=payloads + len(seqs))


def erased(store: Store, seqs: Sequence[int], *, actor: Actor, now: datetime, reason: Reason) -> Write:
    """Erase the payloads of these entries, with the entries that say so."""
    ranges = places.ranges_of(seqs)
    named = [places.text_of(ranges[at : at + _RANGES_OF_AN_ENTRY]) for at in range(0, len(ranges), _RANGES_OF_AN_ENTRY)]
    entries = (audit.entry(actor, ERASE, now, object_type="audit", object_id=each, reason=reason) for each in named)
    return store.log.erase(seqs) + Write(entries=tuple(entries))


def _commit(store: Store, entry: Entry, write: Write, subject_id: str, *, actor: Actor, now: datetime) -> Erased:
    """Erase what the log keeps about the subject in the same act that forgets the rest."""
    seqs = [each.seq for each in store.log.everything() if not each.is_erased and _is_about(each, subject_id)]
    store.commit(entry, write, erased(store, seqs, actor=actor, now=now, reason=Reason.REQUEST))
    store.idempotency.forget(subject_id)
    return Erased(payloads=len(seqs))


def _is_about(entry: StoredEntry, subject_id: str) -> bool:
    return subject_id.encode() in (entry.payload or b"") or entry.fields().get("object_id") == subject_id


def _account_removed(store: Store, user_id: str, actor: Actor, now: datetime) -> Write:
    """Forget how the person signed in, sign them out, and make links to the account useless."""
    write = sessions.ended(store, store.sessions.of(user_id), actor=actor, now=now)
    account = store.accounts.find(user_id)
    if account is not None:
        write += store.accounts.remove(account) + bindings.released(store, account)
    for each in store.invitations.all_of(lists.INVITATIONS_OPEN):
        if each.user_id == user_id:
            write += store.invitations.put(replace(each, withdrawn_at=now, version=each.version + 1), each)
    return write


def _addresses_forgotten(store: Store, appeal_id: str, now: datetime) -> Write:
    write = Write()
    for before in store.deliveries.all_of(lists.deliveries_about(appeal_id)):
        if before.address is not None:
            write += store.deliveries.put(before.forgotten(now), before)
    return write
