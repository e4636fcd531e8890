"""Backups of the database, as an operator takes and restores them."""

from pathlib import Path
from typing import Any

import redis


class Server:
    """The session's server, with all permissions."""

    def __init__(self, socket: Path) -> None:
        self.client = redis.Redis(unix_socket_path=str(socket), username="tests", password="any")

    def backup(self) -> dict[bytes, Any]:
        """Return all there is."""
        keys = self.client.keys()
        return {key: self.client.dump(key) for key in keys}

    def restore(self, backup: dict[bytes, Any]) -> None:
        """Put everything back as it was then."""
        self.client.flushall()
        for key, value in backup.items():
            self.client.restore(key, 0, value)
