"""The private Redis server of one data directory: where it listens, how it is started.

    redis.url      its address with the password, mode 0600     redis/      its append-only file
    redis.conf     its configuration, written at each start     redis.log   what it says itself

It listens on a unix socket only. Whoever needs the store of a data directory asks `address`.
"""

import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from hashdb.errors import StoreMismatchError, UnavailableError
from hashdb.processes import private_files, redis_binary, redis_config, redis_marker
from hashdb.settings import Settings

URL = "redis.url"
LOG = "redis.log"

# The kernel's limit for the path of a unix socket is 108 bytes on Linux, 104 on macOS.
LONGEST_SOCKET_PATH = 100

KEPT_LOG_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateServer:
    """A server that is ready to be started: its command and where it will be reached."""

    command: tuple[str, ...]
    url: str
    log: Path

    def last_words(self) -> str:
        """Return the last words of its log, for the one who has to say why it did not start."""
        lines = self.log.read_text(errors="replace").split("\n") if self.log.exists() else []
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def prepare(data: Path) -> PrivateServer:
    """Choose the server, check that it may load what is in *data*, and write its configuration."""
    binary = redis_binary.find()
    folder = data / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    redis_marker.check(data, folder, binary)
    socket = _socket(data)
    password = _password(data / URL)
    url = f"unix://{redis_config.USER}:{password}@{quote(str(socket))}"
    log = _rotated(data / LOG)
    private_files.write(data / URL, url + "\n")
    config = data / "redis.conf"
    private_files.write(config, redis_config.render(folder=folder, socket=socket, log=log, password=password))
    return PrivateServer(command=(str(binary.path), str(config)), url=url, log=log)


def address(settings: Settings) -> str:
    """Return the address of the store: REDIS_URL, else the private server of the data directory."""
    if settings.redis_url:
        return settings.redis_url
    try:
        return (settings.data / URL).read_text().strip()
    except OSError:
        raise UnavailableError(
            f"no server was ever started on the data directory {settings.data.absolute()}; "
            "start one with `hashdb serve`, or set REDIS_URL"
        ) from None


def _password(url: Path) -> str:
    known = urlsplit(url.read_text().strip()).password if url.exists() else None
    return unquote(known) if known else secrets.token_urlsafe(24)


def _socket(data: Path) -> Path:
    socket = data / "redis.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH:
        return socket
    short = Path(tempfile.gettempdir()) / f"hashdb-{os.getuid()}"
    short.mkdir(mode=0o700, exist_ok=True)
    status = short.lstat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077 or short.is_symlink():
        raise StoreMismatchError(f"{short} is not private to this user; choose a shorter path as data directory")
    return short / f"{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}.sock"


def _rotated(log: Path) -> Path:
    if log.exists() and log.stat().st_size > KEPT_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
    return log
