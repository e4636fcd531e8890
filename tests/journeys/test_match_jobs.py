"""Match jobs over real processes: any number of queries, killed workers, broken connections, and bounded memory."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import orjson
import pytest

from hashdb.hashing import HashedSignal
from hashdb.roles import Role
from tests.journeys.cast import Cast, fresh_signal
from tests.journeys.serving import Serving
from tests.journeys.waiting import eventually

NDJSON = {"Content-Type": "application/x-ndjson"}
MANY = 40_000
MOST_GROWTH = 20 * 1024 * 1024
_NOTHING = fresh_signal()


def queries(count: int, *live: HashedSignal) -> Iterator[tuple[str, HashedSignal]]:
    """Yield so many queries; the live signals are asked for at the end of every thousand."""
    for number in range(count):
        place = count - 1 - number
        signal = live[place // 1_000 % len(live)] if live and place % 1_000 == 0 else _NOTHING
        yield f"upload {number}", replace(signal, quality=90)


def test_a_job_whose_worker_is_killed_in_the_midst_of_it_is_finished_with_every_line_once(
    cast: Cast, serving: Serving
) -> None:
    signal = fresh_signal()
    signal_id = cast.live(signal)[0]
    jobs = cast.asker.match_jobs
    job_id = jobs.create(queries(MANY, signal))["id"]
    eventually(lambda: jobs.get(job_id)["done"] > 0, "the job has begun")
    serving.kill("worker-match-jobs")
    seen = jobs.get(job_id)
    job = eventually(lambda: (now := jobs.get(job_id))["state"] == "finished" and now, "the job is finished")
    results = list(jobs.results(job_id))
    jobs.delete(job_id)

    assert seen["state"] == "running"
    assert job["done"] == job["total"] == MANY
    assert [each["line"] for each in results] == list(range(1, MANY + 1))
    assert [each["ref"] for each in results] == [f"upload {number}" for number in range(MANY)]
    found = {each["line"]: each["matches"][0]["signal_id"] for each in results if each["matches"]}
    assert found == dict.fromkeys(range(1_000, MANY + 1, 1_000), signal_id)


def test_results_are_read_while_the_store_is_killed(cast: Cast, serving: Serving) -> None:
    jobs = cast.asker.match_jobs
    job_id = jobs.create(queries(10_000))["id"]
    jobs.finished(job_id, pause=0.1)
    results = jobs.results(job_id)
    first = next(results)
    serving.kill("redis")
    rest = [each["line"] for each in results]
    jobs.delete(job_id)

    assert [first["line"], *rest] == list(range(1, 10_001))


def test_an_upload_that_breaks_off_leaves_nothing(cast: Cast, serving: Serving) -> None:
    headers = cast.bearer(cast.beta, Role.PLATFORM_MATCHER)
    lines = b"".join(
        orjson.dumps({"signal_type": "pdq", "signal_value": _NOTHING.signal_value}) + b"\n" for _ in [0] * 5_000
    )
    head = [
        f"POST /v1/match-jobs HTTP/1.1\r\nHost: hashdb\r\nContent-Length: {len(lines) + 1}",
        *_lines(headers | NDJSON),
    ]
    place = urlsplit(serving.url)
    with socket.create_connection((place.hostname, place.port)) as connection:
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + lines)
        eventually(lambda: _states(serving, headers) == ["receiving"], "the upload is being received")

    eventually(lambda: _states(serving, headers) == [] or None, "the upload is forgotten")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_the_memory_of_the_api_does_not_grow_with_a_body(cast: Cast, serving: Serving) -> None:
    headers = cast.bearer(cast.beta, Role.PLATFORM_MATCHER) | NDJSON
    query = orjson.dumps({"signal_type": "pdq", "signal_value": _NOTHING.signal_value})

    def body(count: int) -> Iterator[bytes]:
        yield from (query.ljust(1_023) + b"\n" for _ in range(count))

    for _ in range(4):  # each process has what any upload takes
        _delete(serving, headers, httpx.post(f"{serving.url}/v1/match-jobs", content=body(2_000), headers=headers))
    before = _memory(serving)
    answer = httpx.post(f"{serving.url}/v1/match-jobs", content=body(MANY), headers=headers, timeout=60)
    growth = _memory(serving) - before
    _delete(serving, headers, answer)

    assert answer.json()["total"] == MANY
    assert growth < MOST_GROWTH


def _lines(headers: dict[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in headers.items()]


def _states(serving: Serving, headers: dict[str, str]) -> list[str]:
    items = httpx.get(f"{serving.url}/v1/match-jobs", headers=headers).json()["items"]
    return [each["state"] for each in items]


def _delete(serving: Serving, headers: dict[str, str], answer: httpx.Response) -> None:
    httpx.delete(serving.url + answer.headers["Location"], headers=headers).raise_for_status()


def _memory(serving: Serving) -> int:
    """Return how much memory the processes that answer HTTP take, in bytes."""
    parent = serving.service.children("api")[-1]
    processes = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    fields = [line for each in processes for line in Path(f"/proc/{each}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in fields if line.startswith("VmRSS")) * 1024
