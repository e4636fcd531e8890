"""What can be set from outside, as one table of environment variables.

ENVIRONMENT is the law: every variable the system reads stands there, and README repeats it (a test compares the two).
A bad value is refused in one line that names the variable and its rule. No other module knows a variable's name.
"""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hashdb.errors import FieldProblem, InvalidInputError

# Addresses that mean "every interface": nobody can open them in a browser.
EVERY_INTERFACE = ("0.0.0.0", "::")  # noqa: S104 - compared with, never bound to

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One environment variable; `read` turns its text into a value or raises ValueError with the rule in words."""

    name: str
    default: str
    meaning: str
    read: Callable[[str], Any]

    @property
    def field(self) -> str:
        """The name of the field of Settings that it fills."""
        return self.name.removeprefix("HASHDB_").lower()


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if re.fullmatch(r"[0-9]{1,12}", text) and low <= int(text) <= high:
            return int(text)
        raise ValueError(f"must be a whole number from {low} to {high}")

    return read


def _switch(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("must be 0 or 1")
    return text == "1"


def _choice(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"must be one of {', '.join(words)}")
        return text.lower()

    return read


def _address(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and not text.startswith(schemes):
            raise ValueError(f"must start with {' or '.join(schemes)}")
        return text.rstrip("/")

    return read


def _key_of_32_bytes(text: str) -> str:
    rule = "must be 32 bytes as URL-safe base64 (44 characters)"
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        raise ValueError(rule) from None
    if text and len(key) != KEY_BYTES:
        raise ValueError(rule)
    return text


ENVIRONMENT = (
    Variable(name="HASHDB_DATA", default="var", meaning="the data directory", read=Path),
    Variable(name="HASHDB_HOST", default="127.0.0.1", meaning="the address that the API listens on", read=str),
    Variable(name="HASHDB_PORT", default="8080", meaning="the port that the API listens on", read=_whole(1, 65535)),
    Variable(name="HASHDB_API_WORKERS", default="2", meaning="processes that answer HTTP", read=_whole(1, 256)),
    Variable(name="HASHDB_API_THREADS", default="16", meaning="threads of each such process", read=_whole(1, 1024)),
    Variable(name="HASHDB_WORKERS", default="1", meaning="worker processes for each queue", read=_whole(1, 64)),
    Variable(
        name="HASHDB_SECRET_KEY",
        default="",
        meaning="the Fernet key that seals webhook secrets, content URLs and saved answers; empty: made once, kept in"
        " `secret.key` of the data directory",
        read=_key_of_32_bytes,
    ),
    Variable(
        name="HASHDB_SNAPSHOT_KEY",
        default="",
        meaning="the Ed25519 key that signs snapshots, 32 bytes as URL-safe base64; empty: made once, kept in"
        " `snapshot.key` of the data directory",
        read=_key_of_32_bytes,
    ),
    Variable(
        name="HASHDB_SNAPSHOT_SECONDS",
        default="3600",
        meaning="how often the list is published as a snapshot, if it has changed",
        read=_whole(1, 86_400),
    ),
    Variable(
        name="HASHDB_WEBHOOK_ALLOW_LOOPBACK",
        default="0",
        meaning="1 lets webhooks go to this machine, for trying out",
        read=_switch,
    ),
    Variable(
        name="HASHDB_LEASE_SECONDS",
        default="60",
        meaning="how long one worker may hold a delivery before another takes it",
        read=_whole(1, 3600),
    ),
    Variable(
        name="HASHDB_MAX_BODY_BYTES",
        default="8388608",
        meaning="the largest request body that is read; most routes read less",
        read=_whole(1024, 1 << 30),
    ),
    Variable(
        name="HASHDB_TRUSTED_PROXIES",
        default="0",
        meaning="how many proxies in front append to `X-Forwarded-For`; 0: callers are whom the connection comes from",
        read=_whole(0, 8),
    ),
    Variable(
        name="HASHDB_KERNELS",
        default="",
        meaning="where the compiled loops of the index are kept; empty: `kernels` of the data directory",
        read=str,
    ),
    Variable(
        name="HASHDB_LOG_LEVEL",
        default="info",
        meaning="the least severe log line that is written: debug, info, warning or error",
        read=_choice("debug", "info", "warning", "error"),
    ),
    Variable(
        name="REDIS_URL",
        default="",
        meaning="the Redis or Valkey server to use (at least 7.0, append-only, `noeviction`); empty: a private one",
        read=_address("redis://", "rediss://", "unix://"),
    ),
)


def _read(variable: Variable, env: Mapping[str, str]) -> Any:  # noqa: ANN401 - as many types as variables
    text = env.get(variable.name, "").strip() or variable.default
    try:
        return variable.read(text)
    except ValueError as error:
        raise InvalidInputError(FieldProblem(variable.name, str(error))) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting of one process; a field is its variable's name without HASHDB_."""

    data: Path
    host: str
    port: int
    api_workers: int
    api_threads: int
    workers: int
    secret_key: str
    snapshot_key: str
    snapshot_seconds: int
    webhook_allow_loopback: bool
    lease_seconds: int
    max_body_bytes: int
    trusted_proxies: int
    kernels: str
    log_level: str
    redis_url: str

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read the settings; an empty variable means its default. Raises InvalidInputError naming the variable."""
        return cls(**{variable.field: _read(variable, env) for variable in ENVIRONMENT})

    def to_environment(self) -> dict[str, str]:
        """Return the variables that make another process read these very settings."""
        values = {variable.name: getattr(self, variable.field) for variable in ENVIRONMENT}
        texts = {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in values.items()}
        return {**texts, "NUMBA_CACHE_DIR": str(self.kernels or self.data.absolute() / "kernels")}

    @property
    def segments(self) -> Path:
        """Where this machine keeps the segments of its indexes."""
        return self.data / "segments"

    @property
    def snapshots(self) -> Path:
        """Where this machine keeps the published snapshot."""
        return self.data / "snapshots"

    @property
    def base_url(self) -> str:
        """Where this machine itself reaches the API."""
        host = "127.0.0.1" if self.host in EVERY_INTERFACE else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"
