"""/console/figures: charts and tables of what the service does, none of which reads all records of anything."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from api.answers import Answer
from api.console import charts, words
from api.console.pages import console_page
from api.context import actor, matcher, now, store, surroundings
from api.language import N_, gettext, translated
from api.models import Query
from api.permissions import console
from api.routes import group as begin
from hashdb.access import PERMISSIONS, Action
from hashdb.records.alert import AlertKind
from hashdb.roles import Role
from hashdb.services import backlog, case_files, digests, dockets, health, mistakes, series, surges
from hashdb.services.case_tallies import ACKNOWLEDGED, ACTED, LATE
from hashdb.services.series import Step

group = begin("console: figures", "Charts and tables.", keyless=True)

PLACE = "/console/figures"
LINES = 6
A_QUARTER = timedelta(weeks=13)
ALERTS = 50
TABS = (
    (PLACE, N_("Activity"), Action.FIGURES_READ),
    (f"{PLACE}/clocks", N_("Clocks"), Action.FIGURES_READ),
    (f"{PLACE}/mistakes", N_("Mistakes"), Action.FIGURES_READ),
    (f"{PLACE}/early-warning", N_("Early warning"), Action.ALERT_READ),
    (f"{PLACE}/service", N_("Service"), Action.FIGURES_READ),
)
EVENTS = {"submitted": "signal.submitted", "found": "match.found"}
EVENT_WORDS = {"submitted": N_("Signals submitted"), "found": N_("Matches found")}
DIMENSION_WORDS = {"label": N_("by label"), "ideology": N_("by ideology"), "region": N_("by region of the member")}


class StepQuery(Query):
    """How long each point of the charts is."""

    by: Annotated[Step, Field(strict=False)] = Step.DAY


class WatchedQuery(Query):
    """What is counted, and of what kind."""

    event: Literal["submitted", "found"] = "submitted"
    dimension: Literal["label", "ideology", "region"] = "label"


@group.get(PLACE, doc_ui=False)
@console(Action.FIGURES_READ)
def show_activity(query: StepQuery) -> Answer:
    """Show signals, matches, requests, answers and complaints over time."""
    history = series.latest(store(), query.by, now().date())
    drawn = [
        charts.over_time(gettext("Signals"), history, charts.SIGNALS),
        charts.over_time(gettext("Matches"), history, charts.MATCHES),
        charts.over_time(gettext("Requests to platforms"), history, charts.REQUESTS),
        charts.over_time(gettext("Answers of platforms"), history, charts.ANSWERS),
        charts.over_time(gettext("Complaints"), history, charts.APPEALS),
    ]
    return _page("figures_activity.html", drawn=drawn, history=history, by=query.by, steps=charts.steps())


@group.get(f"{PLACE}/clocks", doc_ui=False)
@console(Action.FIGURES_READ)
def show_clocks(query: StepQuery) -> Answer:
    """Show how fast platforms answer, and what waits for whom."""
    history = series.latest(store(), query.by, now().date())
    events = (ACKNOWLEDGED, ACKNOWLEDGED + LATE, ACTED, ACTED + LATE)
    taken = digests.sums(store(), history.starts[0], history.end, "reason", events)
    queues, undecided = backlog.by_deadline(store(), now()), backlog.undecided_matches(store(), now())
    drawn = [
        charts.over_time(gettext("Acknowledged"), history, charts.ACKNOWLEDGEMENTS),
        charts.over_time(gettext("Acted on"), history, charts.ACTIONS),
        charts.how_long(gettext("How long platforms took"), taken),
        charts.deadlines(gettext("What we must decide, and by when"), queues),
        charts.ages(gettext("Matches that wait for a decision"), undecided),
    ]
    named = Role(actor().role) in PERMISSIONS[Action.TAKEDOWN_READ]
    clocks = backlog.open_clocks(store()) if named else None
    return _page(
        "figures_clocks.html",
        drawn=drawn,
        queues=queues,
        undecided=undecided,
        queue_words=translated(charts.QUEUE_WORDS),
        clocks=clocks,
        names=case_files.names(store(), [], [each.member_id for each in clocks or ()]),
        in_time={each: (history.total(each), history.total(each + LATE)) for each in (ACKNOWLEDGED, ACTED)},
        by=query.by,
        steps=charts.steps(),
    )


@group.get(f"{PLACE}/mistakes", doc_ui=False)
@console(Action.FIGURES_READ)
def show_mistakes() -> Answer:
    """Show how often decisions turned out wrong."""
    today = now().date()
    since = today - A_QUARTER
    return _page("figures_mistakes.html", found=mistakes.of(store(), since, today + timedelta(days=1)), since=since)


@group.get(f"{PLACE}/early-warning", doc_ui=False)
@console(Action.ALERT_READ)
def show_early_warning(query: WatchedQuery) -> Answer:
    """Show the counts that are watched day by day, and those of yesterday that their history does not explain."""
    yesterday = surges.day_before(now())
    labels = words.LABELS if query.dimension == "label" else {}
    spans = surges.spans_until(store(), yesterday)
    found = surges.histories(spans, EVENTS[query.event], query.dimension)
    return _page(
        "figures_warning.html",
        drawn=charts.watched(gettext(EVENT_WORDS[query.event]), found, translated(labels), yesterday, LINES),
        left_out=max(len(found) - LINES, 0),
        labels=translated(words.LABELS),
        surging=surges.surging(store(), yesterday, spans),
        alerts=[each for each in dockets.open_alerts(store(), limit=ALERTS) if each.kind is AlertKind.SURGE],
        yesterday=yesterday,
        chosen=query,
        events=translated(EVENT_WORDS),
        dimensions=translated(DIMENSION_WORDS),
    )


@group.get(f"{PLACE}/service", doc_ui=False)
@console(Action.FIGURES_READ)
def show_service() -> Answer:
    """Show how large the index is and how fresh, what is owed, and what was delivered."""
    history = series.latest(store(), Step.DAY, now().date())
    return _page(
        "figures_service.html",
        health=health.look(store(), matcher(), surroundings().settings.snapshots, now()),
        deliveries=charts.over_time(gettext("Deliveries"), history, charts.DELIVERIES),
    )


def _page(template: str, **facts: object) -> Answer:
    role = Role(actor().role)
    tabs = [(path, said) for path, said, action in TABS if role in PERMISSIONS[action]]
    return console_page(f"console/{template}", tabs=tabs, **facts)
