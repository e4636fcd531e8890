"""/v1/match-jobs: lookups in bulk, NDJSON in and NDJSON out, matched by workers."""

from typing import Annotated, Literal

from pydantic import Field

from api import idempotency, ndjson, present, schemas
from api.answers import Answer
from api.context import actor, matcher, now, policy, store, surroundings
from api.models import PageQuery, Path, Query, id_of
from api.permissions import permits
from api.routes import group as begin
from api.routes import lines_of
from api.v1.match_lines import JobLine, parsed
from api.v1.matching import RADIUS
from hashdb.access import Action
from hashdb.services import costs, match_jobs, match_uploads
from hashdb.services.match_uploads import Upload
from hashdb.services.matching import Query as Lookup
from hashdb.signals import LARGEST_RADIUS

group = begin("match jobs", "Lookups of any number, matched in the background.")


class NewJobQuery(Query):
    """How to match."""

    radius: int | None = Field(default=None, ge=0, le=LARGEST_RADIUS, description=RADIUS)


class JobPath(Path):
    """A match job by its id."""

    job_id: Annotated[str, id_of("mjb")]


class ResultsQuery(Query):
    """Which results to read."""

    after: int = Field(default=0, ge=0, le=2**53, description="the number of the last line that was read")
    only: Literal["matches"] | None = Field(
        default=None, description="leaves out the lines for which nothing was found; those with a problem stay"
    )


@group.post(
    "/v1/match-jobs",
    request_body={"content": lines_of(group, JobLine, "validation"), "required": True},
    responses={202: schemas.MatchJob},
)
@permits(Action.MATCH_JOB, streams=True)
def create_match_job(query: NewJobQuery) -> Answer:
    """Take queries of any number, one a line, and have workers match them.

    Answered once every line is stored. A line that breaks a rule stops nothing: its result names the rule.
    """
    lines, radius = ndjson.Lines(), query.radius

    def cost(lookup: Lookup) -> int:
        return costs.cost_of(matcher(), lookup, radius, policy())

    upload = Upload(
        lines=parsed(lines),
        digest=lines.digest,
        radius=radius,
        band=policy().opens_review_band_to(actor().member_id),
        cost=cost,
        request=idempotency.digest(),
    )
    job, repeated = match_uploads.receive(store(), upload, actor=actor(), clock=surroundings().clock)
    headers = {"Location": f"/v1/match-jobs/{job.id}", **idempotency.replayed(repeated=repeated)}
    return present.match_job(job, match_jobs.done(store(), job)), 202, headers


@group.get("/v1/match-jobs", responses={200: schemas.PageOf[schemas.MatchJob]})
@permits(Action.MATCH_JOB)
def list_match_jobs(query: PageQuery) -> Answer:
    """List the member's jobs that are not deleted yet."""
    found = match_jobs.page(store(), after=query.after or None, limit=query.limit, actor=actor())
    return present.page_of(found, [present.match_job(each, match_jobs.done(store(), each)) for each in found.items])


@group.get("/v1/match-jobs/<job_id>", responses={200: schemas.MatchJob})
@permits(Action.MATCH_JOB)
def read_match_job(path: JobPath) -> Answer:
    """Tell how far a job is."""
    job = match_jobs.own(store(), path.job_id, actor=actor())
    return present.match_job(job, match_jobs.done(store(), job))


@group.get(
    "/v1/match-jobs/<job_id>/results",
    responses={
        200: {
            "description": "A result for each query, a line each",
            "content": lines_of(group, schemas.JobResult, "serialization"),
        }
    },
)
@permits(Action.MATCH_JOB)
def read_match_job_results(path: JobPath, query: ResultsQuery) -> Answer:
    """Return the results in the order of the lines; while the job runs, as far as it is.

    Each shows its signals as they are now, and none that was withdrawn meanwhile.
    """
    found = match_jobs.results(
        store(), path.job_id, after=query.after, only_telling=query.only is not None, actor=actor(), now=now()
    )
    return ndjson.answer([present.job_result(each) for each in block] for block in found)


@group.delete("/v1/match-jobs/<job_id>", responses={204: None})
@permits(Action.MATCH_JOB)
def delete_match_job(path: JobPath) -> Answer:
    """Cancel a job if it is not finished, and delete its queries and results."""
    match_jobs.discard(store(), path.job_id, actor=actor(), now=now())
    return "", 204
