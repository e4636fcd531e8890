"""Trends for researchers: the cells of a week that so many share that nobody can be told by them.

Who asks says for what; question and purpose stand in the log. What may be told is decided in `hashdb.reports.trends`.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from hashdb import audit
from hashdb.access import Actor
from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.member import Member
from hashdb.records.tally import UNSTATED, Cell
from hashdb.reports import trends
from hashdb.reports.counting import ideology
from hashdb.reports.regions import region_of
from hashdb.reports.trends import TrendCell
from hashdb.services import figures
from hashdb.store import Store, lists

_EVENTS = ("signal.submitted", "signal.active", "signal.withdrawn", "match.found", "match.confirmed")


def of_week(store: Store, week: date, purpose: str, *, actor: Actor, now: datetime) -> list[TrendCell]:
    """Return the trends of the week that begins on the Monday *week*."""
    if trends.week_of(week) != week:
        raise InvalidInputError(FieldProblem("week", "must be a Monday"))
    if not trends.is_told(week, now.date()):
        raise InvalidInputError(FieldProblem("week", "is told two weeks after its end"))
    found = trends.published(_cells(store, week))
    reading = audit.entry(
        actor, "trends.read", now, object_type="trends", object_id=str(week), purpose=purpose, cells=len(found)
    )
    store.commit(reading)
    return found


def _cells(store: Store, week: date) -> Iterator[tuple[TrendCell, str, int]]:
    """Yield each count with the corporate group that it is of: members of one group are one organisation."""
    members = {each.id: each for each in store.members.all_of(lists.MEMBERS)}
    names = figures.ideologies(store)
    for cell, count in figures.counts(store, week, week + timedelta(days=7), _EVENTS).items():
        member = members.get(cell.member_id)
        if member is not None:
            yield _trend(cell, member, names), member.group_id, count


def _trend(cell: Cell, member: Member, names: Mapping[str, str]) -> TrendCell:
    return TrendCell(
        event=cell.event,
        content_type=cell.content_type,
        tier=cell.tier,
        ideology=ideology(cell.ground, names),
        behaviour_label=cell.label,
        region=region_of(member.country),
        platform_size_class=str(member.size or UNSTATED),
    )
