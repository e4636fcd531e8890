"""The configuration of the private Redis server.

Its one rule: what was acknowledged is on the disk (append-only file, fsync before every reply) and is never evicted.
The application's user has no command that could undo that: no CONFIG, DEBUG, FLUSHALL, SHUTDOWN, MODULE.
"""

import hashlib
from pathlib import Path

USER = "hashdb"

# Everything but the administration of the server; INFO, ROLE and CLIENT LIST only read. What was erased is still in the
# append-only file until that is rewritten.
PERMISSIONS = "~* &* +@all -@admin -@dangerous +info +role +client|list +client|setname +client|setinfo +bgrewriteaof"


def render(*, folder: Path, socket: Path, log: Path | None, password: str) -> str:
    """Return the configuration text of a server that keeps its data in *folder* and listens on *socket* only."""
    digest = hashlib.sha256(password.encode()).hexdigest()
    return "\n".join(
        [
            "port 0",
            f'unixsocket "{_quoted(socket)}"',
            "unixsocketperm 600",
            f'dir "{_quoted(folder)}"',
            f'logfile "{_quoted(log) if log else ""}"',
            "daemonize no",
            "appendonly yes",
            "appendfsync always",
            'save ""',
            "maxmemory-policy noeviction",
            "user default off",
            f"user {USER} on #{digest} {PERMISSIONS}",
            "",
        ]
    )


def _quoted(path: Path) -> str:
    return str(path).replace("\\", "\\\\").replace('"', '\\"')
