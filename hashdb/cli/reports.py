"""`hashdb report`: transparency reports: list, draft, freeze, publish. People attest to them with keys of their own."""

from datetime import datetime
from pathlib import Path

import click
import orjson

from hashdb.access import OPERATOR
from hashdb.cli.opening import now, pass_store
from hashdb.records.report import ReportKind
from hashdb.services import reports
from hashdb.store import Store


@click.group()
@click.option("--data", help="Data directory (HASHDB_DATA, var); REDIS_URL goes before it.")
@click.pass_context
def report(context: click.Context, data: str | None) -> None:
    """Draft, freeze and publish reports on what the service did."""
    context.obj = data


@report.command("list")
@pass_store
def list_reports(store: Store) -> None:
    """List the reports with their state."""
    for each in reports.page(store, after=None, limit=1_000, actor=OPERATOR).items:
        click.echo(f"{each.id}  {each.state:<10} {each.kind:<10} {each.start} {each.end}")


@report.command("draft")
@click.argument("kind", type=click.Choice([str(kind) for kind in ReportKind]))
@click.argument("start", type=click.DateTime(["%Y-%m-%d"]))
@pass_store
def draft_report(store: Store, kind: str, start: datetime) -> None:
    """Begin a report about the period that begins on START, and print its id."""
    click.echo(reports.draft(store, ReportKind(kind), start.date(), actor=OPERATOR, now=now()).id)


@report.command("freeze")
@click.argument("report_id")
@pass_store
def freeze_report(store: Store, report_id: str) -> None:
    """Compute a report from its period, which must be over."""
    frozen = reports.freeze(store, report_id, actor=OPERATOR, now=now())
    click.echo(f"{frozen.id} is {frozen.state}; a senior reviewer and an auditor must attest to it")


@report.command("publish")
@click.argument("report_id")
@pass_store
def publish_report(store: Store, report_id: str) -> None:
    """Show a report that two people have attested to to everybody."""
    click.echo(f"{reports.publish(store, report_id, actor=OPERATOR, now=now()).id} is published")


@report.command("export")
@click.argument("report_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@pass_store
def export_report(store: Store, report_id: str, file: Path) -> None:
    """Write the figures of a frozen report into FILE, as CSV if that is its ending, and as JSON otherwise."""
    found = reports.get(store, report_id, actor=OPERATOR)
    is_csv = file.suffix == ".csv"
    text = (
        reports.csv_of(found) if is_csv else orjson.dumps(reports.body_of(found), option=orjson.OPT_INDENT_2).decode()
    )
    file.write_text(text)
    click.echo(f"wrote {file}")
