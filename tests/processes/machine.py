"""One `hashdb serve` as a test sees it: real processes in a data directory of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import redis

STAND_IN = Path(__file__).with_name("stand_in.py")
DEADLINE = 20.0


def eventually(true: Callable[[], object]) -> None:
    """Wait until *true* says so."""
    deadline = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Tell whether the process runs; one that is dead but not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> list[int]:
    """Return the processes that it started and that still run."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@dataclass
class Machine:
    """One `hashdb serve`, with the private Redis and stand-ins for the rest."""

    data: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] = field(init=False)
    log: Path = field(init=False)

    def start(self) -> "Machine":
        env = {"HASHDB_DATA": str(self.data), "HASHDB_PORT": str(self.port), **self.environment}
        self.log = self.data.parent / f"{self.data.name}.{time.monotonic_ns()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, STAND_IN], env={**os.environ, **env}, stdout=log, stderr=log
            )
        return self

    def said(self) -> str:
        return self.log.read_text()

    def start_until_ready(self) -> "Machine":
        self.start()
        eventually(lambda: "hashdb is ready" in self.said())
        return self

    def wait(self) -> int:
        return self.process.wait(timeout=DEADLINE)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def pids(self, child: str = "") -> list[int]:
        """Every process of that name that was started so far, first to last."""
        return [int(pid) for pid in re.findall(rf"started child={child}\S* pid=(\d+)", self.said())]

    def redis(self) -> redis.Redis:
        return redis.Redis.from_url((self.data / "redis.url").read_text().strip())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


Machines = Callable[..., Machine]
