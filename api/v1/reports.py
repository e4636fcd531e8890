"""/v1/reports: what the service did, in numbers; drafted, frozen, attested by two people, published."""

from typing import Annotated

from flask import Response
from pydantic import Field, StringConstraints

from api import schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Day, PageQuery, Path, id_of
from api.permissions import permits
from api.present import reports as present
from api.present.common import page_of
from api.routes import group as begin
from api.schemas import reports as described
from hashdb.access import Action
from hashdb.records.report import ReportKind
from hashdb.services import reports

CSV = {"text/csv": {"schema": {"type": "string"}}}
group = begin("reports", "What the service did, in numbers.")


class ReportBody(Body):
    """Which period the report is about."""

    kind: ReportKind
    start: Annotated[Day, Field(description="1 January, or 1 July of a half-year", examples=["2027-01-01"])]


class CorrectionBody(Body):
    """Why the published report is wrong; published with the corrected one."""

    reason: Annotated[str, StringConstraints(min_length=10, max_length=2_000)]


class ReportPath(Path):
    """A report by its id."""

    report_id: Annotated[str, id_of("rpt")]


@group.get("/v1/reports", responses={200: schemas.PageOf[described.ReportSummary]})
@permits(Action.REPORT_READ)
def list_reports(query: PageQuery) -> Answer:
    """List the published reports; those who work on them see the others, too."""
    found = reports.page(store(), after=query.after or None, limit=query.limit, actor=actor())
    return page_of(found, [present.summary(each) for each in found.items])


@group.post("/v1/reports", responses={201: described.Report})
@permits(Action.REPORT_DRAFT)
def draft_report(body: ReportBody) -> Answer:
    """Begin a report about a period."""
    return present.report(reports.draft(store(), body.kind, body.start, actor=actor(), now=now())), 201


@group.get("/v1/reports/<report_id>", responses={200: described.Report})
@permits(Action.REPORT_READ)
def read_report(path: ReportPath) -> Answer:
    """Return a report with its figures."""
    return present.report(reports.get(store(), path.report_id, actor=actor()))


@group.get("/v1/reports/<report_id>/csv", responses={200: {"description": "A number a line", "content": CSV}})
@permits(Action.REPORT_READ)
def read_report_as_csv(path: ReportPath) -> Answer:
    """Return the figures as CSV."""
    return Response(reports.csv_of(reports.get(store(), path.report_id, actor=actor())), mimetype="text/csv")


@group.post("/v1/reports/<report_id>/freeze", responses={200: described.Report})
@permits(Action.REPORT_DRAFT)
def freeze_report(path: ReportPath) -> Answer:
    """Compute the figures of a period that is over, small numbers hidden, up to the last signed checkpoint."""
    return present.report(reports.freeze(store(), path.report_id, actor=actor(), now=now()))


@group.post("/v1/reports/<report_id>/thaw", responses={200: described.Report})
@permits(Action.REPORT_DRAFT)
def thaw_report(path: ReportPath) -> Answer:
    """Throw the figures away; nobody has attested to those that follow."""
    return present.report(reports.thaw(store(), path.report_id, actor=actor(), now=now()))


@group.post("/v1/reports/<report_id>/agree", responses={200: described.Report})
@permits(Action.REPORT_APPROVE)
def agree_to_report(path: ReportPath) -> Answer:
    """Attest to the figures: a senior reviewer and an auditor do, in any order."""
    return present.report(reports.agree(store(), path.report_id, actor=actor(), now=now()))


@group.post("/v1/reports/<report_id>/publish", responses={200: described.Report})
@permits(Action.REPORT_APPROVE)
def publish_report(path: ReportPath) -> Answer:
    """Show the report to everybody, at /transparency."""
    return present.report(reports.publish(store(), path.report_id, actor=actor(), now=now()))


@group.post("/v1/reports/<report_id>/correction", responses={201: described.Report})
@permits(Action.REPORT_APPROVE)
def correct_report(path: ReportPath, body: CorrectionBody) -> Answer:
    """Say that a published report is wrong, and return the draft of its successor; the old one stays."""
    return present.report(reports.correct(store(), path.report_id, body.reason, actor=actor(), now=now())), 201
