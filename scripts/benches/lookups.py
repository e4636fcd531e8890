"""What a lookup over HTTP costs: requests a second, processor time, the slowest of a hundred; and whole batches."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from time import sleep
from typing import Any

import orjson

from hashdb.roles import Role
from scripts.benches import codes, cpu, filling, load
from scripts.benches.codes import Codes
from scripts.benches.load import Load, Order
from scripts.service import Service, running

BATCH = 256
_PATH = "/v1/match"
_MEMBERS = 8  # each with its own allowance
_CONNECTIONS = 8
_WARM_UP_SECONDS = 1.0
_GLANCE = 0.05
_SINGLE_BODIES, _BATCH_BODIES = 2_000, 64
_HIT_ONE_IN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookups:
    """What was measured; every tenth signal asked for is within the radius of a stored one.

    Single lookups go as fast as the answers come, the 99th percentile is of a steady rate. `per_core_s` is requests
    a second of processor time of the API's processes; what Redis takes beside it is told apart.
    """

    size: int
    single_per_s: float
    single_cpu_us: float
    single_p99_ms: float
    batch_signals_per_s: float
    per_core_s: float
    single_redis_cpu_us: float
    single_p50_ms: float
    single_rate: float
    batch_cpu_us_per_signal: float
    batch_p99_ms: float
    hit_share: float
    api_processes: int
    cores: int
    building_p99_ms: float | None = None
    built: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cost:
    """A load and the processor time in seconds that the API and Redis took for it."""

    load: Load
    api_s: float
    redis_s: float


def measure(size: int, *, seconds: float, rate: float, processes: int, while_building: bool) -> Lookups:
    """Look signals up, one by one and in batches, at a service that has *size* live ones."""
    stored = codes.uniform(size)
    environment = {"HASHDB_API_WORKERS": str(processes)}
    with running(environment, partial(filling.fill, codes=stored)) as service:
        order = partial(_order, service, _keys(service))
        one = [_body(some) for some in _queries(stored, _SINGLE_BODIES, 1)]
        many = [_body(some) for some in _queries(stored, _BATCH_BODIES, BATCH)]
        _warm_up(order, one, many)
        single = _costing(service, order(one, seconds=seconds))
        steady = load.run(order(one, seconds=seconds, rate=rate))
        batches = _costing(service, order(many, seconds=seconds))
        building = _while_building(service, order(one, seconds=seconds, rate=rate)) if while_building else {}
    requests, signals = single.load.requests, batches.load.requests * BATCH
    return Lookups(
        size=size,
        single_per_s=single.load.per_s,
        single_cpu_us=single.api_s / requests * 1e6,
        single_p99_ms=steady.p99_ms,
        batch_signals_per_s=batches.load.per_s * BATCH,
        per_core_s=requests / single.api_s,
        single_redis_cpu_us=single.redis_s / requests * 1e6,
        single_p50_ms=steady.p50_ms,
        single_rate=steady.per_s,
        batch_cpu_us_per_signal=batches.api_s / signals * 1e6,
        batch_p99_ms=batches.load.p99_ms,
        hit_share=single.load.hits / requests,
        api_processes=processes,
        cores=os.cpu_count() or 1,
        **building,
    )


def _keys(service: Service) -> list[str]:
    members = [service.member(f"bench platform {number}") for number in range(_MEMBERS)]
    return [service.key(member, Role.PLATFORM_MATCHER) for member in members]


def _queries(stored: Codes, count: int, length: int) -> list[Codes]:
    """Return *count* queries of *length* codes, every tenth near a stored code whose record exists."""
    asked = codes.uniform(count * length, seed=8)
    near = asked[::_HIT_ONE_IN]
    known = stored[filling.places(len(stored))]
    near[:] = codes.flipped(known.repeat(len(near) // len(known) + 1, axis=0)[: len(near)], codes.RADIUS, seed=9)
    return list(asked.reshape(count, length, -1))


def _body(some: Codes) -> str:
    values = [each.tobytes().hex() for each in codes.as_bytes(some)]
    return orjson.dumps({"signals": [{"signal_type": "pdq", "signal_value": each} for each in values]}).decode()


def _order(service: Service, keys: list[str], bodies: list[str], *, seconds: float, rate: float = 0.0) -> Order:
    return Order(
        url=service.url, path=_PATH, keys=keys, bodies=bodies, connections=_CONNECTIONS, seconds=seconds, rate=rate
    )


def _warm_up(order: Callable[..., Order], *bodies: list[str]) -> None:
    for each in bodies:
        load.run(order(each, seconds=_WARM_UP_SECONDS))


def _costing(service: Service, order: Order) -> _Cost:
    """Send a load and see what processor time it took."""
    pids = {name: service.children(name)[-1] for name in ("api", "redis")}
    before = {name: cpu.seconds(pid) for name, pid in pids.items()}
    done = load.run(order)
    spent = {name: cpu.seconds(pid) - before[name] for name, pid in pids.items()}
    return _Cost(load=done, api_s=spent["api"], redis_s=spent["redis"])


def _while_building(service: Service, order: Order) -> dict[str, Any]:
    """Send a load while the indexer builds one segment after the other, each removed as soon as it is there."""
    folder, built = service.settings().segments, 0
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(load.run, order)
        while not done.done():
            for segment in folder.glob("*.segment"):
                segment.unlink()
                built += 1
            sleep(_GLANCE)
    return {"building_p99_ms": done.result().p99_ms, "built": built}
