"""One drill: load and fault together, the drain, and the comparison of what was acknowledged with what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from time import monotonic

from rich.console import Console

from hashdb.errors import UnavailableError
from hashdb.store import Store
from scripts.drills import faults, load
from scripts.drills.cast import Cast
from scripts.drills.load import Acknowledged
from scripts.drills.receiver import Receiver
from scripts.service import Service, running

ENVIRONMENT = {"HASHDB_WEBHOOK_ALLOW_LOOPBACK": "1", "HASHDB_LEASE_SECONDS": "2", "HASHDB_LOG_LEVEL": "info"}
_DRAIN_SECONDS = 90.0
_GLANCE_SECONDS = 0.1
_STEP = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a drill came to.

    Acknowledged are signals submitted and requests approved. Lost are those of which there is no trace, doubled those
    that are there twice: a value with two signals, a webhook that arrived more than once.
    """

    acknowledged: int
    lost: int
    doubled: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The parts of an outcome, for people."""

    kills: int
    signals: int
    signals_lost: int
    signals_doubled: int
    requests: int
    webhooks_lost: int
    webhooks_repeated: int
    seconds: float

    def outcome(self) -> Outcome:
        """Return the sums."""
        return Outcome(
            acknowledged=self.signals + self.requests,
            lost=self.signals_lost + self.webhooks_lost,
            doubled=self.signals_doubled + self.webhooks_repeated,
            seconds=round(self.seconds, 1),
        )


def run(name: str, seconds: float, console: Console) -> Account:
    """Run the drill of that name on a service of its own, with faults for so many seconds."""
    with running(ENVIRONMENT) as service, Receiver() as receiver, Cast(service) as cast:
        cast.receive_at(receiver)
        began, kills = monotonic(), [0]
        fault = partial(_count_kills, kills, service, faults.TARGETS[name], seconds, console)
        acknowledged = load.run_while(cast, fault)
        console.print(f"acknowledged {len(acknowledged)}; waiting until nothing is owed any more")
        _drain(service.store(), acknowledged, receiver)
        ended = monotonic()
        missing, doubled = _compare(service.store(), acknowledged)
        return Account(
            kills=kills[0],
            signals=len(acknowledged.signals),
            signals_lost=missing,
            signals_doubled=doubled,
            requests=len(acknowledged.requests),
            webhooks_lost=len(set(acknowledged.requests) - receiver.requests),
            webhooks_repeated=receiver.repeated(),
            seconds=ended - began,
        )


def _count_kills(
    kills: list[int], service: Service, targets: tuple[str, ...], seconds: float, console: Console
) -> None:
    kills[0] = faults.kill_repeatedly(service, targets, seconds, console)


def _drain(store: Store, acknowledged: Acknowledged, receiver: Receiver) -> None:
    """Wait until nothing is owed and every webhook has arrived, or until that takes too long."""
    end, pause = monotonic() + _DRAIN_SECONDS, Event()
    while monotonic() < end and not _is_drained(store, acknowledged, receiver):
        pause.wait(_GLANCE_SECONDS)


def _is_drained(store: Store, acknowledged: Acknowledged, receiver: Receiver) -> bool:
    try:
        return store.ledger.counts()["owed"] == 0 and receiver.requests.issuperset(acknowledged.requests)
    except UnavailableError:
        return False


def _compare(store: Store, acknowledged: Acknowledged) -> tuple[int, int]:
    """Return how many acknowledged signals are missing, and how many values have a signal besides."""
    values = list(acknowledged.signals)
    lost = doubled = 0
    for start in range(0, len(values), _STEP):
        some = values[start : start + _STEP]
        ids = [acknowledged.signals[value] for value in some]
        lost += len(some) - len(store.signals.many(ids))
        doubled += _other_ids(store, some, ids)
    return lost, doubled


def _other_ids(store: Store, values: Sequence[str], ids: Sequence[str]) -> int:
    found = store.signals.ids_of("sha256", [bytes.fromhex(value) for value in values])
    return sum(kept != told for kept, told in zip(found, ids, strict=True))
