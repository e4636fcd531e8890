"""The register: who decides about an entry, and whether something may rest on it.

A file alone neither lists nor delists anybody. An entry is usable once a second person has approved it, and as long as
an authority that is accepted here designates it; who asks gets a `Write` that holds the answer until the act is done.
Entries come from `proposals` and `imports` and are read in `entries`; what a delisting means is in `delistings`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hashdb import access, audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, GuardError, InvalidInputError
from hashdb.lifecycles.register_entry import State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.register import Acceptance, Authority, Designation, RegisterEntry, Source
from hashdb.records.signal import Decision
from hashdb.roles import Role
from hashdb.services import alerts, cases, steps
from hashdb.store import Debt, Kind, Store, Write

# Two people of different offices stand behind a suspension.
_SUSPENDING = (frozenset({Role.SENIOR_REVIEWER}), frozenset({Role.APPEALS_OFFICER}))


def require_usable(store: Store, entry_id: str, now: datetime) -> Write:
    """Require that something may rest on the entry, and still may when the act is written; else GuardError."""
    entry = store.register.find(entry_id)
    if entry is None:
        raise GuardError(f"there is no entry {entry_id} in the register")
    if not entry.is_usable:
        raise GuardError(f"the entry {entry_id} of the register is {entry.state}; nothing may rest on it")
    return store.register.unchanged(entry) + _require_accepted(store, entry, entry.designations, now)


def is_ground(store: Store, entry: RegisterEntry, now: datetime) -> bool:
    """Whether signals may go on resting on the entry: it is not delisted, and an accepted authority designates it."""
    return entry.state is not State.DELISTED and bool(_accepted(store, entry.designations, now))


def approve(store: Store, entry_id: str, note: str | None, *, actor: Actor, now: datetime) -> RegisterEntry:
    """Make a proposal a ground, as another person than its author."""
    before = store.register.get(entry_id)
    before.advance(Step.APPROVE)
    access.require_another_person(actor, [before.proposed_by])
    accepted = _require_accepted(store, before, _not_vanished(before), now)
    after = replace(before.advance(Step.APPROVE), review_due_at=_next_review(store, before, now))
    return decided(store, before, after, Step.APPROVE, note, actor=actor, now=now, follow=accepted)


def refuse(store: Store, entry_id: str, note: str | None, *, actor: Actor, now: datetime) -> RegisterEntry:
    """Refuse a proposal, as another person than its author; a list that still has it does not propose it again."""
    before = store.register.get(entry_id)
    after = before.advance(Step.REFUSE)
    access.require_another_person(actor, [before.proposed_by])
    return decided(store, before, after, Step.REFUSE, _needed(note), actor=actor, now=now)


def challenge(store: Store, entry_id: str, *, actor: Actor, now: datetime) -> Write:
    """Flag an entry of which an appeal was admitted; it stays usable until that is decided."""
    before = store.register.get(entry_id)
    after = _changed(before.advance(Step.CHALLENGE), now)
    return steps.written(store, store.register, before, after, Step.CHALLENGE, actor=actor, now=now)


def suspend(store: Store, entry_id: str, note: str | None, *, actor: Actor, now: datetime) -> RegisterEntry:
    """Agree to suspend an entry; with the second of two people, of another office, nothing new may rest on it."""
    before = store.register.get(entry_id)
    before.advance(Step.SUSPEND)
    approvals, complete = access.agreed(before.approvals, actor, roles=_SUSPENDING, apart=False, now=now)
    step = Step.SUSPEND if complete else Step.AGREE
    after = replace(before.advance(step), approvals=() if complete else approvals)
    return decided(store, before, after, step, _needed(note), actor=actor, now=now)


def suspend_on_appeal(store: Store, entry_id: str, *, actor: Actor, now: datetime) -> Write:
    """Suspend an entry because an appeal was upheld: two officers stand behind that already, *actor* is one of them."""
    before = store.register.get(entry_id)
    after = replace(_changed(before.advance(Step.SUSPEND), now), approvals=())
    return steps.written(store, store.register, before, after, Step.SUSPEND, actor=actor, now=now)


def reinstate(store: Store, entry_id: str, note: str | None, *, actor: Actor, now: datetime) -> RegisterEntry:
    """End a challenge that is decided, or agree to end a suspension: that takes two offices, as it did to suspend.

    Only where an accepted authority still designates the entry.
    """
    before = store.register.get(entry_id)
    before.advance(Step.REINSTATE)
    if cases.open_about(store, entry_id):
        raise GuardError("an appeal about this entry is open: its officers decide first")
    accepted = _require_accepted(store, before, _not_vanished(before), now)
    approvals, complete = before.approvals, True
    if before.state is State.SUSPENDED:
        approvals, complete = access.agreed(approvals, actor, roles=_SUSPENDING, apart=False, now=now)
    step = Step.REINSTATE if complete else Step.AGREE
    after = replace(before.advance(step), approvals=() if complete else approvals)
    return decided(store, before, after, step, _needed(note), actor=actor, now=now, follow=accepted)


def delist(store: Store, entry_id: str, note: str | None, *, actor: Actor, now: datetime) -> RegisterEntry:
    """Confirm that no accepted authority designates the entry any more; what rests on it is looked at again.

    Refused while a list still has it: then it can be suspended. A designation that no list brought ends by this word.
    """
    before = store.register.get(entry_id)
    delisted = before.advance(Step.DELIST)
    listed = [each for each in _not_vanished(before) if each.source is not Source.MANUAL]
    if _accepted(store, listed, now):
        raise GuardError("the latest list still has the entry; it can be suspended, not delisted")
    ended = tuple(
        each if each in listed else replace(each, ended_at=each.ended_at or now) for each in before.designations
    )
    after = replace(delisted, designations=ended, delisted_at=now, review_due_at=None, approvals=())
    owed = store.ledger.owe(Debt(kind=Kind.FOLLOW_DELISTING, subject_id=entry_id), now)
    owed += alerts.settled(store, AlertKind.VANISHED, entry_id, now=now)
    return decided(store, before, after, Step.DELIST, _needed(note), actor=actor, now=now, follow=owed)


def relist(store: Store, entry_id: str, note: str | None, *, actor: Actor, now: datetime) -> RegisterEntry:
    """Propose an entry again that was delisted; what its list names again, or an editor stated, holds again."""
    before = store.register.get(entry_id)
    relisted = before.advance(Step.RELIST)
    again = tuple(each if each.vanished_at else replace(each, ended_at=None) for each in before.designations)
    proposer = access.require_person(actor)
    after = replace(relisted, designations=again, delisted_at=None, flags=(), proposed_by=proposer)
    return decided(store, before, after, Step.RELIST, _needed(note), actor=actor, now=now)


def act(store: Store, entry: RegisterEntry, now: datetime) -> None:
    """Have somebody look at an entry whose review is due, or of which a designation has ended by its date."""
    if entry.review_due_at is None or entry.review_due_at > now:
        return
    after = replace(entry, review_due_at=_next_review(store, entry, now), version=entry.version + 1)
    ended = not _accepted(store, entry.designations, now)
    kind = AlertKind.DELISTING if ended else AlertKind.OVERDUE
    raised = alerts.raised(store, kind, "register_entry", entry.id, now=now)
    noted = audit.entry(SYSTEM, "register.review_due", now, before=entry, after=after)
    store.commit(noted, store.register.put(after, entry), raised)


def decided(
    store: Store,
    before: RegisterEntry,
    after: RegisterEntry,
    step: Step,
    note: str | None,
    *,
    actor: Actor,
    now: datetime,
    follow: Write = steps.NOTHING,
) -> RegisterEntry:
    """Take a person's step, with who it was and why."""
    decision = Decision(
        user_id=access.require_person(actor),
        member_id=actor.member_id,
        group_id=actor.group_id,
        step=step,
        note=note,
        decided_at=now,
    )
    changed = replace(_changed(after, now), decisions=(*before.decisions, decision))
    return steps.take(store, store.register, before, changed, step, actor=actor, now=now, follow=follow, note=note)


def _changed(entry: RegisterEntry, now: datetime) -> RegisterEntry:
    return replace(entry, updated_at=now)


def _needed(note: str | None) -> str:
    if note is None or not note.strip():
        raise InvalidInputError(FieldProblem("note", "is needed: say why"))
    return note


def _accepted(store: Store, designations: Iterable[Designation], now: datetime) -> list[Authority]:
    """Return the authorities whose word counts here and among whose designations one holds."""
    named = sorted({each.authority for each in designations if each.holds(now.date())})
    return [each for each in store.authorities.many(named) if each.acceptance is Acceptance.ACCEPTED]


def _not_vanished(entry: RegisterEntry) -> list[Designation]:
    """Return the designations that their lists still have: what has vanished counts until an editor confirms it."""
    return [each for each in entry.designations if each.vanished_at is None]


def _require_accepted(store: Store, entry: RegisterEntry, designations: Iterable[Designation], now: datetime) -> Write:
    accepted = _accepted(store, designations, now)
    if not accepted:
        raise GuardError(f"no authority that is accepted here designates the entry {entry.id}")
    return store.authorities.unchanged(accepted[0])


def _next_review(store: Store, entry: RegisterEntry, now: datetime) -> datetime:
    """Return when somebody has to look at the entry again: after a while, or once the next designation has ended."""
    if not _accepted(store, entry.designations, now):
        return now + timedelta(seconds=store.policy().delisting_review_within)
    ends = (each.end_date for each in entry.designations if each.end_date is not None and each.holds(now.date()))
    usual = now + timedelta(seconds=store.policy().review_after)
    return min((usual, *(datetime.combine(end, time(), UTC) for end in ends)))
