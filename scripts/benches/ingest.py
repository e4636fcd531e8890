"""How fast signals are taken over HTTP, what each costs in Redis, and how soon an approved one is found."""

import os
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import orjson
from redis import Redis

from hashdb.records.member import Kind
from hashdb.roles import Role
from scripts.benches import submitting
from scripts.benches.progress import tracked
from scripts.service import Service, running

_BATCH = 1_000
_SENDERS = 2
_PROBES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest:
    """What was measured."""

    count: int
    signals_per_s: float
    redis_bytes_per_signal: float
    matchable_after_ms_p50: float
    matchable_after_ms_max: float
    redis_hset_per_s: float
    cores: int


def measure(count: int) -> Ingest:
    """Submit *count* random PDQ signals in batches of 1,000, then approve some and look them up at once."""
    with running({"HASHDB_LOG_LEVEL": "warning"}) as service:
        platform = service.member("bench platform")
        reviewers = service.member("bench reviewers", Kind.CIVIL_SOCIETY)
        submitter, matcher = (service.key(platform, role) for role in (Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER))
        people = [service.key(reviewers, role) for role in (Role.REVIEWER, Role.SENIOR_REVIEWER)]
        redis = Redis.from_url(service.redis_url())
        bound = _hset_rate(redis)
        before = _used(redis)
        starts = range(0, count, _BATCH)
        batches = [submitting.batch(first, min(_BATCH, count - first)) for first in starts]
        started = time.perf_counter()
        last = _submit_all(service, submitter, batches)
        seconds = time.perf_counter() - started
        used = _used(redis) - before
        with httpx.Client(base_url=service.url, timeout=60) as client:
            delays = sorted(_delay(client, signal, people, matcher) for signal in last[-_PROBES:])
    return Ingest(
        count=count,
        signals_per_s=count / seconds,
        redis_bytes_per_signal=used / count,
        matchable_after_ms_p50=delays[len(delays) // 2] * 1e3,
        matchable_after_ms_max=delays[-1] * 1e3,
        redis_hset_per_s=bound,
        cores=os.cpu_count() or 1,
    )


def _submit_all(service: Service, key: str, batches: list[bytes]) -> list[tuple[str, str]]:
    """Send every batch, two at a time; return (id, value) of the signals of the last one."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with (
        httpx.Client(base_url=service.url, headers=headers, timeout=60) as client,
        ThreadPoolExecutor(_SENDERS) as pool,
    ):
        answers = pool.map(partial(_submit, client), batches)
        results = list(tracked(answers, "submitting", len(batches)))
    values = [each["signal_value"] for each in orjson.loads(batches[-1])["signals"]]
    return list(zip(results[-1], values, strict=True))


def _submit(client: httpx.Client, batch: bytes) -> list[str]:
    answer = client.post("/v1/signals", content=batch)
    answer.raise_for_status()
    results = answer.json()["results"]
    unexpected = [each for each in results if each["outcome"] != "created"]
    if unexpected:
        raise RuntimeError(f"a signal was not created: {unexpected[0]}")
    return [each["id"] for each in results]


def _delay(client: httpx.Client, signal: tuple[str, str], people: list[str], matcher: str) -> float:
    """Approve a signal as two people and return the seconds from the second approval's answer to the first hit."""
    identifier, value = signal
    for key in people:
        _post(client, key, f"/v1/signals/{identifier}/reviews", {"decision": "approve"})
    started = time.perf_counter()
    query = {"signals": [{"signal_type": "pdq", "signal_value": value}]}
    while not _post(client, matcher, "/v1/match", query)["results"][0]["matches"]:
        if time.perf_counter() - started > _PROBES:
            raise RuntimeError("an approved signal was not found")
    return time.perf_counter() - started


def _post(client: httpx.Client, key: str, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    answer = client.post(path, json=body, headers={"Authorization": f"Bearer {key}"})
    answer.raise_for_status()
    return answer.json()


def _used(redis: Redis) -> int:
    return int(redis.info("memory")["used_memory"])


def _hset_rate(redis: Redis) -> float:
    """Return how many single durable writes a second the same server takes from one client: the bound beside it."""
    started, count = time.perf_counter(), 1_000
    for number in range(count):
        redis.hset("bench", str(number), secrets.token_bytes(200))
    seconds = time.perf_counter() - started
    redis.delete("bench")
    return count / seconds
