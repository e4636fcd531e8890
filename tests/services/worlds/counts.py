"""Days on which something was counted, and a signed log, for the tests of reports, trends and early warning."""

from base64 import urlsafe_b64encode
from datetime import date
from pathlib import Path

from hashdb.access import OPERATOR, SYSTEM
from hashdb.audit import entry
from hashdb.records.member import Kind, Member, SizeClass
from hashdb.records.tally import Cell
from hashdb.services import checkpoints, members
from hashdb.settings import Settings
from tests.services.world import World

_KEY = urlsafe_b64encode(bytes(range(32))).decode()


def cell(event: str, member_id: str, **changes: str) -> Cell:
    """Return a cell of a day's counts."""
    usual = {"signal_type": "pdq", "content_type": "image", "tier": "3", "label": "gta"}
    return Cell(event=event, member_id=member_id, **{**usual, **changes})


def add(world: World, day: date, counted: Cell, count: int) -> None:
    """Let something have happened so often on a day."""
    said = entry(SYSTEM, "test.count", world.now, object_type="test", object_id="1")
    world.store.commit(said, world.store.tallies.add(day, {counted: count}))


def sign(world: World, folder: Path) -> None:
    """Let the log be signed as it is."""
    settings = Settings.from_environment({"HASHDB_DATA": str(folder), "HASHDB_AUDIT_KEY": _KEY})
    checkpoints.publish(world.store, settings, now=world.now)


def platform(world: World, country: str, size: SizeClass | None = None, group_id: str | None = None) -> Member:
    """Admit a platform of a country."""
    world.count += 1
    return members.create_member(
        world.store,
        f"platform {world.count}",
        Kind.PLATFORM,
        group_id=group_id,
        country=country,
        size=size,
        actor=OPERATOR,
        now=world.now,
    )
