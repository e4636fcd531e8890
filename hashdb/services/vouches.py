"""What a member's submission comes to: a new signal, one vouch more for a known one, or a new case of it.

What is near to something harmless is put aside at once. Pure: whether the member may vouch is decided in `submissions`,
which also writes.
"""

from dataclasses import replace
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.audit import Entry
from hashdb.ids import new_id
from hashdb.lifecycles.signal import LIVE, State, Step
from hashdb.records.benign import Nearness
from hashdb.records.policy import Policy
from hashdb.records.signal import Signal, Submission
from hashdb.services import activation
from hashdb.services.nearness import is_near
from hashdb.services.screening import Submitted


def given(each: Submitted, actor: Actor, now: datetime) -> Submission:
    """Return the submission of what a member sent."""
    return Submission(
        id=new_id("sub", now),
        member_id=actor.member_id,
        group_id=actor.group_id,
        submitted_at=now,
        source_reference=each.source_reference,
        quality=each.quality,
        claim=each.claim,
    )


def begun(each: Submitted, benign: Nearness | None, actor: Actor, now: datetime, *, due: datetime) -> Signal:
    """Return the screened signal of a first submission, whose claim and quality are the signal's own."""
    first = replace(given(each, actor, now), claim=None, quality=None)
    signal = Signal(
        id=new_id("sig", now),
        signal_type=each.signal_type,
        signal_value=each.signal_value,
        quality=each.quality,
        views=each.views,
        claim=each.claim,
        submissions=(first,),
        created_at=now,
        due_at=due,
        benign=benign,
    )
    return signal.advance(Step.QUARANTINE if is_near(each.signal_type, benign) else Step.SCREEN)


def with_submission(signal: Signal, given: Submission) -> Signal:
    """Return the signal with a member's submission, in place of one that the same member took back."""
    if given.claim == signal.claim:
        given = replace(given, claim=None)
    others = (each for each in signal.submissions if each.member_id != given.member_id)
    return replace(signal, submissions=(*others, given), version=signal.version + 1)


def vouched(signal: Signal, vouch: Submission, policy: Policy, now: datetime) -> Signal:
    """Return the signal with one vouch more, which may be the one that it waited for."""
    more = with_submission(signal, vouch)
    if not more.is_over(now) and _waits_for_a_vouch(more) and activation.is_corroborated(more, policy):
        return activation.activated(more, Step.CORROBORATE, policy, now)
    return more


def _waits_for_a_vouch(signal: Signal) -> bool:
    provisional = signal.state is State.PROVISIONAL and activation.is_confirmed(signal)
    return provisional or signal.state is State.AWAITING_CORROBORATION


def begun_anew(
    ended: Signal, each: Submitted, benign: Nearness | None, actor: Actor, now: datetime, *, due: datetime
) -> Signal:
    """Return the signal as a new case: of the earlier one only the value, the id and the row are left.

    Its views are those that come with the submission that begins it; where they are others, other rows are due.
    """
    first = given(each, actor, now)
    signal = Signal(
        id=ended.id,
        signal_type=ended.signal_type,
        signal_value=ended.signal_value,
        row=ended.row,
        quality=first.quality,
        views=each.views,
        claim=each.claim,
        submissions=(replace(first, claim=None, quality=None),),
        created_at=ended.created_at,
        due_at=due,
        state=ended.state,
        benign=benign,
        version=ended.version,
    )
    anew = signal.advance(Step.RESUBMIT)
    return replace(anew.advance(Step.QUARANTINE), version=anew.version) if is_near(ended.signal_type, benign) else anew


def entries(old: Signal, new: Signal, actor: Actor, now: datetime) -> list[Entry]:
    """Return the entries of a vouch that changed a signal's state; one that begins anew may be put aside at once."""
    if new.state in LIVE:
        return [audit.entry(actor, f"signal.{Step.CORROBORATE}", now, before=old, after=new)]
    waiting = replace(new, state=State.PENDING_REVIEW)
    begun = audit.entry(actor, f"signal.{Step.RESUBMIT}", now, before=old, after=waiting)
    if new.state is not State.QUARANTINED:
        return [begun]
    return [begun, audit.entry(actor, f"signal.{Step.QUARANTINE}", now, before=waiting, after=new)]
