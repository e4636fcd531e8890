"""How soon an approved signal is found by every API process, while others submit a thousand signals a second."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import orjson

from hashdb.records.member import Kind
from hashdb.roles import Role
from scripts.benches import codes, filling, load, submitting
from scripts.benches.load import Load, Order
from scripts.benches.progress import tracked
from scripts.service import Service, alone, running, wait_until_ready

_ONE_PROCESS = {"HASHDB_API_WORKERS": "1"}
_APPROVALS_PER_S = 5
_SUBMITTED_AT_ONCE = 50
_SUBMITTERS = 2
_PAUSE, _PATIENCE = 0.001, 20.0
_HTTP_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """From the answer to the second approval until both API processes have answered a lookup with the signal.

    The time of that lookup is part of it. `asked_p50_ms` and `asked_p99_ms` count from when the approval was sent.
    """

    size: int
    p50_ms: float
    p99_ms: float
    asked_p50_ms: float
    asked_p99_ms: float
    approvals: int
    submissions_per_s: float
    api_processes: int


def measure(size: int, *, approvals: int, rate: int) -> Freshness:
    """Approve signals one after the other and look each up at two API processes on the same store."""
    with (
        running(_ONE_PROCESS, partial(filling.fill, codes=codes.uniform(size))) as service,
        alone("run api", service.data, _ONE_PROCESS) as other,
        ThreadPoolExecutor(1) as pool,
    ):
        wait_until_ready(other)
        scene = _Scene(service, other)
        waiting = scene.pending(approvals)
        submitting_goes_on = _submit(pool, scene, approvals / _APPROVALS_PER_S, rate)
        waits = [scene.approve(*signal) for signal in _paced(waiting)]
        load_done = submitting_goes_on.result()
    acknowledged, asked = np.transpose(waits) * 1e3
    return Freshness(
        size=size,
        p50_ms=float(np.percentile(acknowledged, 50)),
        p99_ms=float(np.percentile(acknowledged, 99)),
        asked_p50_ms=float(np.percentile(asked, 50)),
        asked_p99_ms=float(np.percentile(asked, 99)),
        approvals=approvals,
        submissions_per_s=load_done.per_s * _SUBMITTED_AT_ONCE,
        api_processes=2,
    )


class _Scene:
    """Two API processes, and the keys of those who submit, approve and look up."""

    def __init__(self, service: Service, other: Service) -> None:
        platform = service.member("bench platform")
        reviewers = service.member("bench reviewers", Kind.CIVIL_SOCIETY)
        self.url = service.url
        self.submitters = [service.key(platform, Role.PLATFORM_SUBMITTER) for _ in range(_SUBMITTERS)]
        self._matcher = service.key(platform, Role.PLATFORM_MATCHER)
        self._reviewer, self._senior = (service.key(reviewers, role) for role in (Role.REVIEWER, Role.SENIOR_REVIEWER))
        self._processes = [HTTPConnection(urlsplit(each.url).netloc, timeout=60) for each in (other, service)]

    def pending(self, count: int) -> list[tuple[str, str]]:
        """Submit signals and approve each once; return their ids and values."""
        body = orjson.loads(submitting.batch(0, count))
        results = self._post(self.submitters[0], "/v1/signals", body)["results"]
        for result in results:
            self._review(self._reviewer, result["id"])
        values = [each["signal_value"] for each in body["signals"]]
        return [(result["id"], value) for result, value in zip(results, values, strict=True)]

    def approve(self, signal_id: str, value: str) -> tuple[float, float]:
        """Approve as the second person; return the seconds from the answer, and from the request, to the last hit."""
        asked = time.perf_counter()
        self._review(self._senior, signal_id)
        acknowledged = time.perf_counter()
        for process in self._processes:
            while not self._finds(process, value):
                if time.perf_counter() - acknowledged > _PATIENCE:
                    raise RuntimeError("an approved signal was not found")
                time.sleep(_PAUSE)
        found = time.perf_counter()
        return found - acknowledged, found - asked

    def _finds(self, process: HTTPConnection, value: str) -> bool:
        query = {"signals": [{"signal_type": "pdq", "signal_value": value}]}
        return bool(self._post(self._matcher, "/v1/match", query, process)["results"][0]["matches"])

    def _review(self, key: str, signal_id: str) -> None:
        self._post(key, f"/v1/signals/{signal_id}/reviews", {"decision": "approve"})

    def _post(self, key: str, path: str, body: object, process: HTTPConnection | None = None) -> Any:  # noqa: ANN401
        connection = process or self._processes[-1]
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        connection.request("POST", path, orjson.dumps(body), headers)
        answer = connection.getresponse()
        told = answer.read()
        if answer.status != _HTTP_OK:
            raise RuntimeError(f"{path} was answered with {answer.status}: {told.decode(errors='replace')}")
        return orjson.loads(told)


def _submit(pool: ThreadPoolExecutor, scene: _Scene, seconds: float, rate: int) -> Future[Load]:
    """Have another process submit new signals, as many a second as wanted, all the while."""
    starts = range(0, int(rate * seconds) + rate, _SUBMITTED_AT_ONCE)
    order = Order(
        url=scene.url,
        path="/v1/signals",
        keys=scene.submitters,
        bodies=[submitting.batch(first, _SUBMITTED_AT_ONCE).decode() for first in starts],
        connections=_SUBMITTERS,
        seconds=seconds,
        rate=rate / _SUBMITTED_AT_ONCE,
    )
    return pool.submit(load.run, order)


def _paced(signals: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the signals as fast as reviewers are meant to be."""
    due = time.perf_counter()
    for signal in tracked(signals, "approving"):
        time.sleep(max(0.0, due - time.perf_counter()))
        due = max(due, time.perf_counter()) + 1 / _APPROVALS_PER_S
        yield signal
