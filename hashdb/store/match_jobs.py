"""Match jobs in Redis: the record, and beside it two hashes of blocks, what is asked and what was answered.

A block is a list of rows, deflated, under the number of its first line. It goes from the first hash to the second in
one step, so a worker that dies leaves it asked, two that answer it at once leave one answer, and a query is kept no
longer than until it is answered. Moving a block is no change of the job's state and has no audit entry.
"""

import zlib
from collections.abc import Sequence
from typing import Any

import orjson

from hashdb import ids
from hashdb.records.match_job import BLOCK, MatchJob
from hashdb.store import keyspace, lists
from hashdb.store.act import Write, script
from hashdb.store.codec import Codec, header
from hashdb.store.database import Database
from hashdb.store.records import Records

# Hashes are noise to any compressor; the first level already packs their digits.
_LEVEL = 1

Rows = list[Any]


class MatchJobs(Records[MatchJob]):
    """The match jobs of all members."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, "match_job", Codec(MatchJob), lists.match_job_lists)
        self._fill = script(database, "fill")

    def begin(self, job: MatchJob) -> Write:
        """Write a new job; nothing may have been sent under its Idempotency-Key yet."""
        if job.request is None:
            return self.put(job)
        place = (keyspace.MATCH_JOB_REQUESTS, job.request.encode())
        return self.put(job) + Write(lacks=(place,), commands=(("HSET", *place, ids.packed(job.id)),))

    def sent_as(self, request: str) -> str | None:
        """Return the id of the job that was sent under an Idempotency-Key of this digest, or None."""
        raw = self._database.hget(keyspace.MATCH_JOB_REQUESTS, request)
        return None if raw is None else ids.unpacked("mjb", raw)

    def ask(self, job: MatchJob, first_line: int, rows: Sequence[object]) -> bool:
        """Keep a block of queries; return False, with nothing kept, when the job has changed or is gone."""
        return self._move(job, first_line, rows, into=_asked(job.id), out_of=_answered(job.id))

    def answer(self, job: MatchJob, first_line: int, rows: Sequence[object]) -> bool:
        """Put the results of a block in the place of its queries; return False when the job has changed or is gone."""
        return self._move(job, first_line, rows, into=_answered(job.id), out_of=_asked(job.id))

    def open_blocks(self, job_id: str) -> list[int]:
        """Return the first lines of the blocks that wait for an answer, in their order."""
        return sorted(map(int, self._database.hkeys(_asked(job_id))))

    def done_blocks(self, job_id: str) -> list[int]:
        """Return the first lines of the blocks that are answered, up to the first one that is not."""
        waiting = min(self.open_blocks(job_id), default=None)
        done = sorted(map(int, self._database.hkeys(_answered(job_id))))
        return [first for first in done if waiting is None or first < waiting]

    def done(self, job: MatchJob) -> int:
        """Return how many queries are answered; about so many where some blocks are shorter than others."""
        answered, asked = (int(self._database.hlen(of(job.id))) for of in (_answered, _asked))
        if answered + asked <= -(-job.total // BLOCK):
            return min(job.total, BLOCK * answered)
        return job.total * answered // (answered + asked)

    def queries(self, job_id: str, first_line: int) -> Rows | None:
        """Return a block of queries, or None when it is answered or gone."""
        return _inflated(self._database.hget(_asked(job_id), first_line))

    def results(self, job_id: str, first_line: int) -> Rows | None:
        """Return a block of results, or None when it is not there."""
        return _inflated(self._database.hget(_answered(job_id), first_line))

    def remove(self, record: MatchJob) -> Write:
        """Delete a job with everything that belongs to it."""
        commands: list[tuple[str, ...]] = [("UNLINK", _asked(record.id), _answered(record.id))]
        if record.request is not None:
            commands.append(("HDEL", keyspace.MATCH_JOB_REQUESTS, record.request))
        return super().remove(record) + Write(commands=tuple(commands))

    def _move(self, job: MatchJob, first_line: int, rows: Sequence[object], *, into: str, out_of: str) -> bool:
        block = zlib.compress(orjson.dumps(rows), _LEVEL)
        keys = [keyspace.record("match_job", job.id), into, out_of]
        return bool(self._fill(keys=keys, args=[header(job.version), first_line, block]))


def _inflated(block: bytes | None) -> Rows | None:
    if block is None:
        return None
    rows: Rows = orjson.loads(zlib.decompress(block))
    return rows


def _asked(job_id: str) -> str:
    return keyspace.blocks(job_id, "asked")


def _answered(job_id: str) -> str:
    return keyspace.blocks(job_id, "answered")
