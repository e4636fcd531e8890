"""How a step is taken: the table allows it, the role may take it, and record and entry are written together.

Every service that moves a record on does it here, so that there is one place where a step can be refused for its role
and one place where a change is counted. The record that is given as *after* has advanced already; what else must
follow in the same act comes as a `Write`. A step of a part of a record, such as the order in a request, names the part.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from hashdb import audit
from hashdb.access import Actor
from hashdb.lifecycles import (
    alert,
    appeal,
    delivery,
    endpoint,
    incident,
    match,
    match_job,
    member,
    order,
    register_entry,
    report,
    role_change,
    signal,
    takedown,
)
from hashdb.lifecycles.table import Lifecycle
from hashdb.services import tallies
from hashdb.store import Store, Write
from hashdb.store.records import Records


class Living(Protocol):
    """What has a state: a record, or a part of one."""

    @property
    def state(self) -> Any:  # noqa: ANN401 - every kind of record has its own states
        """Where it stands."""


class LivingRecord(Living, Protocol):
    """A record with a state."""

    @property
    def id(self) -> str:
        """By which it is known."""


RecordT = TypeVar("RecordT", bound=LivingRecord)
NOTHING = Write()


@dataclass(frozen=True, slots=True)
class Life:
    """A lifecycle, and what its steps are called in the log."""

    noun: str
    table: Lifecycle[Any, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a record before and after its own step."""

    before: Living
    after: Living


LIVES: dict[type[StrEnum], Life] = {
    signal.State: Life("signal", signal.LIFECYCLE),
    match.State: Life("match", match.LIFECYCLE),
    match_job.State: Life("match_job", match_job.LIFECYCLE),
    takedown.State: Life("takedown", takedown.LIFECYCLE),
    order.State: Life("order", order.LIFECYCLE),
    delivery.State: Life("delivery", delivery.LIFECYCLE),
    endpoint.State: Life("endpoint", endpoint.LIFECYCLE),
    member.State: Life("member", member.LIFECYCLE),
    appeal.State: Life("appeal", appeal.LIFECYCLE),
    incident.State: Life("incident", incident.LIFECYCLE),
    register_entry.State: Life("register", register_entry.LIFECYCLE),
    report.State: Life("report", report.LIFECYCLE),
    alert.State: Life("alert", alert.LIFECYCLE),
    role_change.State: Life("role_change", role_change.LIFECYCLE),
}


def begun(
    store: Store,
    records: Records[RecordT],
    record: RecordT,
    word: str,
    *,
    actor: Actor,
    now: datetime,
    **payload: Any,  # noqa: ANN401 - whatever the entry keeps
) -> Write:
    """Write a new record; *word* says in the log how it came to be, such as `lodge`."""
    noun = LIVES[type(record.state)].noun
    entry = audit.entry(actor, f"{noun}.{word}", now, after=record, **payload)
    return records.put(record) + Write(entries=(entry,)) + tallies.counted(store, None, record, now)


def written(
    store: Store,
    records: Records[RecordT],
    before: RecordT,
    after: RecordT,
    step: StrEnum,
    *,
    actor: Actor,
    now: datetime,
    part: Part | None = None,
    **payload: Any,  # noqa: ANN401 - whatever the entry keeps
) -> Write:
    """Write a record after a step; *payload* is kept beside the entry, and `reason`, one of its codes, in its line.

    Raises IllegalTransitionError, and ForbiddenError when the table does not give the step to the actor's role.
    """
    was, becomes = (before, after) if part is None else (part.before, part.after)
    life = LIVES[type(was.state)]
    life.table.require(was.state, step, actor.role)
    entry = audit.entry(
        actor,
        f"{life.noun}.{step}",
        now,
        before=was,
        after=becomes,
        object_type=type(after).__name__.lower() if part is None else life.noun,
        object_id=after.id,
        **payload,
    )
    return records.put(after, before) + Write(entries=(entry,)) + tallies.counted(store, before, after, now)


def take(
    store: Store,
    records: Records[RecordT],
    before: RecordT,
    after: RecordT,
    step: StrEnum,
    *,
    actor: Actor,
    now: datetime,
    follow: Write = NOTHING,
    **payload: Any,  # noqa: ANN401 - whatever the entry keeps
) -> RecordT:
    """Take a step as an act of its own, together with what follows from it, and return the record after it."""
    store.commit(written(store, records, before, after, step, actor=actor, now=now, **payload), follow)
    return after
