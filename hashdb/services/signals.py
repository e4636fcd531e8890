"""Read signals and decide about them: two people of other members, opinions, disputes, expiry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb import access, audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, ForbiddenError, InvalidInputError, NotFoundError, StaleRecordError
from hashdb.ids import new_id
from hashdb.lifecycles.signal import ENDED, LIVE, State, Step
from hashdb.records.member import Role
from hashdb.records.policy import Policy
from hashdb.records.signal import Decision, Opinion, OpinionReason, ReviewReason, Signal, Stance
from hashdb.services import activation
from hashdb.store import Store, Write, lists
from hashdb.store.columns import RowChange


class Verdict(StrEnum):
    """What a reviewer can decide about a signal."""

    APPROVE = "approve"
    REJECT = "reject"
    UPHOLD = "uphold"
    WITHDRAW = "withdraw"
    RELEASE = "release"


_STEPS = {
    Verdict.REJECT: Step.REJECT,
    Verdict.WITHDRAW: Step.WITHDRAW,
    Verdict.RELEASE: Step.RELEASE,
}
_SENIOR = (Role.SENIOR_REVIEWER,)
_MAY_WITHDRAW = (Role.SENIOR_REVIEWER, Role.APPEALS_OFFICER)
_NEED_REASON = {Verdict.REJECT, Verdict.WITHDRAW, Verdict.UPHOLD, Verdict.RELEASE}


def get(store: Store, signal_id: str, *, actor: Actor) -> Signal:
    """Return a signal; for a submitter only its own exist."""
    signal = store.signals.get(signal_id)
    if actor.role == Role.PLATFORM_SUBMITTER and signal.submission_of(actor.member_id) is None:
        raise NotFoundError(f"there is no signal {signal_id}")
    return signal


def review(
    store: Store,
    signal_id: str,
    verdict: Verdict,
    *,
    reason: ReviewReason | None = None,
    note: str | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """Decide about a signal as a person who has no part in it and has not decided in this case before."""
    before = store.signals.get(signal_id)
    policy = store.policy()
    step = _step(before, verdict, policy)
    before.advance(step)
    _require_role(actor, before, verdict, policy)
    access.require_outsider(actor, before.concerned_groups())
    access.require_another_person(actor, before.deciders())
    if verdict in _NEED_REASON and not reason:
        raise InvalidInputError(FieldProblem("reason", f"is needed to {verdict}"))
    decided = _with_decision(before, step, reason, note, actor, now)
    signal = _AFTERMATH.get(step, _plain)(decided, step, policy, now)
    entry = audit.entry(actor, f"signal.{step}", now, before=before, after=signal, reason=reason, note=note)
    store.commit(entry, store.signals.put(signal, before), _follow(store, signal, now))
    return signal


def give_opinion(
    store: Store,
    signal_id: str,
    stance: Stance,
    reason: OpinionReason,
    *,
    note: str | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """Record a member's opinion, in place of its earlier one; a negative one pauses a live signal."""
    before = store.signals.get(signal_id)
    if before.state not in LIVE | {State.DISPUTED} and before.submission_of(actor.member_id) is None:
        raise NotFoundError(f"there is no signal {signal_id}")
    if before.state in ENDED:
        before.advance(Step.DISPUTE)
    signal = with_opinion(before, stance, reason, note, store.policy(), actor, now)
    entry = audit.entry(
        actor, "opinion.give", now, before=before, after=signal, reason=reason, stance=stance, note=note
    )
    store.commit(entry, store.signals.put(signal, before))
    return signal


def with_opinion(
    before: Signal,
    stance: Stance,
    reason: OpinionReason,
    note: str | None,
    policy: Policy,
    actor: Actor,
    now: datetime,
) -> Signal:
    """Return the signal with the member's opinion; a negative one disputes a live signal, unless it was overruled."""
    opinion = Opinion(
        id=new_id("opn", now), member_id=actor.member_id, stance=stance, reason=reason, note=note, given_at=now
    )
    others = tuple(each for each in before.opinions if each.member_id != actor.member_id)
    signal = replace(before, opinions=(*others, opinion), version=before.version + 1)
    if stance is Stance.NEGATIVE and signal.state in LIVE and not signal.has_overruled(opinion):
        return activation.disputed(signal, policy, now)
    return signal


def feed(store: Store, *, after: str | None, limit: int) -> tuple[list[Signal], str | None]:
    """Return the signals that changed behind the checkpoint, as they are now, and the checkpoint to go on from."""
    changes: list[RowChange] = store.signals.columns.changes_after(after or "0-0", limit)
    unique = list(dict.fromkeys(change.id for change in changes))
    return store.signals.many(unique), changes[-1].checkpoint if changes else after


def expire_due(store: Store, now: datetime, limit: int = 1_000) -> int:
    """Write down the end of signals whose time is over; matching and feed do not wait for it."""
    ended = 0
    for before in store.signals.due(lists.SIGNALS_ENDING, now.timestamp(), limit):
        signal = before.advance(Step.EXPIRE)
        entry = audit.entry(SYSTEM, "signal.expire", now, before=before, after=signal)
        try:
            store.commit(entry, store.signals.put(signal, before))
        except StaleRecordError:
            continue
        ended += 1
    return ended


def _step(signal: Signal, verdict: Verdict, policy: Policy) -> Step:
    """Return the step that a verdict means in the signal's present state."""
    enough = activation.is_corroborated(signal, policy)
    if verdict is Verdict.UPHOLD:
        return Step.UPHOLD if enough else Step.UPHOLD_UNCORROBORATED
    if verdict is not Verdict.APPROVE:
        return _STEPS[verdict]
    if signal.state is State.PENDING_REVIEW:
        return Step.APPROVE_FIRST
    if signal.state is not State.PENDING_SECOND:
        return Step.APPROVE
    return Step.APPROVE if enough else Step.AWAIT_CORROBORATION


def _require_role(actor: Actor, signal: Signal, verdict: Verdict, policy: Policy) -> None:
    roles: tuple[Role, ...] = {
        Verdict.WITHDRAW: _MAY_WITHDRAW,
        Verdict.UPHOLD: _SENIOR,
        Verdict.RELEASE: _SENIOR,
        Verdict.REJECT: policy.first_review_roles,
        Verdict.APPROVE: policy.first_review_roles
        if signal.state is State.PENDING_REVIEW
        else policy.second_review_roles,
    }[verdict]
    if actor.role not in roles:
        raise ForbiddenError(f"to {verdict} a signal that is {signal.state} takes the role {' or '.join(roles)}")


def _with_decision(
    signal: Signal, step: Step, reason: ReviewReason | None, note: str | None, actor: Actor, now: datetime
) -> Signal:
    decision = Decision(
        user_id=access.require_person(actor),
        member_id=actor.member_id,
        group_id=actor.group_id,
        step=step,
        reason=reason,
        note=note,
        decided_at=now,
    )
    return replace(signal, decisions=(*signal.decisions, decision))


def _plain(signal: Signal, step: Step, _policy: Policy, _now: datetime) -> Signal:
    return replace(signal.advance(step), due_at=None)


def _first_approved(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    return replace(signal.advance(step), due_at=now + timedelta(seconds=policy.second_review_within))


def _released(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    return replace(signal.advance(step), due_at=now + timedelta(seconds=policy.first_review_within))


def _waiting(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    waiting = signal.advance(step)
    return replace(waiting, due_at=None, expires_at=now + timedelta(seconds=policy.corroboration_wait))


def _upheld(signal: Signal, step: Step, policy: Policy, now: datetime) -> Signal:
    said = (each for each in signal.opinions if each.stance is Stance.NEGATIVE and not signal.has_overruled(each))
    upheld = replace(signal, overruled=(*signal.overruled, *said))
    return (_plain if step is Step.UPHOLD else _waiting)(upheld, step, policy, now)


_AFTERMATH: dict[Step, Callable[[Signal, Step, Policy, datetime], Signal]] = {
    Step.APPROVE_FIRST: _first_approved,
    Step.APPROVE: activation.activated,
    Step.AWAIT_CORROBORATION: _waiting,
    Step.RELEASE: _released,
    Step.UPHOLD: _upheld,
    Step.UPHOLD_UNCORROBORATED: _upheld,
}


def _follow(store: Store, signal: Signal, now: datetime) -> Write:
    """Owe what a decision entails."""
    if signal.state in LIVE:
        return activation.follow(store, signal, now)
    if signal.state is State.WITHDRAWN:
        return activation.follow_withdrawal(store, signal, now)
    return Write()
