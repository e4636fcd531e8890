"""What every step of a takedown request has in common: its act, its decision, whom it tells, and what it rests on."""

from datetime import datetime

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import GuardError, NotFoundError
from hashdb.lifecycles.takedown import LIFECYCLE, Step
from hashdb.records.signal import Decision
from hashdb.records.takedown import TakedownRequest
from hashdb.records.webhook import EventType
from hashdb.roles import Role
from hashdb.services import incidents, notices, register, steps
from hashdb.services.sending import Told
from hashdb.store import Store, Write

SHORTEST_REASONS = 80


def save(
    store: Store,
    before: TakedownRequest,
    after: TakedownRequest,
    step: Step,
    actor: Actor,
    now: datetime,
    follow: Write | None = None,
    *,
    note: str | None = None,
) -> TakedownRequest:
    """Write the request after a step, with its entry and whatever must follow in the same act."""
    return steps.take(
        store, store.takedowns, before, after, step, actor=actor, now=now, follow=follow or Write(), note=note
    )


def entry_of(before: TakedownRequest, after: TakedownRequest, step: Step, actor: Actor, now: datetime) -> Write:
    """Return the entry of a step that is taken in the same act as the next one: an answer is also a receipt."""
    LIFECYCLE.require(before.state, step, actor.role)
    return Write(entries=(audit.entry(actor, f"takedown.{step}", now, before=before, after=after),))


def decision(step: Step, note: str | None, actor: Actor, now: datetime) -> Decision:
    """Return what the actor decided; a step of the system is the system's."""
    return Decision(
        user_id=actor.user_id or actor.id,
        member_id=actor.member_id,
        group_id=actor.group_id,
        step=step,
        note=note,
        decided_at=now,
    )


def tell(
    store: Store, request: TakedownRequest, event: EventType, now: datetime, *, member_id: str | None = None
) -> Write:
    """Tell the platform, or another member, of an event of the request: its id and its deadline, nothing else."""
    facts = {"priority": request.priority, "respond_by": request.respond_by}
    told = Told(subject_id=request.id, facts=facts, priority=request.priority)
    return notices.announce(store, member_id or request.member_id, event, told, now=now)


def require_live(store: Store, request: TakedownRequest, now: datetime) -> Write:
    """Require that everything the request rests on holds, and still as it was read when the act is written.

    These are its signals, and the entry of the register or the incident that is its ground.
    """
    pinned = _require_ground(store, request, now)
    for signal_id in signals_of(request):
        signal = store.signals.get(signal_id)
        if not signal.is_live(now):
            raise GuardError(f"the signal {signal_id} is {signal.state}; nothing may be asked on its ground")
        pinned += store.signals.unchanged(signal)
    return pinned


def _require_ground(store: Store, request: TakedownRequest, now: datetime) -> Write:
    pinned = Write()
    if request.ground.register_entry_id is not None:
        pinned += register.require_usable(store, request.ground.register_entry_id, now)
    if request.ground.incident_id is not None:
        pinned += incidents.require_active(store, request.ground.incident_id, now)
    return pinned


def signals_of(request: TakedownRequest) -> list[str]:
    """Return the signals that the request rests on; an order rests on none."""
    return list(dict.fromkeys(item.signal_id for item in request.items if item.signal_id is not None))


def platform_group(store: Store, request: TakedownRequest) -> str:
    """Return the corporate group of the platform that is asked."""
    return store.members.get(request.member_id).group_id


def concerned_groups(store: Store, request: TakedownRequest) -> set[str]:
    """Return the corporate groups that the request concerns: the platform's, and those that vouched for its signals."""
    groups = {platform_group(store, request)}
    for signal_id in signals_of(request):
        groups |= store.signals.get(signal_id).concerned_groups()
    return groups


def require_side(request: TakedownRequest, actor: Actor) -> None:
    """Raise NotFoundError unless the case is the actor's: an order is its authority's, and nothing else is."""
    officer = actor.role == Role.AUTHORITY_OFFICER
    if request.order is None and officer:
        raise NotFoundError(f"there is no order {request.id}")
    if request.order is not None and not (officer and actor.member_id == request.issuer):
        raise NotFoundError(f"there is no request {request.id} that is yours to decide")


def require_drafter(request: TakedownRequest, actor: Actor) -> None:
    """Raise NotFoundError for others than the author: until it is submitted, a draft is its author's."""
    drafts_orders = actor.role == Role.AUTHORITY_OFFICER
    if access.require_person(actor) != request.drafted_by or drafts_orders != (request.order is not None):
        raise NotFoundError(f"there is no draft {request.id} of yours")
