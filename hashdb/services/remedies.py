"""What an upheld appeal brings about: one act for each remedy, each ticked off, so that doing it twice is harmless.

What was decided is done in the name of the officer who decided it. When everything is done the appellant is told.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from hashdb import audit
from hashdb.access import SYSTEM, Actor
from hashdb.errors import GuardError
from hashdb.lifecycles import register_entry
from hashdb.lifecycles.appeal import DECIDED, State, Step
from hashdb.records.alert import AlertKind
from hashdb.records.appeal import Appeal, Remedy, RemedyKind
from hashdb.records.benign import BenignOrigin
from hashdb.records.signal import ReviewReason, Signal
from hashdb.roles import Role
from hashdb.services import alerts, appeals, cases, negative_list, pauses, register, signals, withdrawals
from hashdb.services import steps as taking
from hashdb.services.contention import again_if_stale
from hashdb.services.negative_list import NewBenign
from hashdb.signals import SIGNAL_TYPES, Distance
from hashdb.store import Debt, Kind, Store

_DECIDING = frozenset({Step.UPHOLD, Step.UPHOLD_PARTLY, Step.DISMISS, Step.OVERTURN})
# A challenge that was dismissed ends its flag, even if an outside body is asked meanwhile.
_WITH_REMEDIES = DECIDED | {State.EXTERNAL_REVIEW}
_UPHELD = frozenset({State.UPHELD, State.PARTLY_UPHELD})
_REASON = "an appeal was upheld"
_LATER = timedelta(hours=1)


def carry_out(store: Store, appeal_id: str, *, now: datetime) -> None:
    """Do what is left to be done about an appeal."""
    debt = Debt(kind=Kind.REMEDY, subject_id=appeal_id)
    note = store.ledger.begin(debt)
    appeal = store.appeals.find(appeal_id)
    if appeal is None or note is None or appeal.state not in _WITH_REMEDIES:
        store.ledger.strike_out(debt, note)
        return
    officer = _officer(store, appeal)
    for remedy in appeal.remedies:
        if remedy.done_at is None and _DO[remedy.kind](store, remedy.subject_id, officer, now):
            _tick(store, appeal_id, remedy, now=now)
    if _finish(store, appeal_id, now=now):
        store.ledger.strike_out(debt, note)
    else:
        store.ledger.pass_on(debt, now + _LATER)


@again_if_stale
def _tick(store: Store, appeal_id: str, remedy: Remedy, *, now: datetime) -> None:
    before = store.appeals.get(appeal_id)
    done = tuple(replace(each, done_at=now) if each == remedy else each for each in before.remedies)
    after = replace(before, remedies=done, version=before.version + 1)
    entry = audit.entry(SYSTEM, "appeal.tick", now, before=before, after=after, remedy=remedy.kind)
    store.commit(entry, store.appeals.put(after, before))


@again_if_stale
def _finish(store: Store, appeal_id: str, *, now: datetime) -> bool:
    """Take the last step when all remedies are done; return whether nothing is left to do."""
    before = store.appeals.get(appeal_id)
    if any(each.done_at is None for each in before.remedies):
        return False
    if before.state in _UPHELD:
        due = now + timedelta(seconds=store.policy().closes_after)
        after = replace(before.advance(Step.REMEDY), due_at=due)
        told = appeals.mailed(store, after, "appeal.remedied", now)
        told += alerts.settled(store, AlertKind.REMEDY_FAILED, before.id, now=now)
        taking.take(store, store.appeals, before, after, Step.REMEDY, actor=SYSTEM, now=now, follow=told)
    return True


def _officer(store: Store, appeal: Appeal) -> Actor:
    """Return who decided, as the one who acts."""
    decision = next(each for each in reversed(appeal.decisions) if each.step in _DECIDING)
    group = decision.group_id or store.members.get(decision.member_id).group_id
    return Actor(
        id=decision.user_id,
        member_id=decision.member_id,
        group_id=group,
        role=Role.APPEALS_OFFICER,
        user_id=decision.user_id,
    )


def _withdraw(store: Store, signal_id: str, officer: Actor, now: datetime) -> bool:
    signals.withdraw_for(store, signal_id, ReviewReason.APPEAL_UPHELD, actor=officer, now=now)
    return True


def _keep_off(store: Store, signal_id: str, officer: Actor, now: datetime) -> bool:
    values = _fingerprints(store.signals.get(signal_id))
    harmless = [
        NewBenign(signal_type=kind, signal_value=value, origin=BenignOrigin.APPEAL, note=_REASON)
        for kind, value in values
    ]
    negative_list.add(store, harmless, actor=officer, now=now)
    return True


def _fingerprints(signal: Signal) -> list[tuple[str, str]]:
    """Return what of a signal is harmless: its value; of a video its frames, which are what other videos have too."""
    kind = SIGNAL_TYPES[signal.signal_type]
    if kind.distance is not Distance.FRAMES:
        return [(signal.signal_type, signal.signal_value)]
    return [(str(kind.view_type), each.signal_value) for each in signal.views]


def _reinstate(store: Store, subject_id: str, officer: Actor, now: datetime) -> bool:
    """Ask every platform that acted to put the content back: because of a signal, or of one request."""
    if subject_id.startswith("sig_"):
        withdrawals.reinstate_all(store, subject_id, now=now)
        return True
    if withdrawals.can_be_taken_back(store.takedowns.get(subject_id)):
        withdrawals.withdraw(store, subject_id, _REASON, actor=officer, now=now)
    return True


def _suspend(store: Store, entry_id: str, officer: Actor, now: datetime) -> bool:
    entry = store.register.get(entry_id)
    if register_entry.LIFECYCLE.allows(entry.state, register_entry.Step.SUSPEND):
        store.commit(register.suspend_on_appeal(store, entry_id, actor=officer, now=now))
    return True


def _end_challenge(store: Store, entry_id: str, officer: Actor, now: datetime) -> bool:
    """Take the flag from an entry whose challenge was dismissed, unless it is challenged by somebody else as well.

    An entry that no accepted authority designates any more keeps it: what becomes of that is for others to decide.
    """
    challenged = store.register.get(entry_id).state is register_entry.State.UNDER_CHALLENGE
    if challenged and not cases.open_about(store, entry_id):
        with suppress(GuardError):
            register.reinstate(store, entry_id, "the challenge was dismissed", actor=officer, now=now)
    return True


def _resume(store: Store, signal_id: str, officer: Actor, now: datetime) -> bool:
    pauses.end(store, signal_id, actor=officer, now=now)
    return True


def _by_people(store: Store, member_id: str, _officer: Actor, now: datetime) -> bool:
    """Have an administrator readmit a member; it is done when they have."""
    if store.members.get(member_id).is_admitted:
        return True
    alerts.raise_now(store, AlertKind.REMEDY_DUE, "member", member_id, now=now)
    return False


_DO: dict[RemedyKind, Callable[[Store, str, Actor, datetime], bool]] = {
    RemedyKind.WITHDRAW_SIGNAL: _withdraw,
    RemedyKind.NEGATIVE_LIST: _keep_off,
    RemedyKind.REINSTATE: _reinstate,
    RemedyKind.SUSPEND_ENTRY: _suspend,
    RemedyKind.REINSTATE_ENTRY: _end_challenge,
    RemedyKind.RESUME_SIGNAL: _resume,
    RemedyKind.OTHER: _by_people,
}
