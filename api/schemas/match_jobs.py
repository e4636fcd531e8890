"""Answers about match jobs."""

from datetime import datetime

from pydantic import BaseModel

from api.models import Inlined
from api.routes import FieldError
from api.schemas.signals import Hit
from hashdb.lifecycles import match_job as match_job_life


class MatchJob(BaseModel):
    """Where a job stands: `done` of `total` queries; null while the upload is still coming.

    At `expires_at` it ends by itself, and all of it is deleted; null as long as it waits for a worker.
    """

    id: str
    state: Inlined[match_job_life.State]
    radius: int | None
    total: int | None
    done: int
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None


class JobResult(BaseModel):
    """What was found for one line, nearest first: at most a hundred matches, and how many were `omitted`.

    A line that broke a rule has a `problem` instead. A last line without `line` says that the answer broke off.
    """

    line: int | None = None
    ref: str | None = None
    matches: list[Hit] | None = None
    omitted: int | None = None
    problem: FieldError | None = None
