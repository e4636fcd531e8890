"""Read signals and decide about them: two people of other members, opinions, disputes, expiry."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from hashdb import access, audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, ForbiddenError, GuardError, InvalidInputError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.signal import APPROVALS, ENDED, LIVE, State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.policy import Policy
from hashdb.records.signal import Decision, Opinion, OpinionReason, ReviewReason, Signal, Stance
from hashdb.roles import Role
from hashdb.services import (
    activation,
    alerts,
    approving,
    cases,
    checklists,
    crisis,
    grounds,
    reputation,
    steps,
    verdicts,
)
from hashdb.services.checklists import Seen
from hashdb.store import Store, Write, lists
from hashdb.store.columns import RowChange


class Verdict(StrEnum):
    """What a reviewer can decide about a signal."""

    APPROVE = "approve"
    REJECT = "reject"
    UPHOLD = "uphold"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    REAFFIRM = "reaffirm"


_STEPS = {
    Verdict.REJECT: Step.REJECT,
    Verdict.WITHDRAW: Step.WITHDRAW,
    Verdict.RELEASE: Step.RELEASE,
    Verdict.REAFFIRM: Step.REAFFIRM,
}
_SENIOR = (Role.SENIOR_REVIEWER,)
_MAY_WITHDRAW = (Role.SENIOR_REVIEWER, Role.APPEALS_OFFICER)
# What makes a signal live, leads there or keeps it so needs a ground that is usable at that moment.
_RELYING = APPROVALS | {Step.UPHOLD, Step.UPHOLD_UNCORROBORATED, Step.REAFFIRM}
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
    seen: Seen | None = None,
    actor: Actor,
    now: datetime,
) -> Signal:
    """Decide about a signal as a person who has no part in it and has not decided in this case before.

    With what they have *seen*, what was said since then is not decided on unread.
    """
    before = store.signals.get(signal_id)
    signal, write = weighed(store, before, verdict, reason=reason, note=note, seen=seen, actor=actor, now=now)
    store.commit(write)
    return signal


def weighed(
    store: Store,
    before: Signal,
    verdict: Verdict,
    *,
    reason: ReviewReason | None = None,
    note: str | None = None,
    seen: Seen | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[Signal, Write]:
    """Return what a decision would come to, and all that it writes; or raise why it cannot be taken."""
    policy = store.policy()
    kept = checklists.require(seen, before, checklists.OF_SIGNAL.get(verdict, ()))
    incident = approving.in_crisis(store, before, policy, now)
    step = _step(store, before, verdict, policy, provisionally=incident is not None)
    before.advance(step)
    _require_role(actor, before, verdict, policy)
    if step in _RELYING and cases.open_about(store, before.id):
        raise GuardError("an appeal about this signal is open: its officer decides first")
    access.require_outsider(actor, before.concerned_groups())
    access.require_another_person(actor, before.deciders())
    if verdict in _NEED_REASON and not reason:
        raise InvalidInputError(FieldProblem("reason", f"is needed to {verdict}"))
    signal = verdicts.after(_with_decision(before, step, reason, note, actor, now), step, policy, now)
    follow = _follow(store, before, signal, now)
    if incident is not None:
        follow += store.incidents.unchanged(incident)
    if step in _RELYING:
        approving.require_time(before, now)
        follow += grounds.require_one(store, before, now)
    kept |= {"reason": reason, "note": note}
    write = steps.written(store, store.signals, before, signal, step, actor=actor, now=now, **kept)
    return signal, write + follow


def withdraw_for(store: Store, signal_id: str, reason: ReviewReason, *, actor: Actor, now: datetime) -> Signal:
    """Withdraw a signal for what was decided elsewhere, such as an appeal; one that has ended stays as it is."""
    before = store.signals.get(signal_id)
    if before.state in ENDED:
        return before
    return decide_for(store, before, Step.WITHDRAW, reason, actor=actor, now=now)


def decide_for(
    store: Store,
    before: Signal,
    step: Step,
    reason: ReviewReason,
    *,
    actor: Actor,
    now: datetime,
    follow: Write = steps.NOTHING,
) -> Signal:
    """Take a step for what was decided elsewhere."""
    decided = _with_decision(before, step, reason, None, actor, now)
    signal = verdicts.after(decided, step, store.policy(), now)
    follow += _follow(store, before, signal, now)
    return steps.take(store, store.signals, before, signal, step, actor=actor, now=now, follow=follow, reason=reason)


def dispute_for(
    store: Store, signal: Signal, reason: ReviewReason, due: datetime | None, *, actor: Actor, now: datetime
) -> Write:
    """Pause a live signal for a cause that is no member's opinion; nothing is written for one that is not live."""
    if signal.state not in LIVE:
        return Write()
    paused = activation.disputed(signal, store.policy(), now, due)
    return steps.written(store, store.signals, signal, paused, Step.DISPUTE, actor=actor, now=now, reason=reason)


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
    signal = with_opinion(store, before, stance, reason, note, actor, now)
    given = audit.entry(
        actor, "opinion.give", now, before=before, after=before, reason=reason, stance=stance, note=note
    )
    store.commit(given, opined(store, before, signal, reason, actor=actor, now=now))
    return signal


def opined(store: Store, before: Signal, after: Signal, reason: OpinionReason, *, actor: Actor, now: datetime) -> Write:
    """Write a signal with one opinion more, which may have paused it; the opinion's own entry is the caller's."""
    if after.state is before.state:
        return store.signals.put(after, before)
    return steps.written(store, store.signals, before, after, Step.DISPUTE, actor=actor, now=now, reason=reason)


def with_opinion(
    store: Store,
    before: Signal,
    stance: Stance,
    reason: OpinionReason,
    note: str | None,
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
        policy = store.policy()
        return activation.disputed(signal, policy, now, now + crisis.dispute_window(store, signal, policy, now))
    return signal


def feed(store: Store, *, after: str | None, limit: int) -> tuple[list[Signal], str | None]:
    """Return the signals that changed behind the checkpoint, as they are now, and the checkpoint to go on from."""
    changes: list[RowChange] = store.signals.columns.changes_after(after or "0-0", limit)
    unique = list(dict.fromkeys(change.id for change in changes))
    return store.signals.many(unique), changes[-1].checkpoint if changes else after


def expire(store: Store, signal: Signal, now: datetime) -> None:
    """Write down the end of a signal whose time is over; matching and feed do not wait for it."""
    steps.take(store, store.signals, signal, signal.advance(Step.EXPIRE), Step.EXPIRE, actor=SYSTEM, now=now)


def note_overdue(store: Store, signal: Signal, now: datetime) -> None:
    """Raise an alert about a dispute that nobody decided in time, every day anew; the signal stays paused."""
    alerts.raise_now(store, AlertKind.DISPUTE_OVERDUE, "signal", signal.id, due_at=signal.due_at, now=now)
    store.signals.postpone(lists.SIGNALS_DISPUTED, signal.id, now + timedelta(days=1))


def _step(store: Store, signal: Signal, verdict: Verdict, policy: Policy, *, provisionally: bool) -> Step:
    """Return the step that a verdict means in the signal's present state."""
    if verdict is Verdict.UPHOLD:
        return Step.UPHOLD if activation.is_corroborated(signal, policy) else Step.UPHOLD_UNCORROBORATED
    if verdict is not Verdict.APPROVE:
        return _STEPS[verdict]
    return approving.step_of(store, signal, policy, provisionally=provisionally)


def _require_role(actor: Actor, signal: Signal, verdict: Verdict, policy: Policy) -> None:
    roles: tuple[Role, ...] = {
        Verdict.WITHDRAW: _MAY_WITHDRAW,
        Verdict.UPHOLD: _SENIOR,
        Verdict.RELEASE: _SENIOR,
        Verdict.REAFFIRM: _SENIOR,
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


def _follow(store: Store, before: Signal, signal: Signal, now: datetime) -> Write:
    """Owe what a decision entails, and count it for those who submitted."""
    owed = reputation.noted(store, before, signal)
    if before.state is State.DISPUTED:
        owed += alerts.settled(store, AlertKind.DISPUTE_OVERDUE, signal.id, now=now)
    if signal.state in LIVE and before.state not in LIVE:
        return owed + activation.follow(store, signal, now)
    if signal.state is State.WITHDRAWN:
        return owed + activation.follow_withdrawal(store, signal, now)
    return owed
