"""Files of the data directory that only their owner may read: the keys and the private server's address.

A file is written whole or not at all, with mode 0600 from its first byte.
"""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.settings import Settings

SECRET_KEY = "secret.key"  # noqa: S105 - the name of the file
SNAPSHOT_KEY = "snapshot.key"
AUDIT_KEY = "audit.key"

_OTHERS = 0o077


def write(path: Path, text: str) -> None:
    """Replace the file at *path* by *text*."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    draft.replace(path)


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """Return what *path* holds; the first time, what *make* returns."""
    if not path.exists():
        write(path, make())
    path.chmod(0o600)
    return path.read_text().strip()


def secret_key(settings: Settings) -> str:
    """Return the key that seals secrets: the configured one, else the data directory's own."""
    return settings.secret_key or read_or_make(settings.data / SECRET_KEY, lambda: Fernet.generate_key().decode())


def snapshot_key(settings: Settings) -> Ed25519PrivateKey:
    """Return the key that signs snapshots: the configured one, else the data directory's own.

    Raises InvalidInputError when others could read the file: what they sign, members would believe.
    """
    return _signing_key(settings.snapshot_key, settings.data / SNAPSHOT_KEY)


def audit_key(settings: Settings) -> Ed25519PrivateKey:
    """Return the key that signs the log's checkpoints, under the same rules as the one of snapshots."""
    return _signing_key(settings.audit_key, settings.data / AUDIT_KEY)


def _signing_key(configured: str, path: Path) -> Ed25519PrivateKey:
    if not configured and path.exists() and path.stat().st_mode & _OTHERS:
        rule = f"others may read its {path.name}: forbid it (mode 0600), or remove it for a new one"
        raise InvalidInputError(FieldProblem("HASHDB_DATA", rule))
    text = configured or read_or_make(path, _new_signing_key)
    return Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(text))


def _new_signing_key() -> str:
    return base64.urlsafe_b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
