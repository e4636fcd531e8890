"""The connection to Redis; its failures become the one error that says that trying again is safe."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis
from redis import exceptions
from redis.backoff import ExponentialBackoff
from redis.client import Pipeline
from redis.retry import Retry

from hashdb.errors import UnavailableError

_FAILURES = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.BusyLoadingError,
    exceptions.OutOfMemoryError,
    exceptions.ReadOnlyError,
)
_UNKNOWN = "the store does not answer; whether it took the change is not known, and asking again is safe"
# Seven tries within about two seconds: long enough for the supervisor to bring a killed server back.
_RETRIES = 6


@contextmanager
def _refusals_translated() -> Iterator[None]:
    try:
        yield
    except _FAILURES as failure:
        raise UnavailableError(_UNKNOWN) from failure


class _Pipeline(Pipeline):
    def execute(self, raise_on_error: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 - redis-py's signature
        with _refusals_translated():
            result: list[Any] = super().execute(raise_on_error)
            return result


class Database(redis.Redis):
    """A Redis client that answers in bytes and raises UnavailableError when the server cannot answer or write."""

    @classmethod
    def at(cls, url: str) -> "Database":
        """Connect to the server at *url* (`redis://`, `rediss://` or `unix://`)."""
        retry = Retry(ExponentialBackoff(cap=0.8, base=0.05), _RETRIES)
        return cls.from_url(url, retry=retry, socket_timeout=30, socket_connect_timeout=5, health_check_interval=0)

    def execute_command(self, *args: Any, **options: Any) -> Any:
        """Run one command."""
        with _refusals_translated():
            return super().execute_command(*args, **options)

    def rewrite(self) -> bool:
        """Begin to write the append-only file anew; False where this user may not, or the server is at it already."""
        try:
            self.bgrewriteaof()
        except exceptions.ResponseError:
            return False
        return True

    def pipeline(self, transaction: bool = False, shard_hint: str | None = None) -> _Pipeline:  # noqa: FBT001, FBT002
        """Return a pipeline; commands of one round trip, not a transaction unless asked for."""
        return _Pipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
