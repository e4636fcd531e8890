"""A service of its own for a benchmark or a drill: the real command on a free port, stopped at the end."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

import httpx

from hashdb.access import OPERATOR
from hashdb.ids import new_id
from hashdb.processes import redis_server
from hashdb.processes.serve import secret_key
from hashdb.records.member import PERSONAL_ROLES, Kind, Member
from hashdb.roles import Role
from hashdb.services import members
from hashdb.settings import Settings
from hashdb.store import Store

_START_SECONDS = 60
# Compiled once for all: every service would do it again in its own data directory.
_KERNELS = str(Path(__file__).parents[1] / ".kernels")
_STOP_SECONDS = 60


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Service:
    """A running service: its address, its data directory and the process of its supervisor."""

    url: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]

    def settings(self) -> Settings:
        """Return the settings of the data directory."""
        return Settings.from_environment({**os.environ, "HASHDB_DATA": str(self.data)})

    def redis_url(self) -> str:
        """Return the address of the private Redis server."""
        return redis_server.address(self.settings())

    def store(self) -> Store:
        """Open the service's store directly."""
        return Store.at(self.redis_url(), secret_key(self.settings()))

    def member(self, name: str, kind: Kind = Kind.PLATFORM) -> Member:
        """Admit a member."""
        return members.create_member(self.store(), name, kind, actor=OPERATOR, now=datetime.now(UTC))

    def key(self, member: Member, role: Role) -> str:
        """Issue a key, to a person of its own where the role decides."""
        store, now = self.store(), datetime.now(UTC)
        user = None
        if role in PERSONAL_ROLES:
            email = f"{new_id('mail', now)}@example.org"
            user = members.create_user(store, member.id, str(role), email, actor=OPERATOR, now=now).id
        return members.issue_key(store, member.id, role, user_id=user, actor=OPERATOR, now=now).token

    def children(self, name: str) -> list[int]:
        """Return the process ids of the children that the log calls *name*, the latest last."""
        lines = self.log.read_text().splitlines()
        started = [line for line in lines if f" started child={name}" in line]
        return [int(line.rsplit("pid=", 1)[1].split()[0]) for line in started]


@contextlib.contextmanager
def running(
    environment: Mapping[str, str] | None = None, prepare: Callable[[Path], None] | None = None
) -> Iterator[Service]:
    """Start a service on a temporary directory, which *prepare* may fill first; both are gone at the end."""
    with tempfile.TemporaryDirectory(prefix="hashdb-") as folder:
        data = Path(folder, "data")
        if prepare:
            prepare(data)
        with alone("serve", data, environment) as service:
            wait_until_ready(service)
            yield service


@contextlib.contextmanager
def alone(command: str, data: Path, environment: Mapping[str, str] | None = None) -> Iterator[Service]:
    """Run `hashdb` with this command (`serve`, `run api`, ...) on a data directory, on a port of its own."""
    port, log = free_port(), data.with_name(f"{command.replace(' ', '-')}-{token_hex(4)}.log")
    variables = {"HASHDB_DATA": str(data), "HASHDB_PORT": str(port), "HASHDB_KERNELS": _KERNELS, **(environment or {})}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "hashdb.cli", *command.split()],
            stdout=output,
            stderr=output,
            env={**os.environ, **variables},
        )
    try:
        yield Service(f"http://127.0.0.1:{port}", data, log, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_STOP_SECONDS)


def wait_until_ready(service: Service) -> None:
    """Return when the service answers /readyz, or raise RuntimeError with its log."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and service.process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{service.url}/readyz").is_success:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the service did not become ready:\n{service.log.read_text()}")
