"""How soon every page answers, with a full store and ten thousand open cases behind it.

Each page is asked for over HTTP, one request at a time, by somebody who is signed in in a role that may see it.
Processor time is that of the API and of the store, as the system counts it in hundredths of a second: on a machine that
does other things it says more than the time that passed.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

from scripts.benches import busy, codes, cpu, filling
from scripts.benches.busy.place import Place
from scripts.benches.page_table import PAGES, Page
from scripts.benches.progress import tracked
from scripts.service import Service, alone, wait_until_ready

_ONE_PROCESS = {"HASHDB_API_WORKERS": "1"}
_WARM_UP = 2
_WRONG = 400
# Anybody's pages are so many a minute for each address; all of 127.0.0.0/8 is this machine.
_addresses = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One page, in milliseconds."""

    page: str
    median_ms: float
    p95_ms: float
    worst_ms: float
    cpu_ms: float
    redis_cpu_ms: float
    kilobytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Every page, the slowest first."""

    size: int
    requests: int
    pages: list[Timed]


def measure(size: int, *, requests: int, only: str) -> Pages:
    """Ask *requests* times for every page whose name contains *only*."""
    wanted = [each for each in PAGES if only in each.name]
    with _serving(size) as (service, server, place):
        pids = (service.process.pid, server.process.pid)
        ask = partial(_timed, service.url, place, pids)
        timed = [ask(each, requests) for each in tracked(wanted, "asking")]
    return Pages(size=size, requests=requests, pages=sorted(timed, key=lambda each: -each.median_ms))


@contextmanager
def _serving(size: int) -> Iterator[tuple[Service, Service, Place]]:
    with TemporaryDirectory(prefix="hashdb-") as folder:
        data = Path(folder, "data")
        filling.fill(data, codes.uniform(size))
        with alone("run redis", data) as server:
            filling.wait_for_store(server)
            place = busy.fill(server.store(), server.settings())
            with alone("run api", data, _ONE_PROCESS) as service:
                wait_until_ready(service)
                yield service, server, place


def _timed(url: str, place: Place, pids: Sequence[int], page: Page, requests: int) -> Timed:
    path = quote(page.path.format_map(place.ids), safe="/?=&")
    headers = {"Cookie": f"hashdb_session={place.tokens[page.who]}"} if page.who else {}
    connection = HTTPConnection(urlsplit(url).netloc, source_address=(f"127.1.0.{next(_addresses)}", 0))
    for _ in range(_WARM_UP):
        _ask(connection, path, headers)
    before, times, sizes = [cpu.seconds(each) for each in pids], [], []
    for _ in range(requests):
        took, length = _ask(connection, path, headers)
        times.append(took * 1e3)
        sizes.append(length)
    spent = [(cpu.seconds(each) - then) / requests * 1e3 for each, then in zip(pids, before, strict=True)]
    connection.close()
    return Timed(
        page=page.name,
        median_ms=median(times),
        p95_ms=sorted(times)[len(times) * 95 // 100],
        worst_ms=max(times),
        cpu_ms=spent[0],
        redis_cpu_ms=spent[1],
        kilobytes=median(sizes) / 1e3,
    )


def _ask(connection: HTTPConnection, path: str, headers: dict[str, str]) -> tuple[float, int]:
    """Return the seconds until all of the answer was there, and its length; raise RuntimeError for a refusal."""
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    took = time.perf_counter() - started
    if answer.status >= _WRONG or "sign-in" in answer.getheader("Location", ""):
        raise RuntimeError(f"{path} is answered with {answer.status}: {body[-1000:].decode(errors='replace')}")
    return took, len(body)
