"""The one job: it takes a kind of debt and ids, and does the work for each of them (`worker.work`).

A job that fails in the middle leaves its remaining ids in the ledger, from where they come again.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial

from hashdb.errors import HashdbError, UnavailableError
from hashdb.logs import get_logger
from hashdb.services.matcher import Matcher
from hashdb.settings import Settings
from hashdb.store import Kind, Store
from worker.work import WORK, Bench

# How many are worked on at a time, where most of the time is spent waiting for others.
_AT_ONCE = {Kind.DELIVER: 16}
_log = get_logger(__name__)


def run(kind: str, ids: Sequence[str]) -> None:
    """Do the work of one kind for each of the ids."""
    do(bench(), Kind(kind), ids)


def do(on: Bench, kind: Kind, ids: Sequence[str]) -> None:
    """Do the work on this bench, each by itself."""
    work = partial(_alone, on, kind)
    if kind not in _AT_ONCE:
        for each in ids:
            work(each)
        return
    with ThreadPoolExecutor(max_workers=_AT_ONCE[kind]) as pool:
        list(pool.map(work, ids))


def _alone(on: Bench, kind: Kind, identifier: str) -> None:
    """Do the work for one id; its failure is not that of the others, and the ledger brings it again."""
    try:
        WORK[kind](on, identifier)
    except UnavailableError:
        raise
    except HashdbError as error:
        _log.error("work_failed", work=kind, id=identifier, error=error.slug)


@cache
def bench() -> Bench:
    """Return this process's workbench."""
    settings = Settings.from_environment(os.environ)
    store = Store.at(settings.redis_url, settings.secret_key)
    return Bench(
        store=store,
        settings=settings,
        signals=Matcher(store.signals.columns, settings.segments),
        inventories=Matcher(store.inventory.columns, settings.segments),
        benign=Matcher(store.benign.columns, settings.segments),
        clock=lambda: datetime.now(UTC),
    )
