"""/console/reports: transparency reports, drafted, computed once, attested by two people, published."""

from datetime import date

from flask import Response
from pydantic import Field

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.console.steps import StepForm, steps_open, unchanged
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import Body
from api.permissions import console
from api.present import reports as present
from api.routes import group as begin
from api.v1.reports import CorrectionBody, ReportPath
from hashdb.access import PERMISSIONS, Action
from hashdb.lifecycles.report import LIFECYCLE
from hashdb.records.report import Report, ReportKind
from hashdb.services import case_files, reports

group = begin("console: reports", "Transparency reports.", keyless=True)

PLACE = "/console/reports"
MOST = 1_000
KINDS = {
    ReportKind.HALF_YEAR: N_("Half-year"),
    ReportKind.YEAR: N_("Year"),
    ReportKind.TCO_YEAR: N_("Year, for Regulation (EU) 2021/784"),
    ReportKind.DSA: N_("Year, for the DSA"),
}


class ReportForm(Body):
    """Which period the report is about."""

    kind: ReportKind
    start: date = Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))


class CorrectionForm(StepForm, CorrectionBody):
    """Why the published report is wrong; published with the corrected one."""


@group.get(PLACE, doc_ui=False)
@console(Action.REPORT_READ)
def list_reports() -> Answer:
    """List the reports, the newest first; there are some each year."""
    found = reports.page(store(), after=None, limit=MOST, actor=actor()).items
    drafts = actor().role in PERMISSIONS[Action.REPORT_DRAFT]
    return console_page("console/reports.html", reports=found[::-1], drafts=drafts, kinds=KINDS)


@group.post(PLACE, doc_ui=False)
@console(Action.REPORT_DRAFT)
def draft_report(body: ReportForm) -> Answer:
    """Begin a report about a period."""
    made = reports.draft(store(), body.kind, body.start, actor=actor(), now=now())
    return go_to(_place(made), gettext("Drafted. Compute it when its period is over."))


@group.get(f"{PLACE}/<report_id>", doc_ui=False)
@console(Action.REPORT_READ)
def show_report(path: ReportPath) -> Answer:
    """Show a report with its figures, and who has attested to them."""
    found = reports.get(store(), path.report_id, actor=actor())
    return console_page(
        "console/report.html",
        report=present.report(found),
        version=found.version,
        approvals=found.approvals,
        names=case_files.names(store(), [each.user_id for each in found.approvals], []),
        steps=steps_open(LIFECYCLE, found.state, actor().role),
        kinds=KINDS,
    )


@group.get(f"{PLACE}/<report_id>/csv", doc_ui=False)
@console(Action.REPORT_READ)
def read_report_as_csv(path: ReportPath) -> Answer:
    """Return the figures as CSV."""
    kept = {"Content-Disposition": f'attachment; filename="{path.report_id}.csv"'}
    figures = reports.csv_of(reports.get(store(), path.report_id, actor=actor()))
    return Response(figures, headers=kept, mimetype="text/csv")


@group.post(f"{PLACE}/<report_id>/freeze", doc_ui=False)
@console(Action.REPORT_DRAFT)
def freeze_report(path: ReportPath, body: StepForm) -> Answer:
    """Compute the figures of a period that is over."""
    found = reports.freeze(store(), _shown(path, body).id, actor=actor(), now=now())
    return go_to(_place(found), gettext("Computed. A senior reviewer and an auditor look at it now."))


@group.post(f"{PLACE}/<report_id>/thaw", doc_ui=False)
@console(Action.REPORT_DRAFT)
def thaw_report(path: ReportPath, body: StepForm) -> Answer:
    """Throw the figures away."""
    found = reports.thaw(store(), _shown(path, body).id, actor=actor(), now=now())
    return go_to(_place(found), gettext("Thrown away; nobody has attested to what is computed next."))


@group.post(f"{PLACE}/<report_id>/agree", doc_ui=False)
@console(Action.REPORT_APPROVE)
def agree_to_report(path: ReportPath, body: StepForm) -> Answer:
    """Attest to the figures."""
    found = reports.agree(store(), _shown(path, body).id, actor=actor(), now=now())
    return go_to(_place(found), gettext("You have attested to it."))


@group.post(f"{PLACE}/<report_id>/publish", doc_ui=False)
@console(Action.REPORT_APPROVE)
def publish_report(path: ReportPath, body: StepForm) -> Answer:
    """Show the report to everybody."""
    found = reports.publish(store(), _shown(path, body).id, actor=actor(), now=now())
    return go_to(_place(found), gettext("Published: everybody sees it, and the members are told."))


@group.post(f"{PLACE}/<report_id>/correct", doc_ui=False)
@console(Action.REPORT_APPROVE)
def correct_report(path: ReportPath, body: CorrectionForm) -> Answer:
    """Say that a published report is wrong, and open the draft of its successor."""
    made = reports.correct(store(), _shown(path, body).id, body.reason, actor=actor(), now=now())
    return go_to(_place(made), gettext("This draft takes its place; the old one stays beside it."))


def _shown(path: ReportPath, form: StepForm) -> Report:
    return unchanged(reports.get(store(), path.report_id, actor=actor()), form)


def _place(report: Report) -> str:
    return f"{PLACE}/{report.id}"
