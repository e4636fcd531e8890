"""On what a signal rests: an entry of the register must be a ground when somebody relies on it, an incident known.

Behaviour is a ground by itself, and what rests on an incident ends with the signal's own time.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from hashdb.errors import FieldProblem, GuardError
from hashdb.lifecycles.incident import State
from hashdb.records.signal import Ground, Signal
from hashdb.services import register
from hashdb.services.screening import Submitted
from hashdb.store import Store, Write

Sound = Submitted | FieldProblem
_Name = tuple[str, str]


def usable(store: Store, sound: Sequence[Sound], now: datetime) -> tuple[list[Sound], Write]:
    """Return what was submitted, with a problem for what rests on no ground, and what holds the grounds until the act.

    A batch that names neither an entry of the register nor an incident costs nothing.
    """
    pins = Write()
    problems: dict[_Name, str] = {}
    for name in {each for one in sound for each in _names(one)}:
        try:
            pins += _require(store, name, now)
        except GuardError as error:
            problems[name] = str(error)
    return [_checked(each, place, problems) for place, each in enumerate(sound)], pins


def require_one(store: Store, signal: Signal, now: datetime) -> Write:
    """Require that one of the grounds on which a signal rests is usable, and still is when the act is written."""
    refused: GuardError | None = None
    for ground in _grounds(signal):
        name = next(_named(ground), None)
        if name is None:
            return Write()
        try:
            return _require(store, name, now)
        except GuardError as error:
            refused = refused or error
    raise refused or GuardError("the signal rests on no ground")


def rests(store: Store, signal: Signal, now: datetime) -> bool:
    """Whether anything that the signal's own claim or a standing vouch names is a ground still."""
    return any(_holds(store, ground, now) for ground in _grounds(signal))


def _holds(store: Store, ground: Ground, now: datetime) -> bool:
    if ground.register_entry_id is None:
        return ground.incident_id is None or _incident_holds(store, ground.incident_id)
    entry = store.register.find(ground.register_entry_id)
    return entry is not None and register.is_ground(store, entry, now)


def _incident_holds(store: Store, incident_id: str) -> bool:
    incident = store.incidents.find(incident_id)
    return incident is not None and incident.state is not State.DISMISSED


def _grounds(signal: Signal) -> Iterator[Ground]:
    yield signal.claim.ground
    yield from (each.claim.ground for each in signal.submissions if each.stands and each.claim is not None)


def _names(each: Sound) -> Iterator[_Name]:
    return _named(each.claim.ground) if isinstance(each, Submitted) else iter(())


def _named(ground: Ground) -> Iterator[_Name]:
    """Yield the field that names a ground, and what it names; behaviour is a ground by itself."""
    if ground.register_entry_id is not None:
        yield "register_entry_id", ground.register_entry_id
    if ground.incident_id is not None:
        yield "incident_id", ground.incident_id


def _require(store: Store, name: _Name, now: datetime) -> Write:
    field, identifier = name
    if field == "register_entry_id":
        return register.require_usable(store, identifier, now)
    if not _incident_holds(store, identifier):
        raise GuardError(f"there is no incident {identifier}, or it was dismissed")
    return Write()


def _checked(each: Sound, place: int, problems: dict[_Name, str]) -> Sound:
    for name in _names(each):
        if name in problems:
            return FieldProblem(f"signals[{place}].ground.{name[0]}", problems[name])
    return each
