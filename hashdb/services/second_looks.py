"""A second look: somebody else decides a case anew, without being told how it was decided, to learn how sure we are.

Drawn by chance are matches that one person alone let go (`matches`). What the second person would have decided changes
nothing by itself: where the two differ, an alert tells those who can.
"""

from dataclasses import replace
from datetime import datetime
from itertools import islice

from hashdb import access, audit
from hashdb.access import Actor
from hashdb.errors import ConflictError, NotFoundError, SeparationOfDutiesError
from hashdb.records.alert import AlertKind
from hashdb.records.match import Match, SecondLook
from hashdb.services import alerts
from hashdb.services.matches import Verdict
from hashdb.store import Store, Write, lists

_FEW, _MOST_LOOKED_AT = 10, 200


def first(store: Store, *, actor: Actor) -> Match | None:
    """Return the match that has waited longest for somebody like the actor to look again."""
    waiting = islice(store.matches.outside(lists.MATCHES_SECOND_LOOK, at_once=_FEW), _MOST_LOOKED_AT)
    return next((each for each in waiting if _may_look(store, each, actor)), None)


def get(store: Store, match_id: str, *, actor: Actor) -> Match:
    """Return a match that waits for a second look, to somebody who may take it."""
    match = store.matches.get(match_id)
    if match.second_look is None:
        raise NotFoundError(f"the match {match_id} was not drawn for a second look")
    if match.second_look.looked_at is not None:
        raise ConflictError("somebody has taken the second look already")
    _require_uninvolved(store, match, actor)
    return match


def judge(
    store: Store, match_id: str, verdict: Verdict, note: str | None = None, *, actor: Actor, now: datetime
) -> Match:
    """Say what one would have decided, as somebody who has had no part in the case."""
    before = get(store, match_id, actor=actor)
    look = SecondLook(verdict=verdict, user_id=access.require_person(actor), looked_at=now)
    after = replace(before, second_look=look, version=before.version + 1)
    agrees = verdict == before.decisions[-1].step
    told = Write() if agrees else alerts.raised(store, AlertKind.SECOND_LOOK, "match", match_id, now=now)
    said = "agreed" if agrees else "differed"
    entry = audit.entry(
        actor, "match.look_again", now, before=before, after=after, reason=said, verdict=verdict, note=note
    )
    store.commit(entry, store.matches.put(after, before), told)
    return after


def _require_uninvolved(store: Store, match: Match, actor: Actor) -> None:
    signal = store.signals.get(match.signal_id)
    groups = {store.members.get(match.member_id).group_id, *signal.concerned_groups()}
    access.require_uninvolved(actor, {each.user_id for each in match.decisions}, groups)


def _may_look(store: Store, match: Match, actor: Actor) -> bool:
    try:
        _require_uninvolved(store, match, actor)
    except SeparationOfDutiesError:
        return False
    return True
