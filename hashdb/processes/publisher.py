"""The publisher: offers the list as a signed snapshot, anew when it has changed and the last one is old enough.

    python -m hashdb.processes.publisher

Nobody waits for it: members who have a copy go on with the feed. It works with little claim to the processor, alone in
its data directory, and what fails (a full disk, the store away) is tried again.
"""

import os
import signal
import threading
import time
from datetime import UTC, datetime

from hashdb import logs
from hashdb.errors import HashdbError
from hashdb.processes import data_directory, private_files
from hashdb.services.snapshots import Publisher
from hashdb.settings import Settings
from hashdb.store import Store

_NICENESS = 10
_TICK_SECONDS = 1.0
_PAUSE_SECONDS = 30.0
_log = logs.get_logger(__name__)


class Publishing:
    """Publishes in the data directory of *settings*, every so many seconds."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._folder = settings.snapshots
        self._stopped = threading.Event()

    def run(self) -> None:
        """Publish, wait, look again, until `stop`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            while not (data_directory.taken(lock.fileno()) or self._stopped.wait(_TICK_SECONDS)):
                pass
            _log.info("publisher_started", seconds=self._settings.snapshot_seconds)
            while not self._stopped.is_set():
                self._stopped.wait(self._settings.snapshot_seconds if self._published() else _PAUSE_SECONDS)

    def stop(self) -> None:
        """Stop after the snapshot at hand."""
        self._stopped.set()

    def _published(self) -> bool:
        started = time.monotonic()
        try:
            publisher = Publisher(self._store, self._folder, private_files.snapshot_key(self._settings))
            manifest = publisher.publish(datetime.now(UTC))
        except (HashdbError, OSError) as error:
            _log.warning("snapshot_not_published", error=type(error).__name__, reason=str(error))
            return False
        if manifest:
            told = sum(manifest.signals.values()), manifest.packed_bytes, round(time.monotonic() - started, 1)
            signals, size, seconds = told
            _log.info("snapshot_published", sequence=manifest.sequence, signals=signals, bytes=size, seconds=seconds)
        return True


def main() -> None:
    """Run until SIGINT or SIGTERM."""
    settings = Settings.from_environment(os.environ)
    logs.configure("publisher", settings.log_level)
    os.nice(_NICENESS)
    publishing = Publishing(Store.at(settings.redis_url, settings.secret_key), settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: publishing.stop())
    publishing.run()


if __name__ == "__main__":
    main()
