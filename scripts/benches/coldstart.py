"""How long an API process takes from its start until it says that it is ready, with a full store beside it."""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from hashdb.processes import port
from scripts.benches import codes, filling
from scripts.service import alone

_ONE_PROCESS = {"HASHDB_API_WORKERS": "1"}
_GLANCE, _PATIENCE = 0.01, 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdStart:
    """Seconds until /readyz answers 200, medians: with a segment that covers all rows, and with none.

    The loops of the index were compiled by an earlier start, as on any machine but a new one.
    """

    size: int
    with_segment_s: float
    without_segment_s: float
    starts: int


def measure(size: int, *, starts: int) -> ColdStart:
    """Start an API process several times each way, on a store with *size* live signals."""
    with TemporaryDirectory(prefix="hashdb-") as folder:
        data = Path(folder, "data")
        filling.fill(data, codes.uniform(size))
        with alone("run redis", data) as server:
            filling.wait_for_store(server)
            _start(data)
            present = [_start(data) for _ in range(starts)]
            shutil.rmtree(server.settings().segments)
            absent = [_start(data) for _ in range(starts)]
    return ColdStart(size=size, with_segment_s=median(present), without_segment_s=median(absent), starts=starts)


def _start(data: Path) -> float:
    """Start an API process, stop it, and return the seconds until it was ready."""
    started = time.perf_counter()
    with alone("run api", data, _ONE_PROCESS) as service:
        while not port.is_ready(service.url):
            if service.process.poll() is not None or time.perf_counter() - started > _PATIENCE:
                raise RuntimeError(f"the API did not become ready:\n{service.log.read_text()}")
            time.sleep(_GLANCE)
        return time.perf_counter() - started
