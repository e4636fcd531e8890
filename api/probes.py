"""What machines ask: does the process live, can it answer, what has it counted.

/healthz touches nothing; /readyz asks the store and whether the matcher has caught up. Keep /metrics from the public
net in the proxy that stands before the service.
"""

from flask import Response
from pydantic import BaseModel

from api import metrics
from api.answers import Answer
from api.context import matcher, store
from api.permissions import free
from api.routes import group as begin
from hashdb.errors import UnavailableError

group = begin("probes", "For machines that watch the service.", keyless=True)


class Status(BaseModel):
    """How the process is."""

    status: str


@group.get("/healthz", responses={200: Status})
@free
def healthz() -> Answer:
    """Tell that the process lives."""
    return {"status": "alive"}


@group.get("/readyz", responses={200: Status})
@free
def readyz() -> Answer:
    """Tell whether the store answers and the matcher has caught up with it; `read-only` takes no changes."""
    store().ping()
    if not matcher().is_ready:
        raise UnavailableError("the matcher is still loading the signals")
    return {"status": "ready" if store().read_only.reason() is None else "read-only"}


@group.get("/metrics", responses={200: {"description": "Prometheus text", "content": {"text/plain": {}}}})
@free
def read_metrics() -> Answer:
    """Return the counts of this service for Prometheus."""
    metrics.READ_ONLY.set(store().read_only.reason() is not None)
    body, content_type = metrics.exposition()
    return Response(body, content_type=content_type)
