"""/v1/tasks: what a member has not taken notice of yet; reading it where it is told ends the task."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel

from api import present, schemas
from api.answers import Answer
from api.context import actor, now, store
from api.models import PageQuery, Path, id_of
from api.permissions import permits
from api.routes import group as begin
from hashdb.access import Action
from hashdb.records.webhook import Delivery, EventType, Priority
from hashdb.services import notices

group = begin("tasks", "What waits for a member to read it.")


class TaskPath(Path):
    """A task by its id."""

    task_id: Annotated[str, id_of("dlv")]


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


@group.post("/v1/tasks/<task_id>/read", responses={200: Task})
@permits(Action.TASK_READ)
def read_task(path: TaskPath) -> Answer:
    """End a task that is told nowhere else, such as the information before a first removal order."""
    return _task(notices.read(store(), path.task_id, actor=actor(), now=now()))


def _task(found: Delivery) -> dict[str, Any]:
    return {
        "id": found.id,
        "event_type": found.event_type,
        "subject_id": found.subject_id,
        "priority": found.priority,
        "created_at": found.created_at,
    }
