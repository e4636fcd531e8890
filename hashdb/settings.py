"""What can be set from outside, as one table of environment variables.

ENVIRONMENT is the law: every variable the system reads stands there, and README repeats it (a test compares the two).
A bad value is refused in one line that names the variable and its rule. No other module knows a variable's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.variables import Variable, address, choice, key_of_32_bytes, matching, switch, whole

# Addresses that mean "every interface": nobody can open them in a browser.
EVERY_INTERFACE = ("0.0.0.0", "::")  # noqa: S104 - compared with, never bound to

# Where secrets and proofs may be sent: without TLS on this machine only. Nothing is a value that is not given.
SECURE_URL = r"|https://\S+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(/\S*)?"

ENVIRONMENT = (
    Variable(name="HASHDB_DATA", default="var", meaning="the data directory", read=Path),
    Variable(name="HASHDB_HOST", default="127.0.0.1", meaning="the address that the API listens on", read=str),
    Variable(name="HASHDB_PORT", default="8080", meaning="the port that the API listens on", read=whole(1, 65535)),
    Variable(name="HASHDB_API_WORKERS", default="2", meaning="processes that answer HTTP", read=whole(1, 256)),
    Variable(name="HASHDB_API_THREADS", default="16", meaning="threads of each such process", read=whole(1, 1024)),
    Variable(
        name="HASHDB_API_PINNED",
        default="1",
        meaning="1 keeps each such process on a processor of its own, which nearly halves what a lookup costs; 0 leaves"
        " it to the kernel",
        read=switch,
    ),
    Variable(name="HASHDB_WORKERS", default="1", meaning="worker processes for each queue", read=whole(1, 64)),
    Variable(
        name="HASHDB_SECRET_KEY",
        default="",
        meaning="the Fernet key that seals webhook secrets, content URLs and saved answers; empty: made once, kept in"
        " `secret.key` of the data directory",
        read=key_of_32_bytes,
    ),
    Variable(
        name="HASHDB_SNAPSHOT_KEY",
        default="",
        meaning="the Ed25519 key that signs snapshots, 32 bytes as URL-safe base64; empty: made once, kept in"
        " `snapshot.key` of the data directory",
        read=key_of_32_bytes,
    ),
    Variable(
        name="HASHDB_SNAPSHOT_SECONDS",
        default="3600",
        meaning="how often the list is published as a snapshot, if it has changed",
        read=whole(1, 86_400),
    ),
    Variable(
        name="HASHDB_AUDIT_KEY",
        default="",
        meaning="the Ed25519 key that signs the checkpoints of the audit log, 32 bytes as URL-safe base64; empty: made"
        " once, kept in `audit.key` of the data directory",
        read=key_of_32_bytes,
    ),
    Variable(
        name="HASHDB_AUDIT_ORIGIN",
        default="hashdb.example/audit",
        meaning="the name of the audit log, which stands in its checkpoints and never changes",
        read=matching(r"[!-*,-~]{1,200}", "must be a name of at most 200 characters without spaces and plus signs"),
    ),
    Variable(
        name="HASHDB_PUBLIC_URL",
        default="",
        meaning="where people reach the service: the links in its mails; empty: the address that the API listens on",
        read=address("https://", "http://"),
    ),
    Variable(
        name="HASHDB_SMTP_URL",
        default="",
        meaning="the mail server, `smtp://USER:PASSWORD@HOST:PORT`; TLS is required except on this machine; empty: no"
        " mail is sent, and each becomes a task for the operator",
        read=address("smtp://", "smtps://"),
    ),
    Variable(
        name="HASHDB_MAIL_FROM",
        default="hashdb@localhost",
        meaning="the address that mails come from",
        read=matching(r"[^@\s<>]{1,64}@[^@\s<>]{1,255}", "must be an e-mail address"),
    ),
    Variable(
        name="HASHDB_OIDC_ISSUER",
        default="",
        meaning="the identity provider (OpenID Connect) through which people may sign in, exactly as it names itself;"
        " needs `pip install .[oidc]`; empty: none",
        read=matching(SECURE_URL, "must start with https://, or on this machine with http://"),
    ),
    Variable(
        name="HASHDB_OIDC_CLIENT_ID",
        default="",
        meaning="the name of this service at the identity provider, to which people come back at"
        " `/console/sign-in/provider/back`",
        read=str,
    ),
    Variable(
        name="HASHDB_OIDC_CLIENT_SECRET",
        default="",
        meaning="what proves to the identity provider that it is this service that asks",
        read=str,
    ),
    Variable(
        name="HASHDB_WEBHOOK_ALLOW_LOOPBACK",
        default="0",
        meaning="1 lets webhooks go to this machine, for trying out",
        read=switch,
    ),
    Variable(
        name="HASHDB_LEASE_SECONDS",
        default="60",
        meaning="how long one worker may hold a delivery before another takes it",
        read=whole(1, 3600),
    ),
    Variable(
        name="HASHDB_MAX_BODY_BYTES",
        default="8388608",
        meaning="the largest request body that is read; most routes read less",
        read=whole(1024, 1 << 30),
    ),
    Variable(
        name="HASHDB_TRUSTED_PROXIES",
        default="0",
        meaning="how many proxies in front append to `X-Forwarded-For`; 0: callers are whom the connection comes from",
        read=whole(0, 8),
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
        read=choice("debug", "info", "warning", "error"),
    ),
    Variable(
        name="REDIS_URL",
        default="",
        meaning="the Redis or Valkey server to use (at least 7.0, append-only, `noeviction`); empty: a private one",
        read=address("redis://", "rediss://", "unix://"),
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
    api_pinned: bool
    workers: int
    secret_key: str
    snapshot_key: str
    snapshot_seconds: int
    audit_key: str
    audit_origin: str
    public_url: str
    smtp_url: str
    mail_from: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
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
    def address(self) -> str:
        """Where people reach the service."""
        return self.public_url or self.base_url

    @property
    def provider_name(self) -> str:
        """What people know the identity provider by: its host; empty when there is none."""
        return urlsplit(self.oidc_issuer).netloc

    @property
    def base_url(self) -> str:
        """Where this machine itself reaches the API."""
        host = "127.0.0.1" if self.host in EVERY_INTERFACE else self.host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"
