"""The service of the journeys: `hashdb serve` in a directory of its own, started, killed in parts, started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.service import Service, free_port, wait_until_ready
from tests.journeys.waiting import eventually

ENVIRONMENT = {"HASHDB_WEBHOOK_ALLOW_LOOPBACK": "1", "HASHDB_LEASE_SECONDS": "2"}
STOP_SECONDS = 60


class Serving:
    """One data directory, and the service that runs on it at present."""

    def __init__(self, folder: Path, environment: Mapping[str, str] = ENVIRONMENT) -> None:
        self.folder = folder
        self.port = free_port()
        self.starts = 0
        self._environment = environment
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return self.service.log.read_text()

    def start(self) -> None:
        """Start the service on what the directory holds, and wait until it is ready."""
        self.service = self._begin()
        try:
            wait_until_ready(self.service)
        except RuntimeError:
            self.stop()
            raise

    def stop(self) -> int:
        """Ask the service to stop and return its status."""
        self.service.process.send_signal(signal.SIGTERM)
        return self.service.process.wait(STOP_SECONDS)

    def settle(self) -> None:
        """Do nothing: the processes of the service do what is due by themselves."""

    def kill(self, child: str) -> None:
        """Kill the latest process of that name, and wait until the supervisor has started another."""
        before = self.service.children(child)
        os.kill(before[-1], signal.SIGKILL)
        eventually(lambda: len(self.service.children(child)) > len(before), f"{child} is started again")

    def run(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run `hashdb` with these arguments on the data directory."""
        command = [sys.executable, "-m", "hashdb.cli", *arguments]
        environment = {**os.environ, "HASHDB_DATA": str(self.service.data), **variables}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    def _begin(self) -> Service:
        self.starts += 1
        data, log = self.folder / "data", self.folder / f"log.{self.starts}"
        command = [sys.executable, "-m", "hashdb.cli", "serve", "--port", str(self.port), "--data", str(data)]
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, **self._environment})
        return Service(self.url, data, log, process)
