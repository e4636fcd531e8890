"""What Prometheus reads at /metrics: requests by route and status, and how long they took.

With several API processes on one machine, start them with PROMETHEUS_MULTIPROC_DIR set to an empty directory: each
then answers for all of them. Without it each answers for itself.
"""

from functools import cache

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

REQUESTS = Counter("hashdb_http_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "hashdb_http_request_seconds",
    "Time to answer a request",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
READ_ONLY = Gauge(
    "hashdb_read_only",
    "1 while the service takes no changes because its log does not verify",
    multiprocess_mode="mostrecent",
)


# The children of both are few: routes, statuses and METHODS.
_counter, _histogram = cache(REQUESTS.labels), cache(SECONDS.labels)


def count(method: str, route: str, status: int, seconds: float) -> None:
    """Record one answer; a method that no standard knows is counted as `other`, or labels would never end."""
    _counter(method if method in METHODS else "other", route, status).inc()
    _histogram(route).observe(seconds)


def _registry() -> CollectorRegistry:
    shared = CollectorRegistry()
    try:
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    except ValueError:  # the variable is not set: this process answers for itself
        return REGISTRY
    return shared


def exposition() -> tuple[bytes, str]:
    """Return the metrics and their content type."""
    return generate_latest(_registry()), CONTENT_TYPE_LATEST
