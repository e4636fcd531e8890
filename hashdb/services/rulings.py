"""The decision of an appeal: by an officer who never touched the case, by two where an entry of the register is meant.

What is upheld is owed from that moment on (`remedies`). What an outside body has found is recorded by another officer
than the one whom it overruled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb import access
from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.lifecycles.appeal import State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.appeal import Appeal, AppealGround, AppealSubject, Remedy, RemedyKind
from hashdb.services import alerts, appeals, cases, steps, triage
from hashdb.store import Debt, Kind, Store, Write

_STEPS_TO_DECIDE = frozenset({Step.UPHOLD, Step.UPHOLD_PARTLY, Step.DISMISS, Step.FIND_INADMISSIBLE})
# Only content that is no terrorist content at all is kept off the list for good.
_HARMLESS = frozenset({AppealGround.NOT_TVEC, AppealGround.FALSE_MATCH, AppealGround.EXEMPT_CONTEXT})

_ENDING_A_SIGNAL = frozenset({RemedyKind.WITHDRAW_SIGNAL, RemedyKind.NEGATIVE_LIST})


class Verdict(StrEnum):
    """What an officer can decide."""

    UPHOLD = "uphold"
    UPHOLD_PARTLY = "uphold_partly"
    DISMISS = "dismiss"


class Finding(StrEnum):
    """What an outside body can find."""

    OVERTURN = "overturn"
    AFFIRM = "affirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision and its reasons, which the appellant reads; of the remedies a part, if it is upheld in part."""

    verdict: Verdict
    reasons: str
    remedies: Sequence[RemedyKind] = ()


def decide(store: Store, appeal_id: str, ruling: Ruling, *, actor: Actor, now: datetime) -> Appeal:
    """Decide an appeal; about an entry of the register the second of two officers who agree does."""
    before = store.appeals.get(appeal_id)
    step = Step(ruling.verdict.value)
    before.advance(step)
    cases.require_uninvolved(store, before, [before.subject_id or ""], actor)
    chosen = _chosen(before, ruling)
    decided = triage.decision(step, None, actor, now)
    if before.subject_type is AppealSubject.REGISTER_ENTRY and not _is_second(before, ruling.verdict, actor):
        return _first(store, before, ruling.verdict, ruling.reasons, actor, now)
    after = replace(
        before.advance(step),
        reasons=ruling.reasons,
        remedies=chosen,
        decisions=(*before.decisions, decided),
    )
    return _taken(store, before, _decided(store, after, now), step, actor, now)


def record_finding(
    store: Store,
    appeal_id: str,
    finding: Finding,
    reasons: str,
    subject_id: str | None = None,
    *,
    actor: Actor,
    now: datetime,
) -> Appeal:
    """Record what an outside body found, as another officer than those whom it looked at."""
    before = store.appeals.get(appeal_id)
    step = Step(finding.value)
    after = before.advance(step)
    deciders = [each.user_id for each in before.decisions if each.step in _STEPS_TO_DECIDE | {Step.SECOND}]
    access.require_another_person(actor, deciders)
    subject = before.subject_id or subject_id
    if step is Step.OVERTURN and (subject is None or not cases.exists(store, before.subject_type, subject)):
        raise InvalidInputError(FieldProblem("subject_id", "must name what the appeal is about"))
    cases.require_uninvolved(store, before, [subject or ""], actor)
    if step is Step.OVERTURN:
        triage.require_ours(store, before.subject_type, subject or "")
        if before.subject_type is AppealSubject.REGISTER_ENTRY and not _is_second(before, finding, actor):
            return _first(store, replace(before, subject_id=subject), finding, reasons, actor, now)
    decided = triage.decision(step, None, actor, now)
    after = replace(after, subject_id=subject, reasons=reasons, decisions=(*before.decisions, decided))
    if step is Step.AFFIRM:
        after = replace(after, closed_at=now, due_at=None)
        told = appeals.mailed(store, after, "appeal.decided", now)
        told += alerts.settled(store, AlertKind.APPEAL_OVERDUE, before.id, now=now)
        return steps.take(store, store.appeals, before, after, step, actor=actor, now=now, follow=told)
    after = replace(after, remedies=planned(after))
    return _taken(store, before, _decided(store, after, now), step, actor, now)


def planned(appeal: Appeal) -> tuple[Remedy, ...]:
    """Return everything that is to be done when an appeal is upheld."""
    harmless = () if _HARMLESS.isdisjoint(appeal.grounds) else (RemedyKind.NEGATIVE_LIST,)
    kinds = {
        AppealSubject.SIGNAL: (RemedyKind.WITHDRAW_SIGNAL, *harmless, RemedyKind.REINSTATE),
        AppealSubject.INCIDENT_LABEL: (RemedyKind.WITHDRAW_SIGNAL, *harmless, RemedyKind.REINSTATE),
        AppealSubject.TAKEDOWN_REQUEST: (RemedyKind.REINSTATE,),
        AppealSubject.REGISTER_ENTRY: (RemedyKind.SUSPEND_ENTRY,),
        AppealSubject.MEMBER_SUSPENSION: (RemedyKind.OTHER,),
    }[appeal.subject_type]
    return tuple(Remedy(kind=each, subject_id=appeal.subject_id or "") for each in kinds)


def _chosen(appeal: Appeal, ruling: Ruling) -> tuple[Remedy, ...]:
    """Return what is to be done: all of it, a part of it, or that what was paused or challenged is no more."""
    if ruling.verdict is Verdict.DISMISS:
        challenged = appeal.subject_type is AppealSubject.REGISTER_ENTRY
        ended = Remedy(kind=RemedyKind.REINSTATE_ENTRY, subject_id=appeal.subject_id or "")
        return (ended,) if challenged else _resumed(appeal)
    everything = planned(appeal)
    if ruling.verdict is Verdict.UPHOLD:
        return everything
    chosen = tuple(each for each in everything if each.kind in ruling.remedies)
    if not chosen or len(chosen) < len(set(ruling.remedies)):
        possible = ", ".join(each.kind for each in everything)
        raise InvalidInputError(FieldProblem("remedies", f"must name some of these: {possible}"))
    return chosen if _ENDING_A_SIGNAL & {each.kind for each in chosen} else (*chosen, *_resumed(appeal))


def _resumed(appeal: Appeal) -> tuple[Remedy, ...]:
    """Return that the signal is paused no more, if it was because of the appeal."""
    return (Remedy(kind=RemedyKind.RESUME_SIGNAL, subject_id=appeal.subject_id or ""),) * appeal.paused


def _first(store: Store, before: Appeal, word: Verdict | Finding, reasons: str, actor: Actor, now: datetime) -> Appeal:
    """Propose a decision about an entry of the register; another officer who agrees decides."""
    first = triage.decision(Step.SECOND, None, actor, now)
    after = replace(
        before.advance(Step.SECOND), proposed=str(word), reasons=reasons, decisions=(*before.decisions, first)
    )
    return steps.take(store, store.appeals, before, after, Step.SECOND, actor=actor, now=now)


def _is_second(appeal: Appeal, word: Verdict | Finding, actor: Actor) -> bool:
    """Whether another officer has proposed the very same before."""
    if appeal.proposed != word:
        return False
    first = [each.user_id for each in appeal.decisions if each.step == Step.SECOND][-1:]
    access.require_another_person(actor, first)
    return True


def _decided(store: Store, appeal: Appeal, now: datetime) -> Appeal:
    dismissed = appeal.state is State.DISMISSED
    external = timedelta(seconds=store.policy().external_review_within)
    due = now + (external if dismissed else appeals.REMEDIED_WITHIN)
    return replace(appeal, decision=str(appeal.state), decided_at=now, due_at=due)


def _taken(store: Store, before: Appeal, after: Appeal, step: Step, actor: Actor, now: datetime) -> Appeal:
    follow = alerts.settled(store, AlertKind.APPEAL_OVERDUE, before.id, now=now)
    follow += appeals.mailed(store, after, "appeal.decided", now)
    owed = store.ledger.owe(Debt(kind=Kind.REMEDY, subject_id=after.id), now) if after.remedies else Write()
    return steps.take(store, store.appeals, before, after, step, actor=actor, now=now, follow=follow + owed)
