"""Files of the data directory that only their owner may read: the secret key and the private server's address.

A file is written whole or not at all, with mode 0600 from its first byte.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from hashdb.settings import Settings

SECRET_KEY = "secret.key"  # noqa: S105 - the name of the file


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
