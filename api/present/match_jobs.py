"""Match jobs and their results as their member sees them."""

from api.present.common import Document
from api.present.signals import hit
from hashdb.lifecycles.match_job import State
from hashdb.records.match_job import MatchJob
from hashdb.services.match_jobs import Result


def match_job(job: MatchJob, done: int) -> Document:
    """Return where a job stands; how many queries it has is known once all of them have come."""
    return {
        "id": job.id,
        "state": job.state,
        "radius": job.radius,
        "total": None if job.state is State.RECEIVING else job.total,
        "done": done,
        "created_at": job.created_at,
        "finished_at": job.finished_at,
        "expires_at": job.due_at,
    }


def job_result(found: Result) -> Document:
    """Return what was found for one line, or its problem."""
    named = {"line": found.line} if found.ref is None else {"line": found.line, "ref": found.ref}
    if found.problem is not None:
        return {**named, "problem": found.problem}
    told = {**named, "matches": [hit(each) for each in found.hits]}
    return {**told, "omitted": found.omitted} if found.omitted else told
