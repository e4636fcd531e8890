"""Takedown requests from draft to decision: handed to a second person, approved, returned or refused.

They are written in `drafts`, orders in `orders`; both take the same way. How requests reach the platform is in `inbox`,
what it answers in `responses`, how they are taken back in `withdrawals`.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from hashdb import access
from hashdb.access import SYSTEM, Actor
from hashdb.errors import FieldProblem, GuardError, InvalidInputError
from hashdb.lifecycles.takedown import State, Step
from hashdb.records.takedown import TakedownRequest
from hashdb.services import checklists, clocks, orders, requests, steps, withdrawals
from hashdb.services.checklists import Seen
from hashdb.services.contention import again_if_stale
from hashdb.store import Debt, Kind, Store, Write, lists

_PROMOTIONAL_TIER = 4
_NOT_SENT = frozenset({State.PENDING_SECOND_APPROVAL, State.APPROVED})


class Verdict(StrEnum):
    """What the second person can decide about a request."""

    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"


def submit(store: Store, request_id: str, *, actor: Actor, now: datetime) -> TakedownRequest:
    """Hand a draft to a second person; refused while any context exempts the content."""
    before = store.takedowns.get(request_id)
    requests.require_drafter(before, actor)
    exempting = before.exemption_assessment.exempting()
    if exempting:
        raise GuardError(f"the content is exempt ({', '.join(exempting)}); discard the draft")
    return requests.save(store, before, clocks.submitted(before, store.policy(), now), Step.SUBMIT, actor, now)


def review(
    store: Store,
    request_id: str,
    verdict: Verdict,
    *,
    note: str | None = None,
    seen: Seen | None = None,
    actor: Actor,
    now: datetime,
) -> TakedownRequest:
    """Decide as the second person; an approved request is owed to the platform from that moment on."""
    before = store.takedowns.get(request_id)
    request, write = weighed(store, before, verdict, note=note, seen=seen, actor=actor, now=now)
    store.commit(write)
    return request


def weighed(
    store: Store,
    before: TakedownRequest,
    verdict: Verdict,
    *,
    note: str | None = None,
    seen: Seen | None = None,
    actor: Actor,
    now: datetime,
) -> tuple[TakedownRequest, Write]:
    """Return what a decision would come to, and all that it writes; or raise why it cannot be taken."""
    requests.require_side(before, actor)
    kept = checklists.require(seen, before, checklists.OF_REQUEST.get(verdict, ()))
    step = Step(verdict.value)
    decided = before.advance(step)
    access.require_outsider(actor, requests.concerned_groups(store, before))
    access.require_another_person(actor, _concerned(store, before))
    if step is not Step.APPROVE and not note:
        raise InvalidInputError(FieldProblem("note", f"is needed to {verdict}"))
    decision = requests.decision(step, note, actor, now)
    after = replace(decided, decisions=(*before.decisions, decision), due_at=None)
    after, follow = _after_review(store, before, after, step, now)
    kept |= {"note": note}
    write = steps.written(store, store.takedowns, before, after, step, actor=actor, now=now, **kept)
    return after, write + follow


def discard_on(store: Store, ground_id: str, *, now: datetime) -> int:
    """End what was not sent yet and rests on a ground that is none any more; return how many requests."""
    return sum(_discard(store, each.id, now=now) for each in store.takedowns.all_of(lists.takedowns_on(ground_id)))


@again_if_stale
def _discard(store: Store, request_id: str, *, now: datetime) -> int:
    before = store.takedowns.get(request_id)
    if before.state is State.DRAFT:
        after = clocks.closed(before, Step.DISCARD, now)
        requests.save(store, before, after, Step.DISCARD, SYSTEM, now, clocks.ended(store, before, after, now))
    elif before.state in _NOT_SENT:
        withdrawals.withdraw(store, before.id, "its ground is none any more", actor=SYSTEM, now=now)
    else:
        return 0
    return 1


def _concerned(store: Store, request: TakedownRequest) -> set[str]:
    """Return the people who may not be the second person: the drafter, and who first approved a signal of tier 4."""
    people = {request.drafted_by}
    for signal_id in requests.signals_of(request):
        signal = store.signals.get(signal_id)
        if signal.claim.tier == _PROMOTIONAL_TIER:
            people |= {each.user_id for each in signal.decisions[:1]}
    return people


def _after_review(
    store: Store, before: TakedownRequest, after: TakedownRequest, step: Step, now: datetime
) -> tuple[TakedownRequest, Write]:
    """Return the request, and what follows: an approved one is owed to the platform, a refused one is over."""
    if step is Step.RETURN:
        return clocks.drafted(after, store.policy(), now), Write()
    if step is Step.REFUSE:
        after = replace(after, closed_at=now)
        return after, clocks.ended(store, before, after, now)
    if after.order is not None:
        return orders.approved(store, after, now)
    owed = store.ledger.owe(Debt(kind=Kind.DISPATCH, subject_id=after.id), now)
    return after, owed + requests.require_live(store, after, now)
