"""What a person needs to see of a case beside its record: names, the ground, what is nearest, what else there is.

It only reads. What of it a role may see is said where it is shown, as for `/v1`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from hashdb.access import PERMISSIONS, Action, Actor
from hashdb.errors import NotFoundError
from hashdb.records.benign import Benign
from hashdb.records.match import Match
from hashdb.records.signal import Decision, Ground, Signal
from hashdb.records.takedown import RequestItem, TakedownRequest
from hashdb.services import reputation
from hashdb.services.reputation import Reputation
from hashdb.signals import PICTURE
from hashdb.store import Store, lists

_MOST = 10
_VERSIONED = {"sig": "signals", "mat": "matches", "tdr": "takedowns", "apl": "appeals"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundFile:
    """The entry of the register or the incident on which something rests, by its name."""

    id: str
    name: str
    state: str
    by_authority: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalFile:
    """A signal, what it rests on, what is harmless and near it, and where it was found."""

    signal: Signal
    ground: GroundFile | None = None
    benign: Benign | None = None
    matches: tuple[Match, ...] = ()
    found: int = 0
    found_today: int = 0
    names: dict[str, str] = field(default_factory=dict)
    reputations: dict[str, Reputation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFile:
    """A match beside its signal: the code of the signal that was found, and what the platform hosts, if it is known."""

    match: Match
    signal: SignalFile
    code: str
    hosted: str | None = None
    others: tuple[Match, ...] = ()
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFile:
    """One item of a request, with its match and its signal."""

    item: RequestItem
    match: Match | None = None
    signal: Signal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFile:
    """A takedown request, its items with what was found, and what it rests on."""

    request: TakedownRequest
    ground: GroundFile | None = None
    items: tuple[ItemFile, ...] = ()
    previous: TakedownRequest | None = None
    names: dict[str, str] = field(default_factory=dict)


def of_signal(store: Store, signal: Signal, *, actor: Actor, now: datetime) -> SignalFile:
    """Return the file of a signal."""
    listed = lists.matches_of(signal.id)
    found = store.matches.newest(listed, limit=_MOST).items
    submitters = dict.fromkeys(each.member_id for each in signal.submissions)
    weighs = actor.role in PERMISSIONS[Action.CASE_FILE_READ]
    members = [*submitters, *(each.member_id for each in signal.opinions), *(each.member_id for each in found)]
    return SignalFile(
        signal=signal,
        ground=ground_of(store, signal.claim.ground),
        benign=store.benign.find(signal.benign.benign_id) if signal.benign and weighs else None,
        matches=tuple(found),
        found=store.matches.count(listed),
        found_today=store.daily.matches_of(signal.id, now.date()),
        names=names(store, _deciders(signal.decisions), members),
        reputations={each: reputation.of(store, each) for each in submitters} if weighs else {},
    )


def of_match(store: Store, match: Match, *, actor: Actor, now: datetime) -> MatchFile:
    """Return the file of a match."""
    signal = store.signals.get(match.signal_id)
    codes = dict(zip(signal.view_names(), (each.hex() for each in signal.codes()), strict=True))
    others = store.matches.page(lists.matches_at(match.member_id, match.content_ref), after=None, limit=_MOST).items
    return MatchFile(
        match=match,
        signal=of_signal(store, signal, actor=actor, now=now),
        code=codes.get(match.view or PICTURE, signal.signal_value),
        hosted=_hosted(store, match),
        others=tuple(each for each in others if each.id != match.id),
        names=names(store, _deciders(match.decisions), [match.member_id]),
    )


def of_request(store: Store, request: TakedownRequest) -> RequestFile:
    """Return the file of a takedown request."""
    people = [request.drafted_by, *_deciders(request.decisions), *(each.user_id for each in request.clarifications)]
    found = {each.id: each for each in store.matches.many([each.match_id for each in request.items if each.match_id])}
    signals = {
        each.id: each for each in store.signals.many([each.signal_id for each in request.items if each.signal_id])
    }
    return RequestFile(
        request=request,
        ground=ground_of(store, request.ground),
        items=tuple(
            ItemFile(item=each, match=found.get(each.match_id or ""), signal=signals.get(each.signal_id or ""))
            for each in request.items
        ),
        previous=store.takedowns.find(request.previous_request_id) if request.previous_request_id else None,
        names=names(store, people, [request.member_id]),
    )


def ground_of(store: Store, ground: Ground) -> GroundFile | None:
    """Return what a ground names; behaviour names nothing."""
    if ground.register_entry_id is not None:
        entry = store.register.get(ground.register_entry_id)
        authorities = tuple(dict.fromkeys(each.authority for each in entry.designations))
        return GroundFile(id=entry.id, name=entry.properties.name[0], state=entry.state, by_authority=authorities)
    if ground.incident_id is not None:
        incident = store.incidents.get(ground.incident_id)
        return GroundFile(id=incident.id, name=incident.title, state=incident.state)
    return None


def names(store: Store, user_ids: Iterable[str], member_ids: Iterable[str]) -> dict[str, str]:
    """Return what people and members are called: people with their organisation."""
    users = store.users.many(list(dict.fromkeys(user_ids)))
    wanted = dict.fromkeys([*member_ids, *(each.member_id for each in users)])
    members = {each.id: each.name for each in store.members.many(list(wanted))}
    return members | {each.id: f"{each.name} ({members.get(each.member_id, '')})" for each in users}


def version_of(store: Store, case_id: str) -> int:
    """Return the present version of a signal, a match or a request."""
    kind = _VERSIONED.get(case_id[:3])
    if kind is None:
        raise NotFoundError(f"there is no case {case_id}")
    return int(getattr(store, kind).get(case_id).version)


def _deciders(decisions: Iterable[Decision]) -> list[str]:
    return [each.user_id for each in decisions]


def _hosted(store: Store, match: Match) -> str | None:
    """Return the code that the platform's inventory holds for the content, if it is still there."""
    found = store.inventory.ids_of(match.member_id, [(match.signal_type, match.content_ref)])[0]
    entry = None if found is None else store.inventory.find(found)
    return None if entry is None else entry.signal_value
