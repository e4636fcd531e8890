"""Transparency reports: drafted, computed once from a period that is over, attested by two people, published.

What is frozen holds no hidden number: small cells are hidden before anything is kept. It names the signed checkpoint of
the log up to which it was computed. A correction is a report of its own; the corrected one stays beside it.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import orjson

from hashdb import access
from hashdb.access import Actor
from hashdb.errors import GuardError, NotFoundError
from hashdb.ids import new_id
from hashdb.lifecycles.report import State, Step
from hashdb.notes import Checkpoint
from hashdb.records.alert import AlertKind
from hashdb.records.report import Report, ReportKind
from hashdb.records.webhook import EventType
from hashdb.reports import document, periods
from hashdb.reports.document import Document
from hashdb.reports.tables import Cell
from hashdb.roles import OPERATOR_ROLE, Role
from hashdb.services import alerts, checkpoints, figures, sending, steps
from hashdb.services.sending import Told
from hashdb.store import Page, Store, Write, lists

_ATTESTING = (frozenset({Role.SENIOR_REVIEWER}), frozenset({Role.AUDITOR}))
_INSIDERS = {Role.REVIEWER, Role.SENIOR_REVIEWER, Role.AUDITOR, OPERATOR_ROLE}
_PUBLIC = {State.PUBLISHED, State.CORRECTED}
_WITHIN = timedelta(days=60)

# What reports for a law tell; the others tell everything. They are cut from the same computation, so that two reports
# of one period cannot contradict each other.
_PARTS = {
    ReportKind.TCO_YEAR: ("requests_", "reinstatements", "appeals_", "acknowledgement_", "action_", "appeal_"),
    ReportKind.DSA: ("requests_", "reinstatements", "appeals_", "matches_", "false_", "action_", "appeal_"),
}


def draft(store: Store, kind: ReportKind, start: date, *, actor: Actor, now: datetime) -> Report:
    """Begin a report about the period that begins on *start*."""
    report = _new(kind, start, periods.end_of(kind, start), actor, now)
    store.commit(steps.begun(store, store.reports, report, "draft", actor=actor, now=now))
    return report


def freeze(store: Store, report_id: str, *, actor: Actor, now: datetime) -> Report:
    """Compute a report, once, from a period that is over."""
    before = store.reports.get(report_id)
    if now.date() < before.end:
        raise GuardError(f"the period ends on {before.end}; only then can the report be frozen")
    _require_order(store, before)
    note = checkpoints.newest(store)
    frozen = replace(
        before.advance(Step.FREEZE),
        data=orjson.dumps(_computed(store, before, Checkpoint.parse(note.text), len(note.signatures) - 1)).decode(),
        checkpoint=str(note),
        frozen_at=now,
        approvals=(),
    )
    return steps.take(store, store.reports, before, frozen, Step.FREEZE, actor=actor, now=now)


def thaw(store: Store, report_id: str, *, actor: Actor, now: datetime) -> Report:
    """Throw away what was computed, and who attested to it."""
    before = store.reports.get(report_id)
    after = replace(before.advance(Step.THAW), data="", checkpoint="", frozen_at=None, approvals=())
    return steps.take(store, store.reports, before, after, Step.THAW, actor=actor, now=now)


def agree(store: Store, report_id: str, *, actor: Actor, now: datetime) -> Report:
    """Attest to a frozen report; a senior reviewer and an auditor, two people, do so before it is published."""
    before = store.reports.get(report_id)
    before.advance(Step.AGREE)
    approvals, complete = access.agreed(before.approvals, actor, roles=_ATTESTING, apart=False, now=now)
    step = Step.APPROVE if complete else Step.AGREE
    after = replace(before.advance(step), approvals=approvals)
    return steps.take(store, store.reports, before, after, step, actor=actor, now=now)


def publish(store: Store, report_id: str, *, actor: Actor, now: datetime) -> Report:
    """Show a report to everybody, and tell the members."""
    before = store.reports.get(report_id)
    after = replace(before.advance(Step.PUBLISH), published_at=now)
    _require_order(store, before)
    _require_hidden(store, before)
    told = _told(store, after, now)
    return steps.take(store, store.reports, before, after, Step.PUBLISH, actor=actor, now=now, follow=told)


def correct(store: Store, report_id: str, reason: str, *, actor: Actor, now: datetime) -> Report:
    """Say that a published report is wrong, and why; return the draft of the one that takes its place."""
    before = store.reports.get(report_id)
    anew = replace(_new(before.kind, before.start, before.end, actor, now), corrects=before.id)
    after = replace(before.advance(Step.CORRECT), corrected_by=anew.id, correction_reason=reason)
    begun = steps.begun(store, store.reports, anew, "draft", actor=actor, now=now, corrects=before.id)
    steps.take(store, store.reports, before, after, Step.CORRECT, actor=actor, now=now, follow=begun)
    return anew


def get(store: Store, report_id: str, *, actor: Actor) -> Report:
    """Return a report; before it is published it exists for those who work on it only."""
    report = store.reports.get(report_id)
    if report.state not in _PUBLIC and actor.role not in _INSIDERS:
        raise NotFoundError(f"there is no report {report_id}")
    return report


def page(store: Store, *, after: str | None, limit: int, actor: Actor) -> Page[Report]:
    """Return reports in the order in which they were drafted; the published ones, or all for those who work on them."""
    name = lists.REPORTS if actor.role in _INSIDERS else lists.REPORTS_PUBLISHED
    return store.reports.page(name, after=after, limit=limit)


def body_of(report: Report) -> Document:
    """Return what a frozen report tells."""
    if not report.data:
        raise GuardError("the report is a draft; there are no figures before it is frozen")
    body: Document = orjson.loads(report.data)
    return body


def csv_of(report: Report) -> str:
    """Return what a frozen report tells, as CSV."""
    return document.as_csv(body_of(report))


def remind(store: Store, now: datetime) -> None:
    """Raise an alert for each period that is over and has no published report: due within two months of its end."""
    began = next((entry.at for entry in store.log.entries(0, 1)), None)
    if began is None:
        return
    published = {(each.kind, each.start) for each in store.reports.all_of(lists.REPORTS_PUBLISHED)}
    for kind, start in periods.latest(now.date()):
        end = periods.end_of(kind, start)
        if began.date() < end and (kind, start) not in published:
            due = figures.midnight(end) + _WITHIN
            alerts.raise_now(store, AlertKind.OVERDUE, "report", f"{kind} {start}", due_at=due, now=now)


def _new(kind: ReportKind, start: date, end: date, actor: Actor, now: datetime) -> Report:
    return Report(id=new_id("rpt", now), kind=kind, start=start, end=end, drafted_by=actor.id, created_at=now)


def _computed(store: Store, report: Report, checkpoint: Checkpoint, witnesses: int) -> Document:
    composed = document.compose(figures.gathered(store, report.start, report.end), _hidden_elsewhere(store, report))
    parts = _PARTS.get(report.kind)
    if parts is not None:
        for name in ("tables", "shares", "durations"):
            composed[name] = [each for each in composed[name] if each["id"].startswith(parts)]
    audit = {"size": checkpoint.size, "root": checkpoint.root.hex(), "witnesses": witnesses}
    return {"kind": report.kind, "start": report.start, "end": report.end, "audit": audit, **composed}


def _hidden_elsewhere(store: Store, report: Report) -> set[Cell]:
    """Return what published reports of overlapping periods hide: the difference to this one must not tell it."""
    return {cell for each in _overlapping(store, report) for cell in document.hidden_of(body_of(each))}


def _require_order(store: Store, report: Report) -> None:
    """Raise GuardError when a longer report that covers this period is published: the rest would tell what is hidden.

    A correction hides what the longer one hides, too.
    """
    if report.corrects is not None:
        return
    for each in _overlapping(store, report):
        longer = each.start <= report.start and report.end <= each.end
        if longer and (each.start, each.end) != (report.start, report.end):
            raise GuardError(f"the report {each.id} on the longer period is published; publish the shorter ones first")


def _require_hidden(store: Store, report: Report) -> None:
    """Raise GuardError when a report that was published meanwhile hides what this one shows."""
    body = body_of(report)
    told = {each["id"] for each in body["tables"]}
    if {cell for cell in _hidden_elsewhere(store, report) if cell[0] in told} - document.hidden_of(body):
        raise GuardError("a report published since then hides what this one shows; thaw it and freeze it anew")


def _overlapping(store: Store, report: Report) -> list[Report]:
    published = store.reports.all_of(lists.REPORTS_PUBLISHED)
    return [each for each in published if each.start < report.end and report.start < each.end]


def _told(store: Store, report: Report, now: datetime) -> Write:
    told = Told(subject_id=report.id, facts={"kind": report.kind, "start": report.start, "end": report.end})
    owed = Write()
    for member in store.members.all_of(lists.MEMBERS):
        owed += sending.webhooks(store, member.id, EventType.REPORT_PUBLISHED, told, now=now)
    return owed
