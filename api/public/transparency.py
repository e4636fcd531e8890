"""The published reports, for everybody: as a page, as JSON, as CSV."""

from typing import Annotated

from flask import Response
from pydantic import Field

from api.answers import Answer
from api.context import store
from api.models import Path, Query, id_of
from api.pages import page, wants_html
from api.permissions import public_page
from api.present import reports as present
from api.present.common import Document, page_of
from api.routes import group as begin
from hashdb.access import PUBLIC
from hashdb.services import reports

_PAGE = 100

group = begin("transparency", "The published reports.", keyless=True)


class TransparencyQuery(Query):
    """Where the page begins."""

    after: str = Field(default="", max_length=200, description="`next` of the page before")


class ReportPath(Path):
    """A report by its id."""

    report_id: Annotated[str, id_of("rpt")]


@group.get("/transparency", doc_ui=False)
@public_page
def list_published_reports(query: TransparencyQuery) -> Answer:
    """List the published reports."""
    found = reports.page(store(), after=query.after or None, limit=_PAGE, actor=PUBLIC)
    listed: Document = page_of(found, [present.summary(each) for each in found.items])
    return page("transparency.html", **listed) if wants_html() else listed


@group.get("/transparency/<report_id>", doc_ui=False)
@public_page
def read_published_report(path: ReportPath) -> Answer:
    """Show one report."""
    shown = present.report(reports.get(store(), path.report_id, actor=PUBLIC))
    return page("report.html", report=shown) if wants_html() else shown


@group.get("/transparency/<report_id>/csv", doc_ui=False)
@public_page
def read_published_report_as_csv(path: ReportPath) -> Answer:
    """Return the figures of one report as CSV."""
    return Response(reports.csv_of(reports.get(store(), path.report_id, actor=PUBLIC)), mimetype="text/csv")
