"""The indexer: builds a machine's segments when enough rows are in none of them.

    python -m hashdb.processes.indexer

Nobody waits for it: an index answers the same without segments, only slower.
"""

import time

from hashdb import logs
from hashdb.processes import chore
from hashdb.processes.chore import Chore
from hashdb.services.segments import Segments
from hashdb.settings import Settings
from hashdb.signals import HAMMING_TYPES
from hashdb.store import Store

_SECONDS = 1.0
_log = logs.get_logger(__name__)


def indexing(settings: Settings) -> Chore:
    """Return the chore of building the segments in the data directory of *settings*."""
    store = Store.at(settings.redis_url, settings.secret_key)

    def tend() -> None:
        for columns in (store.signals.columns, store.inventory.columns):
            segments = Segments(columns, settings.segments)
            for kind in HAMMING_TYPES:
                if segments.is_due(kind) and not tending.is_stopped:
                    started = time.monotonic()
                    file = segments.build(kind).name
                    seconds = round(time.monotonic() - started, 1)
                    _log.info("segment_built", space=columns.space, file=file, seconds=seconds)

    tending = Chore("indexer", settings.segments, tend, seconds=_SECONDS, failed="segment_not_built")
    return tending


if __name__ == "__main__":
    chore.run("indexer", indexing)
