"""Whether a Redis server answers, and whether it is one that records can be trusted to.

Asks INFO only, so that it works where CONFIG is forbidden. redis-py is imported when a server is asked: it takes half a
second, for which processes that start beside a private server need not wait.
"""

import re

from hashdb.errors import StoreMismatchError, UnavailableError
from hashdb.processes.redis_binary import OLDEST


def answers(url: str) -> bool:
    """Tell whether the server at *url* serves commands; while it still loads its data it does not."""
    import redis  # noqa: PLC0415 - see above

    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except (redis.ConnectionError, redis.TimeoutError):
        return False


def require_trustworthy(url: str) -> None:
    """Refuse a server that may forget: too old, without append-only file, or evicting. Says all that is missing."""
    import redis  # noqa: PLC0415 - see above

    try:
        with redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5) as client:
            told = client.info("server") | client.info("persistence") | client.info("memory")
    except redis.RedisError as error:
        raise UnavailableError(f"the server of REDIS_URL does not answer: {error}") from None
    if missing := _missing(told):
        raise StoreMismatchError(f"the server of REDIS_URL does not fit: {'; '.join(missing)}")


def _missing(told: dict[str, object]) -> list[str]:
    version = str(told.get("redis_version", ""))
    parts = re.match(r"(\d+)\.(\d+)", version)
    new_enough = parts is not None and (int(parts[1]), int(parts[2])) >= OLDEST
    policy = told.get("maxmemory_policy")
    return [
        *([] if new_enough else [f"version 7.0 or later is needed, it is {version or 'unknown'}"]),
        *([] if told.get("aof_enabled") else ["`appendonly yes` is needed, it is off"]),
        *([] if policy == "noeviction" else [f"`maxmemory-policy noeviction` is needed, it is {policy}"]),
    ]
