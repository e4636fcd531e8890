"""A service in the middle of its work: what stands beside the signals of `filling`, so that every page is full.

Records are written through the store as always, many in one act; what is one of a kind is made by the services. Ten
thousand cases are open: signals, matches, requests and appeals.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from hashdb.settings import Settings
from hashdb.store import Store
from scripts.benches.busy import appeals, crises, history, matches, members, platforms, register, requests, signals
from scripts.benches.busy.place import Place
from scripts.benches.progress import tracked

# In this order: each rests on those before it.
_PARTS: tuple[Callable[[Place], None], ...] = (
    members.fill,
    history.fill,
    register.fill,
    signals.fill,
    matches.fill,
    requests.fill,
    appeals.fill,
    crises.fill,
    platforms.fill,
    history.sign,
)


def fill(store: Store, settings: Settings) -> Place:
    """Fill a store, and return what pages need to be asked for."""
    place = Place(store=store, settings=settings, now=datetime.now(UTC))
    for part in tracked(_PARTS, "writing cases"):
        part(place)
    return place
