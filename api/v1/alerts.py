"""/v1/alerts: what people of the service must look at."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import Body, Inlined, PageQuery, Path, id_of
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.lifecycles import alert as alert_life
from hashdb.records.alert import Alert as AlertRecord
from hashdb.records.alert import AlertKind, Severity
from hashdb.services import alerts, retention

group = begin("alerts", "What somebody has to look at.")


class AlertsQuery(PageQuery):
    """A page of all alerts, or of the open ones."""

    open: bool = Field(default=False, description="only those that nobody has handled")


class NoteBody(Body):
    """What was done about it."""

    note: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    disclosed_to: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        default=None, description="who of law enforcement was told of it; reports count it, nobody is shown the name"
    )


class AlertPath(Path):
    """An alert by its id."""

    alert_id: Annotated[str, id_of("alr")]


class Alert(BaseModel):
    """One matter for people; it is open once at a time for each kind and subject."""

    id: str
    kind: AlertKind
    subject_type: str
    subject_id: str
    severity: Severity
    state: Inlined[alert_life.State]
    raised_at: datetime
    due_at: datetime | None
    handled_at: datetime | None
    note: str | None
    disclosed: bool


@group.get("/v1/alerts", responses={200: schemas.PageOf[Alert]})
@permits(Action.ALERT_READ)
def list_alerts(query: AlertsQuery) -> Answer:
    """List alerts in the order in which they were raised."""
    found = alerts.page(store(), after=query.after or None, limit=query.limit, still_open=query.open)
    return present.page_of(found, [_alert(each) for each in retention.shown_all(store(), found.items, now())])


@group.post("/v1/alerts/<alert_id>/handle", responses={200: Alert})
@permits(Action.ALERT_HANDLE)
def handle_alert(path: AlertPath, body: NoteBody) -> Answer:
    """Say what was done about an alert, and whether law enforcement was told."""
    handled = alerts.handle(store(), path.alert_id, body.note, disclosed_to=body.disclosed_to, actor=actor(), now=now())
    return _alert(handled)


def _alert(found: AlertRecord) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "subject_type": found.subject_type,
        "subject_id": found.subject_id,
        "severity": found.severity,
        "state": found.state,
        "raised_at": found.raised_at,
        "due_at": found.due_at,
        "handled_at": found.handled_at,
        "note": found.note,
        "disclosed": found.disclosed,
    }
