"""What an officer does with an appeal before deciding it: find out what it is about, admit it or not, ask.

From its admission on the signal is paused, unless the officer finds the appeal manifestly unfounded: not from its
lodging, or anybody could switch the list off.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from hashdb import access
from hashdb.access import Actor
from hashdb.addresses import canonical_or_same
from hashdb.errors import FieldProblem, GuardError, InvalidInputError
from hashdb.ids import is_id
from hashdb.lifecycles import register_entry
from hashdb.lifecycles.appeal import Step
from hashdb.records.alert import AlertKind
from hashdb.records.appeal import Appeal, AppealSubject
from hashdb.records.signal import Decision
from hashdb.records.webhook import Priority
from hashdb.services import alerts, appeals, cases, pauses, register, repeats, requests, steps
from hashdb.store import Store, Write

ABOUT_SIGNALS = frozenset({AppealSubject.SIGNAL, AppealSubject.INCIDENT_LABEL})


def candidates(store: Store, appeal: Appeal) -> list[str]:
    """Return the ids of what the appellant may mean.

    That is the id as written, the signals of the very file or address, and the last request about the content at that
    address with the signals it rests on.
    """
    written = "" if appeal.subject_ref is None else store.sealer.open(appeal.subject_ref).strip()
    if is_id(written, cases.PREFIXES[appeal.subject_type]):
        return [written] if cases.exists(store, appeal.subject_type, written) else []
    is_address = written.startswith(("http://", "https://"))
    asked = repeats.last_about(store, written) if is_address else None
    if appeal.subject_type not in ABOUT_SIGNALS:
        return [asked] if asked is not None and appeal.subject_type is AppealSubject.TAKEDOWN_REQUEST else []
    found = [] if asked is None else list[str | None](requests.signals_of(store.takedowns.get(asked)))
    if appeal.file_digest is not None:
        found += store.signals.ids_of("sha256", [bytes.fromhex(store.sealer.open(appeal.file_digest))])
    if is_address:
        found += store.signals.ids_of("url_sha256", [sha256(canonical_or_same(written).encode()).digest()])
    return list(dict.fromkeys(each for each in found if each is not None))


def admit(
    store: Store,
    appeal_id: str,
    subject_id: str | None = None,
    *,
    manifestly_unfounded: bool = False,
    note: str | None = None,
    actor: Actor,
    now: datetime,
) -> Appeal:
    """Admit an appeal about *subject_id*, or about the only thing that it can mean."""
    before = store.appeals.get(appeal_id)
    admitted = before.advance(Step.ADMIT)
    subject = _subject(store, before, subject_id)
    cases.require_uninvolved(store, before, [subject], actor)
    require_ours(store, before.subject_type, subject)
    urgent = before.priority is Priority.URGENT or _in_crisis(store, before, subject)
    decide_by = _no_later(before, store, urgent=urgent)
    after = replace(
        admitted,
        subject_id=subject,
        manifestly_unfounded=manifestly_unfounded,
        priority=Priority.URGENT if urgent else before.priority,
        decide_by=decide_by,
        due_at=decide_by,
        decisions=(*before.decisions, decision(Step.ADMIT, note, actor, now)),
    )
    after, follow = (after, Write()) if manifestly_unfounded else _paused(store, after, actor, now)
    follow += alerts.settled(store, AlertKind.APPEAL_OVERDUE, before.id, now=now)
    return steps.take(store, store.appeals, before, after, Step.ADMIT, actor=actor, now=now, follow=follow, note=note)


def find_inadmissible(store: Store, appeal_id: str, reasons: str, *, actor: Actor, now: datetime) -> Appeal:
    """Send an appeal back, with reasons; it may be lodged again, and an outside body may be asked."""
    before = store.appeals.get(appeal_id)
    step = Step.FIND_INADMISSIBLE
    after = before.advance(step)
    cases.require_uninvolved(store, before, candidates(store, before), actor, repeat=True)
    after = replace(
        after,
        reasons=reasons,
        decision=str(after.state),
        decided_at=now,
        due_at=now + timedelta(seconds=store.policy().external_review_within),
        decisions=(*before.decisions, decision(step, None, actor, now)),
    )
    follow = alerts.settled(store, AlertKind.APPEAL_OVERDUE, before.id, now=now)
    follow += appeals.mailed(store, after, "appeal.decided", now)
    return steps.take(store, store.appeals, before, after, step, actor=actor, now=now, follow=follow)


def ask(store: Store, appeal_id: str, question: str, *, actor: Actor, now: datetime) -> Appeal:
    """Ask the appellant; the clock stands still until they answer, or have let the time for it pass."""
    before = store.appeals.get(appeal_id)
    due = now + timedelta(seconds=store.policy().appellant_waits)
    after = replace(before.advance(Step.ASK), question=question, asked_at=now, due_at=due)
    access.require_person(actor)
    cases.require_uninvolved(store, before, [before.subject_id or ""], actor)
    told = appeals.mailed(store, after, "appeal.question", now, due)
    return steps.take(store, store.appeals, before, after, Step.ASK, actor=actor, now=now, follow=told)


def require_ours(store: Store, subject_type: AppealSubject, subject: str) -> None:
    """Raise GuardError for an order: what became of it is for its authority and the courts to say, not for officers."""
    if subject_type is AppealSubject.TAKEDOWN_REQUEST and store.takedowns.get(subject).order is not None:
        raise GuardError("an order is contested with the authority that issued it; say so, as inadmissible")


def decision(step: Step, note: str | None, actor: Actor, now: datetime) -> Decision:
    """Return what an officer decided."""
    return Decision(
        user_id=access.require_person(actor),
        member_id=actor.member_id,
        group_id=actor.group_id,
        step=step,
        note=note,
        decided_at=now,
    )


def _subject(store: Store, appeal: Appeal, subject_id: str | None) -> str:
    possible = candidates(store, appeal) if subject_id is None else [subject_id]
    if len(possible) != 1 or not cases.exists(store, appeal.subject_type, possible[0]):
        kind = f"{cases.PREFIXES[appeal.subject_type]}_..."
        raise InvalidInputError(FieldProblem("subject_id", f"must name what the appeal is about ({kind})"))
    return possible[0]


def _in_crisis(store: Store, appeal: Appeal, subject: str) -> bool:
    return appeal.subject_type in ABOUT_SIGNALS and store.signals.get(subject).claim.ground.incident_id is not None


def _no_later(appeal: Appeal, store: Store, *, urgent: bool) -> datetime:
    soon = appeal.received_at + timedelta(seconds=store.policy().crisis_appeal_within)
    usual = appeal.decide_by or soon
    return min(usual, soon) if urgent else usual


def _paused(store: Store, appeal: Appeal, actor: Actor, now: datetime) -> tuple[Appeal, Write]:
    """Pause or flag what the appeal is about, where that is a thing to be paused or flagged."""
    subject = appeal.subject_id or ""
    if appeal.subject_type in ABOUT_SIGNALS:
        return pauses.paused(store, subject, appeal, actor=actor, now=now)
    if appeal.subject_type is AppealSubject.REGISTER_ENTRY:
        entry = store.register.get(subject)
        if register_entry.LIFECYCLE.allows(entry.state, register_entry.Step.CHALLENGE):
            return appeal, register.challenge(store, subject, actor=actor, now=now)
    return appeal, Write()
