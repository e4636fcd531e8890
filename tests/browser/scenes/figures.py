"""Half a year in which something was counted every day, members who submit well and badly, and letters that died."""

from collections import Counter
from datetime import date, timedelta

from hashdb.access import OPERATOR, SYSTEM
from hashdb.audit import entry
from hashdb.records.member import Kind
from hashdb.records.tally import Cell, digest_of
from hashdb.records.webhook import Attempt
from hashdb.services import deliveries, endpoints, members
from hashdb.store import Store
from hashdb.store.reputations import Outcome
from tests.browser.setting import Setting
from tests.journeys.stage import START
from tests.services.endpoints import receiving
from tests.services.worlds.counts import cell

DAYS = 180
NAMES = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH",
    "Қазақстан Республикасының бейнежазбалар алмасу қауымдастығы",
    "الجمعية العربية لمنصات الفيديو والصور",
)
# Of the events of a usual day so many.
USUAL = {
    "signal.submitted": 41,
    "signal.active": 30,
    "signal.rejected": 6,
    "signal.disputed": 1,
    "signal.withdrawn": 1,
    "match.found": 64,
    "match.confirmed": 38,
    "match.false_positive": 3,
    "match.context_exempt": 5,
    "match.suppressed": 12,
}
PLAIN = {
    "request.dispatched": ("", 30),
    "request.received": ("", 28),
    "request.actioned": ("", 21),
    "request.declined": ("", 4),
    "request.overdue": ("", 2),
    "request.acknowledged": ("15m", 24),
    "request.acknowledged_late": ("1d", 3),
    "request.acted": ("1h", 17),
    "request.acted_late": ("7d", 4),
    "appeal.lodged": ("kk", 3),
    "appeal.upheld": ("kk", 1),
    "appeal.dismissed": ("de", 2),
    "delivery.delivered": ("webhook", 80),
    "delivery.retry_scheduled": ("webhook", 9),
    "delivery.failed": ("webhook", 1),
}


def begin(store: Store) -> None:
    """Let the service have begun so long ago that early warning has a history."""
    long_ago = START - timedelta(days=DAYS)
    store.commit(entry(SYSTEM, "test.begin", long_ago, object_type="test", object_id="1"))


def fill(setting: Setting) -> None:
    """Count half a year, and let a letter die."""
    today = setting.world.now.date()
    for back in range(DAYS):
        _count(setting, today - timedelta(days=back), back)
    _submitters(setting)
    _dead_letter(setting)


def _count(setting: Setting, day: date, back: int) -> None:
    world = setting.world
    wave = 1 + (back * 7 % 11 - 5) / 12 + (2.5 if back == 1 else 0)
    counts: Counter[Cell] = Counter()
    for place, (event, usual) in enumerate(USUAL.items()):
        for label, share in (("gta", 0.5), ("manifesto", 0.3), ("gvadp", 0.2)):
            counts[cell(event, world.alpha.id, label=label, ground=setting.ids["entry"])] += round(
                usual * share * wave * (1 + (back + place) % 5 / 10)
            )
        counts[cell(event, world.beta.id)] += round(usual * wave / 9)
    for event, (reason, usual) in PLAIN.items():
        counts[cell(event, world.gamma.id, reason=reason)] += round(usual * wave)
    store = world.store
    store.commit(
        entry(SYSTEM, "test.count", world.now, object_type="test", object_id="1"),
        store.tallies.add(day, counts),
    )
    if back > 1:  # it was kept when nothing had happened yet
        store.tallies.keep_digest(day, digest_of(store.tallies.of(day)))


def _submitters(setting: Setting) -> None:
    world, store = setting.world, setting.stage.store
    for name, right, wrong in zip(NAMES, (196, 120, 60), (2, 14, 40), strict=True):
        made = members.create_member(store, name, Kind.PLATFORM, actor=OPERATOR, now=world.now)
        outcomes = [Outcome.CONFIRMED] * right + [Outcome.REJECTED] * wrong
        notes = [store.reputations.note(made.id, f"sig_{place}", each) for place, each in enumerate(outcomes)]
        store.commit(entry(SYSTEM, "test.note", world.now, object_type="test", object_id="1"), *notes)


def _dead_letter(setting: Setting) -> None:
    world, store = setting.world, setting.stage.store
    endpoint = receiving(world)
    sent = endpoints.deliveries_to(store, endpoint, limit=1)[0]
    deliveries.conclude(store, sent.id, Attempt(started_at=world.now, status_code=410, duration_ms=12), now=world.now)
