"""Match jobs: lookups of any number in one upload, matched in the background, read as they are done."""

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

from hashdb.client.answers import Record
from hashdb.client.bodies import Lines, value_of
from hashdb.client.transport import Transport

if TYPE_CHECKING:
    from hashdb.hashing import HashedSignal

_PATH = "/v1/match-jobs"
_UNDER_WAY = frozenset({"receiving", "queued", "running"})


class MatchJobs:
    """The member's match jobs. Delete those that are read: a member has only so many, and only for so long."""

    def __init__(self, at: Transport) -> None:
        self._at = at

    def create(self, signals: Iterable[tuple[str, "HashedSignal"]], *, radius: int | None = None) -> Record:
        """Send signals to be looked up, each under a name that comes back as the `ref` of its result."""
        with Lines({"ref": ref, **value_of(signal)} for ref, signal in signals) as lines:
            answer: Record = self._at.post_lines(_PATH, lines, radius=radius)
        return answer

    def get(self, job_id: str) -> Record:
        """Return where a job stands: `state`, and `done` of `total`."""
        answer: Record = self._at.get(f"{_PATH}/{quote(job_id)}")
        return answer

    def finished(self, job_id: str, *, pause: float = 1.0) -> Record:
        """Return the job once nothing more is done for it, asking every *pause* seconds; look at its `state`."""
        while (job := self.get(job_id))["state"] in _UNDER_WAY:
            time.sleep(pause)
        return job

    def results(self, job_id: str, *, after: int = 0, only_matches: bool = False) -> Iterator[Record]:
        """Walk the results behind line *after*, as far as the job is; a download that breaks off goes on by itself.

        *only_matches* leaves out the lines for which nothing was found.
        """
        path = f"{_PATH}/{quote(job_id)}/results"
        return self._at.lines(path, after=after, only="matches" if only_matches else None)

    def delete(self, job_id: str) -> None:
        """Cancel a job if it is not finished, and have its queries and results deleted."""
        self._at.delete(f"{_PATH}/{quote(job_id)}")
