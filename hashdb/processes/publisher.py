"""The publisher: offers the list as a signed snapshot, anew when it has changed and the last one is old enough.

    python -m hashdb.processes.publisher

Nobody waits for it: members who have a copy go on with the feed.
"""

import time
from datetime import UTC, datetime
from functools import partial

from hashdb import logs
from hashdb.processes import chore, private_files
from hashdb.processes.chore import Chore
from hashdb.services.snapshots import Publisher
from hashdb.settings import Settings
from hashdb.store import Store

_log = logs.get_logger(__name__)


def publish(store: Store, settings: Settings) -> None:
    """Publish what has changed, and say so."""
    started = time.monotonic()
    manifest = Publisher(store, settings.snapshots, private_files.snapshot_key(settings)).publish(datetime.now(UTC))
    if manifest:
        told = sum(manifest.signals.values()), manifest.packed_bytes, round(time.monotonic() - started, 1)
        signals, size, seconds = told
        _log.info("snapshot_published", sequence=manifest.sequence, signals=signals, bytes=size, seconds=seconds)


def publishing(settings: Settings) -> Chore:
    """Return the chore of publishing in the data directory of *settings*."""
    act = partial(publish, Store.at(settings.redis_url, settings.secret_key), settings)
    seconds = settings.snapshot_seconds
    return Chore("publisher", settings.snapshots, act, seconds=seconds, failed="snapshot_not_published")


if __name__ == "__main__":
    chore.run("publisher", publishing)
