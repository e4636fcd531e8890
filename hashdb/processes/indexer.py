"""The indexer: builds a machine's segments when enough rows are in none of them.

    python -m hashdb.processes.indexer

Nobody waits for it: an index answers the same without segments, only slower. It works with little claim to the
processor, alone in its data directory, and what fails (a full disk, the store away) is tried again.
"""

import os
import signal
import threading
import time
from collections.abc import Sequence

from hashdb import logs
from hashdb.errors import HashdbError
from hashdb.processes import data_directory
from hashdb.services.segments import Segments
from hashdb.settings import Settings
from hashdb.signals import HAMMING_TYPES
from hashdb.store import Store
from hashdb.store.columns import Columns

_NICENESS = 10
_TICK_SECONDS = 1.0
_PAUSE_SECONDS = 30.0
_log = logs.get_logger(__name__)


class Indexer:
    """Tends the segments of several spaces in the data directory of *settings*."""

    def __init__(self, spaces: Sequence[Columns], settings: Settings) -> None:
        self._spaces = spaces
        self._folder = settings.segments
        self._stopped = threading.Event()

    def run(self) -> None:
        """Build what is due, look again every second, until `stop`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            while not (data_directory.taken(lock.fileno()) or self._stopped.wait(_TICK_SECONDS)):
                pass
            _log.info("indexer_started")
            while not self._stopped.is_set():
                self._stopped.wait(_TICK_SECONDS if self._tended() else _PAUSE_SECONDS)

    def stop(self) -> None:
        """Stop after the segment at hand."""
        self._stopped.set()

    def _tended(self) -> bool:
        try:
            for columns in self._spaces:
                self._tend(Segments(columns, self._folder), columns.space)
        except (HashdbError, OSError) as error:
            _log.warning("segment_not_built", error=type(error).__name__, reason=str(error))
            return False
        return True

    def _tend(self, segments: Segments, space: str) -> None:
        for kind in HAMMING_TYPES:
            if segments.is_due(kind) and not self._stopped.is_set():
                started = time.monotonic()
                path = segments.build(kind)
                _log.info("segment_built", space=space, file=path.name, seconds=round(time.monotonic() - started, 1))


def main() -> None:
    """Run until SIGINT or SIGTERM."""
    settings = Settings.from_environment(os.environ)
    logs.configure("indexer", settings.log_level)
    os.nice(_NICENESS)
    store = Store.at(settings.redis_url, settings.secret_key)
    indexer = Indexer((store.signals.columns, store.inventory.columns), settings)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: indexer.stop())
    indexer.run()


if __name__ == "__main__":
    main()
