"""The published snapshot tells what the feed tells, whether it was made at once or step by step."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hashdb.errors import NotFoundError, SnapshotError
from hashdb.services import snapshots
from hashdb.services.signals import Verdict
from hashdb.services.snapshots import Publisher
from hashdb.snapshots import Manifest, SignalColumns, public_key_of
from hashdb.snapshots.files import content_of
from tests.services.world import World, value, view

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def publisher(world: World, tmp_path: Path) -> Publisher:
    return Publisher(world.store, tmp_path, KEY)


def told(folder: Path, manifest: Manifest, signal_type: str = "pdq") -> dict[str, list[str]]:
    """Return the codes of each signal, by its value."""
    contents = {
        part.column: content_of(snapshots.path_of(folder, part.sha256), part)
        for part in manifest.parts
        if part.signal_type == signal_type
    }
    columns = SignalColumns.of(signal_type, contents)
    codes = [code.tobytes().hex() for code in columns["code"]]
    return {
        codes[first]: codes[first:stop]
        for first, stop in zip(columns.first_rows[:-1].tolist(), columns.first_rows[1:].tolist(), strict=True)
    }


def published(publisher: Publisher, world: World) -> Manifest:
    manifest = publisher.publish(world.now)
    assert manifest is not None
    return manifest


def test_a_snapshot_has_the_live_signals_with_their_views_and_no_others(
    world: World, publisher: Publisher, tmp_path: Path
) -> None:
    world.active_value(value(1), views=[view("centre"), view("left")])
    world.active(2)
    world.pending(3)
    manifest = published(publisher, world)

    assert told(tmp_path, manifest) == {
        value(1): [value(1), value("centre"), value("left")],
        value(2): [value(2)],
    }
    assert manifest.signals == {"pdq": 2}


def test_what_is_published_step_by_step_is_what_is_published_at_once(
    world: World, publisher: Publisher, tmp_path: Path
) -> None:
    first = [world.active(number) for number in range(3)]
    published(publisher, world)
    world.review(first[1], Verdict.WITHDRAW, world.other_senior)
    world.active_value(value(7), views=[view("centre")])
    world.later(hours=1)
    by_steps = published(publisher, world)
    at_once = published(Publisher(world.store, tmp_path / "other", KEY), world)

    assert told(tmp_path, by_steps) == told(tmp_path / "other", at_once)
    assert by_steps.checkpoint == at_once.checkpoint
    assert {part.name: part.sha256 for part in by_steps.parts if part.column == "code"} == {
        part.name: part.sha256 for part in at_once.parts if part.column == "code"
    }


def test_nothing_is_published_while_nothing_changes_and_after_a_day_it_is_signed_anew(
    world: World, publisher: Publisher
) -> None:
    world.active(1)
    first = published(publisher, world)
    world.later(hours=23)
    unchanged = publisher.publish(world.now)
    world.later(hours=1)
    anew = published(publisher, world)

    assert unchanged is None
    assert anew.sequence > first.sequence
    assert anew.parts == first.parts


def test_the_sequence_grows_though_the_clock_goes_back(world: World, publisher: Publisher) -> None:
    world.active(1)
    first = published(publisher, world)
    world.active(2)
    world.now -= timedelta(hours=5)

    assert published(publisher, world).sequence == first.sequence + 1


def test_a_signal_whose_time_is_over_is_left_out_before_anybody_has_noted_its_end(
    world: World, publisher: Publisher
) -> None:
    world.active(1)
    world.later(days=731)
    manifest = published(publisher, world)

    assert manifest.signals == {}


def test_files_of_the_snapshot_before_stay_until_two_more_are_published(
    world: World, publisher: Publisher, tmp_path: Path
) -> None:
    def step(number: int) -> set[str]:
        world.active(number)
        return {part.sha256 for part in published(publisher, world).parts}

    first, second, third = (step(number) for number in range(3))
    there = {path.stem for path in tmp_path.glob("*.zst")}

    assert there == second | third
    assert first - there


def test_files_that_were_damaged_are_made_anew(world: World, publisher: Publisher, tmp_path: Path) -> None:
    world.active(1)
    before = published(publisher, world)
    for path in tmp_path.glob("*.zst"):
        path.write_bytes(b"dust")
    world.active(2)
    manifest = published(Publisher(world.store, tmp_path, KEY), world)

    assert set(told(tmp_path, manifest)) == {value(1), value(2)}
    assert manifest.sequence > before.sequence


def test_a_manifest_is_verified_with_its_key_and_with_no_other(
    world: World, publisher: Publisher, tmp_path: Path
) -> None:
    manifest = published(publisher, world)
    signed = snapshots.newest(tmp_path)

    assert signed.verified(public_key_of(KEY)) == manifest
    with pytest.raises(SnapshotError, match="not signed with the key"):
        signed.verified(public_key_of(Ed25519PrivateKey.generate()))


def test_members_are_not_told_of_the_policy_what_matching_does_not_need(world: World, publisher: Publisher) -> None:
    policy: dict[str, Any] = published(publisher, world).policy

    assert policy["minimum_quality"] == 50
    assert "review_band_members" not in policy


def test_before_the_first_snapshot_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        snapshots.newest(tmp_path)
    with pytest.raises(NotFoundError):
        snapshots.public_key(tmp_path)


def test_the_tables_name_every_claim_once(world: World, publisher: Publisher, tmp_path: Path) -> None:
    for number in range(3):
        world.active(number)
    part = published(publisher, world).part("", "particulars")

    assert len(orjson.loads(content_of(snapshots.path_of(tmp_path, part.sha256), part))) == 1
