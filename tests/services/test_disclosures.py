"""What law enforcement was told stands in the log, without its recipient, and in the next report."""

from datetime import date

import pytest

from hashdb.access import OPERATOR
from hashdb.errors import InvalidInputError
from hashdb.records.disclosure import DisclosureGround
from hashdb.services import disclosures, figures, log
from tests.services.world import World


def test_a_disclosure_is_logged_and_counted_by_its_ground(world: World) -> None:
    size = world.store.log.size()
    made = disclosures.note(
        world.store, DisclosureGround.THREAT_TO_LIFE, "Police, Lyon", about="mat_1", actor=OPERATOR, now=world.now
    )
    [entry] = log.page(world.store, after=size, limit=9)
    gathered = figures.gathered(world.store, date(2026, 7, 1), date(2027, 1, 1))
    told = next(each for each in gathered.tables if each.id == "law_enforcement_disclosures")

    assert told.rows == {"information_order": 0, "threat_to_life": 1, "voluntary": 0}
    assert (entry.fields()["object_id"], entry.fields()["reason_code"]) == (made, "threat_to_life")
    assert b"Lyon" not in entry.line
    assert b"Lyon" in (entry.payload or b"")


def test_a_disclosure_to_nobody_is_none(world: World) -> None:
    with pytest.raises(InvalidInputError, match="who was told"):
        disclosures.note(world.store, DisclosureGround.VOLUNTARY, " ", actor=OPERATOR, now=world.now)
