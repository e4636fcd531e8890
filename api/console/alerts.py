"""/console/alerts: what people of the service must look at, and what was done about it."""

from math import inf

from api.answers import Answer
from api.console.pages import console_page, go_to
from api.console.steps import StepForm, unchanged
from api.context import actor, now, store
from api.language import N_, gettext
from api.models import PageQuery
from api.permissions import console
from api.routes import group as begin
from api.v1.alerts import AlertPath, NoteBody
from hashdb.access import Action
from hashdb.records.alert import Alert, AlertKind, Severity
from hashdb.services import alerts, case_files, dockets, retention

group = begin("console: alerts", "What somebody has to look at.", keyless=True)

PLACE = "/console/alerts"
SHOWN = 100
KINDS = {
    AlertKind.BENIGN_HIT: N_("A signal is close to something harmless"),
    AlertKind.MATCH_CAP: N_("A signal matches so often that it was paused"),
    AlertKind.REPUTATION: N_("A member's reputation has fallen"),
    AlertKind.DISPUTE_OVERDUE: N_("A dispute waits for too long"),
    AlertKind.CLARIFICATION_OVERDUE: N_("A platform's question waits for an answer"),
    AlertKind.SCRUTINY_OVERDUE: N_("An order was not scrutinised in time"),
    AlertKind.UNDELIVERED: N_("A message has reached nobody"),
    AlertKind.PHONE: N_("Somebody has to be called by telephone"),
    AlertKind.MAIL_FAILED: N_("A mail could not be sent"),
    AlertKind.CONTACT_UNVERIFIED: N_("A contact point has not proved that it is reached"),
    AlertKind.APPEAL_OVERDUE: N_("An appeal waits for too long"),
    AlertKind.REMEDY_FAILED: N_("What an appeal brought about is not done yet"),
    AlertKind.REMEDY_DUE: N_("An appeal's remedy needs a person"),
    AlertKind.CRISIS: N_("A crisis runs"),
    AlertKind.DEBRIEF_OVERDUE: N_("The debrief of a crisis is overdue"),
    AlertKind.IMPORT_REFUSED: N_("A list was refused"),
    AlertKind.VANISHED: N_("A list does not name an entry any more"),
    AlertKind.DELISTING: N_("The designation of an entry has ended"),
    AlertKind.SELF_CHECK: N_("The service has found a fault in itself"),
    AlertKind.WITNESS: N_("A witness does not agree with the log"),
    AlertKind.OVERDUE: N_("Something waits for too long"),
    AlertKind.POSTPONED: N_("Something due could not be done"),
    AlertKind.SURGE: N_("Something happens much more often than expected"),
}
# Where what an alert is about has a page; by what its id begins with.
SUBJECTS = {
    "sig": "/console/signals",
    "mat": "/console/matches",
    "tdr": "/console/takedown-requests",
    "apl": "/console/appeals",
    "inc": "/console/incidents",
    "reg": "/console/register",
    "rpt": "/console/reports",
}


def _gravity(alert: Alert) -> tuple[bool, float]:
    """Put what is critical first, and then what is due first; what is as urgent stays as it came."""
    return alert.severity is not Severity.CRITICAL, alert.due_at.timestamp() if alert.due_at else inf


class HandledForm(StepForm, NoteBody):
    """What was done about it."""


@group.get(PLACE, doc_ui=False)
@console(Action.ALERT_READ)
def list_alerts(query: PageQuery) -> Answer:
    """List what is open, and everything that was raised."""
    latest = dockets.latest_alerts(store(), before=query.after or None, limit=SHOWN)
    return console_page(
        "console/alerts.html",
        open=sorted(dockets.open_alerts(store(), limit=SHOWN), key=_gravity),
        latest=retention.shown_all(store(), latest.items, now()),
        next=latest.next,
        kinds=KINDS,
    )


@group.get(f"{PLACE}/<alert_id>", doc_ui=False)
@console(Action.ALERT_READ)
def show_alert(path: AlertPath) -> Answer:
    """Show an alert, and where to what it is about."""
    found = retention.shown(store(), store().alerts.get(path.alert_id), now())
    by = [found.handled_by] if found.handled_by else []
    return console_page(
        "console/alert.html",
        alert=found,
        words=KINDS[found.kind],
        subject=SUBJECTS.get(found.subject_id[:3]) if "_" in found.subject_id else None,
        names=case_files.names(store(), by, []),
    )


@group.post(f"{PLACE}/<alert_id>/handle", doc_ui=False)
@console(Action.ALERT_HANDLE)
def handle_alert(path: AlertPath, body: HandledForm) -> Answer:
    """Say what was done about an alert."""
    shown = unchanged(store().alerts.get(path.alert_id), body)
    alerts.handle(store(), shown.id, body.note, actor=actor(), now=now())
    return go_to(PLACE, gettext("Noted: it is handled."))
