"""Match jobs as the tests of the services send them."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from hashdb.access import Actor
from hashdb.records.match_job import MatchJob
from hashdb.services import match_jobs, match_turns, match_uploads
from hashdb.services.job_lines import Line
from hashdb.services.match_jobs import Result
from hashdb.services.match_uploads import Received, Upload
from hashdb.services.queries import parse_query
from tests.services.world import World, value


def asked(number: int, seed: object, **more: object) -> Line:
    """Return a line that asks for the value that belongs to *seed*."""
    return Line(number=number, ref=f"upload {seed}", query=parse_query("pdq", value(seed), **more))  # type: ignore[arg-type]


def upload(lines: Iterable[Line], *, body: str = "", **more: Any) -> Upload:
    """Return an upload of these lines; *body* stands for the bytes that were sent."""
    return Upload(lines=iter(lines), digest=lambda: sha256(body.encode()).hexdigest(), **more)


def receive(world: World, given: Upload, actor: Actor | None = None) -> Received:
    """Send an upload, usually as platform gamma."""
    return match_uploads.receive(world.store, given, actor=actor or world.host, clock=lambda: world.now)


def sent(world: World, *lines: Line, radius: int | None = None, actor: Actor | None = None) -> MatchJob:
    """Return the job that these lines begin."""
    return receive(world, upload(lines, radius=radius), actor).job


def turn(world: World, job: MatchJob, *, blocks: int = 1_000_000) -> int:
    """Take a turn that is over after so many blocks."""
    left = iter(range(blocks - 1, -1, -1))
    over = lambda: next(left) == 0  # noqa: E731 - said in one line
    return match_turns.take(world.store, world.matcher, job.id, is_over=over, now=world.now)


def read(world: World, job: MatchJob, *, after: int = 0, only_telling: bool = False) -> list[Result]:
    """Return the results as platform gamma reads them."""
    blocks = match_jobs.results(
        world.store, job.id, after=after, only_telling=only_telling, actor=world.host, now=world.now
    )
    return [each for block in blocks for each in block]


def found(results: Iterable[Result]) -> dict[int, list[str]]:
    """Return the ids that were found for each line."""
    return {each.line: [hit.signal.id for hit in each.hits] for each in results}
