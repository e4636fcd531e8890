"""A data directory with any number of live signals, made in seconds: what a million submissions would leave behind.

Matching reads packed columns, so these are written for every signal, block by block. Records are made for as many as
the benchmarks ask for (`places`), through the store as always, so that a hit finds its record.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import numpy as np

from hashdb import audit, ids
from hashdb.access import SYSTEM
from hashdb.errors import UnavailableError
from hashdb.ids import new_id
from hashdb.lifecycles.signal import State
from hashdb.processes import redis_probe
from hashdb.records.signal import BehaviourLabel, Claim, ContentType, Ground, MaterialType, Signal, Submission
from hashdb.services.segments import Segments
from hashdb.signals import SIGNAL_TYPES, RowFlag
from hashdb.store import Database, keyspace
from hashdb.store.columns import BLOCK
from scripts.benches.codes import Codes, as_bytes
from scripts.benches.progress import tracked
from scripts.service import Service, alone

_TYPE = "pdq"
_RECORDS_ONE_IN, _LEAST_RECORDS, _MOST_RECORDS = 100, 100, 10_000
_AT_ONCE = 200
_PATIENCE, _GLANCE = 60.0, 0.02
_AGE, _LIFETIME = timedelta(days=2), timedelta(days=700)
_MEMBER = "org_01JDB4V8M3Z1Q5X7T9N2R6C0KE"
_CLAIM = Claim(
    content_type=ContentType.IMAGE,
    tier=1,
    behaviour_labels=(BehaviourLabel.GLORIFICATION,),
    material_types=(MaterialType.INCITES,),
    ground=Ground(behaviour=BehaviourLabel.GLORIFICATION),
)


def fill(data: Path, codes: Codes) -> None:
    """Make *codes* the live signals of an empty data directory, row by row, all of them in a segment."""
    data.mkdir()
    now = datetime.now(UTC)
    with alone("run redis", data) as server:
        wait_for_store(server)
        with Database.at(server.redis_url()) as database:
            _write_columns(database, codes, now)
        store, rows = server.store(), places(len(codes))
        steps = [rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE)]
        for some in tracked(steps, "writing records"):
            writes = [store.signals.put(_signal(codes[row], row, now)) for row in some]
            store.commit(audit.entry(SYSTEM, "bench.fill", now, object_type="submission", object_id="bench"), *writes)
        build_segment(server)


def build_segment(server: Service) -> None:
    """Build the segment of all rows there are, as the indexer does."""
    Segments(server.store().signals.columns, server.settings().segments).build(SIGNAL_TYPES[_TYPE])


def places(size: int) -> list[int]:
    """Return the rows whose signals have a record, evenly spread over *size* rows."""
    count = min(size, max(_LEAST_RECORDS, min(size // _RECORDS_ONE_IN, _MOST_RECORDS)))
    return [place * size // count for place in range(count)]


def wait_for_store(server: Service) -> None:
    """Return when the Redis server of a data directory answers, or raise RuntimeError with what it said."""
    deadline = monotonic() + _PATIENCE
    while monotonic() < deadline:
        with suppress(UnavailableError):  # its address is not written yet
            if redis_probe.answers(server.redis_url()):
                return
        sleep(_GLANCE)
    raise RuntimeError(f"the store did not start:\n{server.log.read_text()}")


def _write_columns(database: Database, codes: Codes, now: datetime) -> None:
    """Write whole blocks of the columns at once, and last how many rows there are."""
    starts = range(0, len(codes), BLOCK)
    for first in tracked(starts, "writing columns"):
        some = codes[first : first + BLOCK]
        cells = {
            "code": as_bytes(some).tobytes(),
            "id": b"".join(_ulid(row, now) for row in range(first, first + len(some))),
            "flags": bytes([RowFlag.LIVE]) * len(some),
        }
        for name, cell in cells.items():
            database.set(keyspace.column("signal", _TYPE, name, first // BLOCK), cell)
    database.set(keyspace.rows("signal", _TYPE), len(codes))


def _ulid(row: int, now: datetime) -> bytes:
    """Return the 16 bytes of an id: the time, and the row in place of the random part."""
    return int(now.timestamp() * 1_000).to_bytes(6) + row.to_bytes(10)


def _signal(code: Codes, row: int, now: datetime) -> Signal:
    """Return the record of a live signal with one submission, active since yesterday."""
    first = Submission(id=new_id("sub", now), member_id=_MEMBER, group_id=_MEMBER, submitted_at=now)
    return Signal(
        id=ids.unpacked("sig", _ulid(row, now)),
        signal_type=_TYPE,
        signal_value=as_bytes(code[np.newaxis]).tobytes().hex(),
        row=row,
        quality=80,
        claim=_CLAIM,
        submissions=(first,),
        created_at=now - _AGE,
        activated_at=now - _AGE,
        expires_at=now + _LIFETIME,
        state=State.ACTIVE,
    )
