"""/v1/tasks: what a platform has not taken notice of yet; reading it where it is told ends the task."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api import present, schemas
from api.answers import Answer
from api.context import actor, store
from api.models import PageQuery
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.records.webhook import Delivery, EventType, Priority
from hashdb.services import notices

group = begin("tasks", "What waits for a platform to read it.")


class Task(BaseModel):
    """A notice that nobody of the member has taken notice of; `subject_id` is what to read."""

    id: str
    event_type: EventType
    subject_id: str
    priority: Priority
    created_at: datetime


@group.get("/v1/tasks", responses={200: schemas.PageOf[Task]})
@permits(Action.TASK_READ)
def list_tasks(query: PageQuery) -> Answer:
    """List what waits for one's member, oldest first; it needs neither webhook nor mail."""
    found = notices.tasks(store(), after=query.after or None, limit=query.limit, actor=actor())
    return present.page_of(found, [_task(each) for each in found.items])


def _task(found: Delivery) -> dict[str, Any]:
    return {
        "id": found.id,
        "event_type": found.event_type,
        "subject_id": found.subject_id,
        "priority": found.priority,
        "created_at": found.created_at,
    }
