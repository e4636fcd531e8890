"""Match jobs: lookups of any number in one upload, matched in the background, read as they are done."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from hashdb.client.answers import Record
from hashdb.client.bodies import Lines, query_of
from hashdb.client.downloads import lines
from hashdb.client.patience import Patience
from hashdb.client.speaking import Awaiting, Blocking, action, walk
from hashdb.client.steps import Pause, Talk, Walk, delete, get, post_lines

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal

_PATH = "/v1/match-jobs"
_UNDER_WAY = frozenset({"receiving", "queued", "running"})


class JobActions:
    """The member's match jobs. Delete those that are read: a member has only so many, and only for so long."""

    _patience: Patience

    @action
    def create(self, signals: Iterable[tuple[str, "HashedSignal"]], *, radius: int | None = None) -> Talk[Record]:
        """Send signals to be looked up, each under a name that comes back as the `ref` of its result."""
        with Lines({"ref": ref, **query_of(signal)} for ref, signal in signals) as sent:
            answer: Record = yield post_lines(_PATH, sent, radius=radius)
        return answer

    @action
    def get(self, job_id: str) -> Talk[Record]:
        """Return where a job stands: `state`, and `done` of `total`."""
        answer: Record = yield get(f"{_PATH}/{quote(job_id)}")
        return answer

    @action
    def finished(self, job_id: str, *, pause: float = 1.0) -> Talk[Record]:
        """Return the job once nothing more is done for it, asking every *pause* seconds; look at its `state`."""
        while True:
            job: Record = yield get(f"{_PATH}/{quote(job_id)}")
            if job["state"] not in _UNDER_WAY:
                return job
            yield Pause(pause)

    @walk
    def results(self, job_id: str, *, after: int = 0, only_matches: bool = False) -> Walk[Record]:
        """Walk the results behind line *after*, as far as the job is; a download that breaks off goes on by itself.

        *only_matches* leaves out the lines for which nothing was found.
        """
        path = f"{_PATH}/{quote(job_id)}/results"
        return lines(path, self._patience, after=after, only="matches" if only_matches else None)

    @action
    def delete(self, job_id: str) -> Talk[None]:
        """Cancel a job if it is not finished, and have its queries and results deleted."""
        yield delete(f"{_PATH}/{quote(job_id)}")


class MatchJobs(Blocking, JobActions):
    """Match jobs for the client that waits."""


class AsyncMatchJobs(Awaiting, JobActions):
    """Match jobs for the client that awaits."""
