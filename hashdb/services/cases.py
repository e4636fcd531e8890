"""A case: what an appeal is about, who has decided anything in it, and which organisations it concerns.

An officer decides an appeal only as somebody who never touched the case: not a signal, a match or a request of it, nor
an earlier appeal about it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hashdb import access
from hashdb.access import Actor
from hashdb.ids import is_id
from hashdb.lifecycles.appeal import OPEN, State, Step
from hashdb.records.appeal import Appeal, AppealSubject
from hashdb.records.signal import Decision
from hashdb.records.takedown import TakedownRequest
from hashdb.store import Store, lists

PREFIXES = {
    AppealSubject.SIGNAL: "sig",
    AppealSubject.TAKEDOWN_REQUEST: "tdr",
    AppealSubject.REGISTER_ENTRY: "reg",
    AppealSubject.INCIDENT_LABEL: "sig",
    AppealSubject.MEMBER_SUSPENSION: "org",
}
# Who admitted an appeal has said nothing yet about what it is about.
_WITHOUT_AN_OPINION = frozenset({Step.ADMIT})


@dataclass(frozen=True, slots=True)
class Case:
    """The people who have decided something in a case, and the corporate groups that it concerns."""

    people: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def __or__(self, other: "Case") -> "Case":
        """Return both cases as one."""
        return Case(self.people | other.people, self.groups | other.groups)


def require_uninvolved(
    store: Store, appeal: Appeal, subject_ids: Iterable[str], actor: Actor, *, repeat: bool = False
) -> None:
    """Raise SeparationOfDutiesError if the officer, or their organisation, has a part in what is appealed against.

    That they decided another appeal about it is a part, unless this one is only sent back as a *repeat*: or whoever
    repeats theirs often enough would leave nobody to look at it.
    """
    for subject_id in subject_ids:
        case = about(store, appeal.subject_type, subject_id)
        others = [] if repeat else store.appeals.all_of(lists.appeals_about(subject_id))
        earlier = {
            each.user_id
            for other in others
            if other.id != appeal.id
            for each in other.decisions
            if each.step not in _WITHOUT_AN_OPINION
        }
        access.require_uninvolved(actor, case.people | earlier, case.groups)


def exists(store: Store, subject_type: AppealSubject, subject_id: str) -> bool:
    """Whether there is what the id names."""
    return is_id(subject_id, PREFIXES[subject_type]) and _RECORDS[subject_type](store, subject_id) is not None


def about(store: Store, subject_type: AppealSubject, subject_id: str) -> Case:
    """Return the case around a signal, a request, an entry of the register or a member."""
    if not exists(store, subject_type, subject_id):
        return Case()
    return _CASES[subject_type](store, subject_id)


def open_about(store: Store, subject_id: str) -> bool:
    """Whether an appeal about this was admitted, has something to it and is not decided."""
    about_it = store.appeals.all_of(lists.appeals_about(subject_id))
    return any(each.state in OPEN - {State.LODGED} and not each.manifestly_unfounded for each in about_it)


def requests_on(store: Store, signal_id: str) -> Iterator[TakedownRequest]:
    """Yield the requests that rest on a signal."""
    matches = store.matches.all_of(lists.matches_of(signal_id))
    named = dict.fromkeys(each.request_id for each in matches if each.request_id is not None)
    yield from store.takedowns.many(list(named))


def _signal(store: Store, signal_id: str) -> Case:
    signal = store.signals.get(signal_id)
    matches = list(store.matches.all_of(lists.matches_of(signal_id)))
    platforms = frozenset(store.members.get(each).group_id for each in {match.member_id for match in matches})
    decided = _people(signal.decisions).union(*(_people(each.decisions) for each in matches))
    case = Case(decided, signal.concerned_groups() | platforms)
    for request in requests_on(store, signal_id):
        case |= _request_alone(store, request)
    return case


def _request(store: Store, request_id: str) -> Case:
    request = store.takedowns.get(request_id)
    case = _request_alone(store, request)
    for signal_id in dict.fromkeys(item.signal_id for item in request.items if item.signal_id is not None):
        signal = store.signals.get(signal_id)
        case |= Case(_people(signal.decisions), signal.concerned_groups())
    for match in store.matches.many([item.match_id for item in request.items if item.match_id is not None]):
        case |= Case(_people(match.decisions))
    return case


def _request_alone(store: Store, request: TakedownRequest) -> Case:
    people = _people(request.decisions) | {request.drafted_by}
    return Case(people, frozenset({store.members.get(request.member_id).group_id}))


def _entry(store: Store, entry_id: str) -> Case:
    entry = store.register.get(entry_id)
    proposer = {entry.proposed_by} if entry.proposed_by else set()
    agreed = {each.user_id for each in entry.approvals}
    return Case(_people(entry.decisions) | proposer | agreed)


def _member(store: Store, member_id: str) -> Case:
    return Case(groups=frozenset({store.members.get(member_id).group_id}))


def _people(decisions: Iterable[Decision]) -> frozenset[str]:
    return frozenset(each.user_id for each in decisions)


_CASES: dict[AppealSubject, Callable[[Store, str], Case]] = {
    AppealSubject.SIGNAL: _signal,
    AppealSubject.TAKEDOWN_REQUEST: _request,
    AppealSubject.REGISTER_ENTRY: _entry,
    AppealSubject.INCIDENT_LABEL: _signal,
    AppealSubject.MEMBER_SUSPENSION: _member,
}
_RECORDS: dict[AppealSubject, Callable[[Store, str], object]] = {
    AppealSubject.SIGNAL: lambda store, each: store.signals.find(each),
    AppealSubject.TAKEDOWN_REQUEST: lambda store, each: store.takedowns.find(each),
    AppealSubject.REGISTER_ENTRY: lambda store, each: store.register.find(each),
    AppealSubject.INCIDENT_LABEL: lambda store, each: store.signals.find(each),
    AppealSubject.MEMBER_SUSPENSION: lambda store, each: store.members.find(each),
}
