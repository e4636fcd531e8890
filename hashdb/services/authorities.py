"""Whose designations count here: two people of different organisations decide, with reasons that are published.

Lists differ, and some are used against opposition and civil society; a register that treats all alike would become a
tool of repression. An authority counts for nothing until it was decided about.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, GuardError, InvalidInputError
from hashdb.records.register import Acceptance, Authority
from hashdb.roles import Role
from hashdb.services.contention import again_if_stale
from hashdb.store import Debt, Kind, Page, Store, Write, lists

_DECIDING = (frozenset({Role.REGISTER_EDITOR}), frozenset({Role.SENIOR_REVIEWER}))
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 60
_SHORTEST_REASONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants an authority's word to count, and why."""

    id: str
    name: str
    acceptance: Acceptance
    reasons: str


def page(store: Store, *, after: str | None, limit: int) -> Page[Authority]:
    """Return authorities by their slug."""
    return store.authorities.page(lists.AUTHORITIES, after=after, limit=limit)


def everyone(store: Store) -> list[Authority]:
    """Return all authorities: some dozens."""
    return list(store.authorities.all_of(lists.AUTHORITIES))


def propose(store: Store, wanted: Wanted, *, actor: Actor, now: datetime) -> Authority:
    """Propose what an authority's word shall count, in place of an earlier proposal; that is half of the decision."""
    _require_sound(wanted)
    before = store.authorities.find(wanted.id)
    known = before or Authority(id=wanted.id, name=wanted.name, created_at=now)
    approvals, _ = access.agreed((), actor, roles=_DECIDING, apart=True, now=now)
    after = replace(
        known,
        name=wanted.name,
        proposed=wanted.acceptance,
        proposed_reasons=wanted.reasons,
        approvals=approvals,
        version=known.version + (before is not None),
    )
    return _save(store, before, after, "propose", actor, now)


def agree(
    store: Store, authority_id: str, expected: Acceptance | None = None, *, actor: Actor, now: datetime
) -> Authority:
    """Agree to what was proposed, as another person of another organisation and office; from then on it holds.

    *expected* is what the actor has read: refused when something else is proposed by now.
    Whatever rests on an authority that is no longer accepted is looked at again.
    """
    before = store.authorities.get(authority_id)
    if before.proposed is None:
        raise GuardError(f"nothing is proposed about {authority_id}")
    if expected not in {None, before.proposed}:
        raise GuardError(f"what is proposed about {authority_id} by now is {before.proposed}")
    approvals, _ = access.agreed(before.approvals, actor, roles=_DECIDING, apart=True, now=now)
    after = replace(
        before,
        acceptance=before.proposed,
        reasons=before.proposed_reasons,
        decided_by=approvals,
        decided_at=now,
        proposed=None,
        proposed_reasons=None,
        approvals=(),
        version=before.version + 1,
    )
    lost = before.acceptance is Acceptance.ACCEPTED and after.acceptance is not Acceptance.ACCEPTED
    return _save(store, before, after, "agree", actor, now, _looked_at_again(store, after, now) if lost else Write())


@again_if_stale
def ensure(store: Store, authority_id: str, name: str, *, actor: Actor, now: datetime) -> None:
    """Make an authority known whose list is taken in; its word counts nothing yet."""
    if store.authorities.find(authority_id) is None:
        _save(store, None, Authority(id=authority_id, name=name, created_at=now), "create", actor, now)


def _save(
    store: Store,
    before: Authority | None,
    after: Authority,
    word: str,
    actor: Actor,
    now: datetime,
    follow: Write | None = None,
) -> Authority:
    said = {"acceptance": after.proposed or after.acceptance, "reasons": after.proposed_reasons or after.reasons}
    entry = audit.entry(actor, f"authority.{word}", now, before=before, after=after, **said)
    store.commit(entry, store.authorities.put(after, before), follow or Write())
    return after


def _looked_at_again(store: Store, authority: Authority, now: datetime) -> Write:
    owed = Write()
    for entry in store.register.all_of(lists.entries_of(authority.id)):
        owed += store.ledger.owe(Debt(kind=Kind.FOLLOW_DELISTING, subject_id=entry.id), now)
    return owed


def _require_sound(wanted: Wanted) -> None:
    if len(wanted.id) > _LONGEST_SLUG or not _SLUG.fullmatch(wanted.id):
        raise InvalidInputError(FieldProblem("id", "must be words of a-z and 0-9 with hyphens between, such as un-sc"))
    if len(wanted.reasons.strip()) < _SHORTEST_REASONS:
        rule = f"must have at least {_SHORTEST_REASONS} characters; they are published"
        raise InvalidInputError(FieldProblem("reasons", rule))
