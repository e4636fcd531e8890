"""What every step of a takedown request has in common: its act, its decision, and the content it holds."""

from dataclasses import replace
from datetime import datetime

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import GuardError
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


def require_live(store: Store, request: TakedownRequest, now: datetime) -> Write:
    """Require that every signal the request rests on is live, and still as it was read when the act is written."""
    pinned = Write()
    for signal_id in dict.fromkeys(item.signal_id for item in request.items):
        signal = store.signals.get(signal_id)
        if not signal.is_live(now):
            raise GuardError(f"the signal {signal_id} is {signal.state}; nothing may be asked on its ground")
        pinned += store.signals.unchanged(signal)
    return pinned


def platform_group(store: Store, request: TakedownRequest) -> str:
    """Return the corporate group of the platform that is asked."""
    return store.members.get(request.member_id).group_id


def concerned_groups(store: Store, request: TakedownRequest) -> set[str]:
    """Return the corporate groups that the request concerns: the platform's, and those that vouched for its signals."""
    groups = {platform_group(store, request)}
    for item in request.items:
        groups |= store.signals.get(item.signal_id).concerned_groups()
    return groups


def release_items(store: Store, request: TakedownRequest, actor: Actor, now: datetime) -> Write:
    """Let the content be asked about again, with a new request for its match."""
    freed = Write()
    for item in request.items:
        freed += store.forget_unique(keyspace.REQUEST_OPEN, *subject(request, item))
        match = store.matches.get(item.match_id)
        if match.state is match_life.State.REQUESTED and match.request_id == request.id:
            after = replace(match.advance(match_life.Step.RELEASE), request_id=None)
            entry = audit.entry(actor, "match.release", now, before=match, after=after)
            freed += store.matches.put(after, match) + Write(entries=(entry,))
    return freed
