"""What every step of a takedown request has in common: its act, its decision, and the content it holds."""

from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.lifecycles import match as match_life
from hashdb.lifecycles.takedown import Step
from hashdb.records.signal import Decision
from hashdb.records.takedown import RequestItem, TakedownRequest
from hashdb.store import Store, Write, keyspace


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
    entry = audit.entry(actor, f"takedown.{step}", now, before=before, after=after, note=note)
    store.commit(entry, store.takedowns.put(after, before), follow or Write())
    return after


def decision(step: Step, note: str | None, actor: Actor, now: datetime) -> Decision:
    """Return what the actor decided; a step of the system is the system's."""
    return Decision(user_id=actor.user_id or actor.id, member_id=actor.member_id, step=step, note=note, decided_at=now)


def subject(request: TakedownRequest, item: RequestItem) -> tuple[str, str, str]:
    """Return what nobody is asked about twice at a time."""
    return request.member_id, item.content_ref, item.signal_id


def release_items(store: Store, request: TakedownRequest) -> Write:
    """Let the content be asked about again, with a new request for its match."""
    freed = Write()
    for item in request.items:
        freed += store.forget_unique(keyspace.REQUEST_OPEN, *subject(request, item))
        match = store.matches.get(item.match_id)
        if match.state is match_life.State.REQUESTED:
            freed += store.matches.put(match.advance(match_life.Step.RELEASE), match)
    return freed
