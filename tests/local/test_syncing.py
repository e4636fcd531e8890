"""A copy follows the service whatever happens to it in between, and never goes back."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis

from hashdb.client import ApiError
from hashdb.errors import ConflictError, SnapshotError
from hashdb.local import LocalList
from hashdb.local.files import locked
from hashdb.services import snapshots
from hashdb.services.matching import Query
from hashdb.services.signals import Verdict
from hashdb.signals import parse_value
from tests.local.conftest import Member
from tests.services.world import near, value, view

pytestmark = pytest.mark.usefixtures("compiled")


def found(member: Member, text: str, signal_type: str = "pdq") -> list[tuple[str, int, str]]:
    """Return what the copy finds for a value."""
    query = Query(signal_type=signal_type, values=(parse_value(signal_type, text),))
    return [(hit.signal.id, hit.distance, hit.view) for hit in member.opened().hits([query])[0]]


def test_a_copy_has_what_is_live_and_forgets_what_is_withdrawn(member: Member) -> None:
    first, second = member.world.active(1), member.world.active(2)
    member.publish()
    synced = member.sync()
    third = member.world.active(3)
    member.world.review(first, Verdict.WITHDRAW, member.world.other_senior)
    later = member.sync()

    assert (synced.snapshot_signals, synced.changes) == (2, 0)
    assert (later.snapshot_bytes, later.changes) == (0, 2)
    assert found(member, value(1)) == []
    assert found(member, near(value(2), 5)) == [(second.id, 5, "picture")]
    assert found(member, value(3)) == [(third.id, 0, "picture")]


def test_exact_values_are_found_in_the_snapshot_and_among_the_changes(member: Member) -> None:
    digests = [value(("digest", number)) for number in range(3)]
    old = [member.world.active_value(text, signal_type="sha256") for text in digests[:2]]
    member.publish()
    member.sync()
    new = member.world.active_value(digests[2], signal_type="sha256")
    member.world.review(old[0], Verdict.WITHDRAW, member.world.other_senior)
    member.sync()

    assert [found(member, text, "sha256") for text in digests] == [
        [],
        [(old[1].id, 0, "picture")],
        [(new.id, 0, "picture")],
    ]


def test_views_are_found_by_their_names_from_snapshot_and_feed(member: Member) -> None:
    old = member.world.active_value(value(1), views=[view("left"), view("right")])
    member.publish()
    member.sync()
    new = member.world.active_value(value(2), views=[view("centre")])
    member.sync()

    assert found(member, value("right")) == [(old.id, 0, "right")]
    assert found(member, value("centre")) == [(new.id, 0, "centre")]


def test_an_open_copy_sees_what_a_sync_brings(member: Member) -> None:
    member.publish()
    member.sync()
    opened = member.opened()
    signal = member.world.active(1)
    member.sync()
    opened._matcher.catch_up()  # noqa: SLF001 - what half a second later happens by itself
    hits = opened.hits([Query(signal_type="pdq", values=(bytes.fromhex(value(1)),))])[0]

    assert [hit.signal.id for hit in hits] == [signal.id]


def test_a_fetch_that_was_killed_goes_on_where_it_ended(member: Member) -> None:
    for number in range(50):
        member.world.active(number)
    member.publish()
    whole = member.sync().snapshot_bytes
    at = member.snapshot
    half = (member.server_folder / _packed(member, "pdq", "code")).read_bytes()[:700]
    (member.folder / "current").unlink()
    (at / "pdq.code").unlink()
    (at / "pdq.code.zst").write_bytes(half)
    trust = member.folder / "trust.json"
    trust.write_text(trust.read_text().replace(f'"in_use":{at.name.removeprefix("snapshot-")}', '"in_use":0'))
    synced = member.sync()

    assert synced.snapshot_bytes == whole
    assert member.progress.parts["fetching the snapshot"] == (
        (member.server_folder / _packed(member, "pdq", "code")).stat().st_size
    )
    assert found(member, value(7)) != []


def _packed(member: Member, signal_type: str, column: str) -> str:
    manifest = snapshots.newest(member.server_folder).verified(snapshots.public_key(member.server_folder))
    return f"{manifest.part(signal_type, column).sha256}.zst"


def test_a_file_that_was_changed_on_its_way_is_refused_and_fetched_again_next_time(member: Member) -> None:
    member.world.active(1)
    member.publish()
    packed = member.server_folder / _packed(member, "pdq", "code")
    sound = packed.read_bytes()
    packed.write_bytes(bytes(len(sound)))
    with pytest.raises(SnapshotError, match=r"pdq\.code is not what its signed manifest says"):
        member.sync()
    packed.write_bytes(sound)
    member.sync()

    assert found(member, value(1)) != []


def test_a_manifest_that_was_changed_is_refused(member: Member) -> None:
    member.publish()
    manifest = member.server_folder / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'\\"format\\":1', b'\\"format\\":2'))

    with pytest.raises(SnapshotError, match="not signed with the key"):
        member.sync()


def test_a_snapshot_that_is_older_than_what_was_seen_is_refused_and_the_copy_stays(member: Member) -> None:
    member.publish()
    manifest = member.server_folder / "manifest.json"
    older = manifest.read_bytes()
    signal = member.world.active(1)
    member.world.later(seconds=1)
    member.publish()
    member.sync()
    manifest.write_bytes(older)

    with pytest.raises(SnapshotError, match="rolled back: its sequence is"):
        member.sync()
    assert found(member, value(1)) == [(signal.id, 0, "picture")]


def test_a_snapshot_of_another_service_is_refused(member: Member, redis_client: redis.Redis) -> None:
    member.publish()
    member.sync()
    redis_client.set("origin", "another")
    member.world.later(seconds=1)
    member.publish()

    with pytest.raises(SnapshotError, match="another service"):
        member.sync()


def test_a_snapshot_that_is_too_old_is_refused(member: Member) -> None:
    member.world.now -= timedelta(days=8)
    member.publish()

    with pytest.raises(SnapshotError, match="was made 8 days ago; at most 7 days are accepted"):
        member.sync()


def test_a_copy_that_was_put_back_from_before_is_refused(member: Member) -> None:
    member.world.active(1)
    member.publish()
    member.sync()
    before = shutil.copytree(member.folder, member.folder.with_name("before"))
    member.world.active(2)
    member.world.later(seconds=1)
    member.publish()
    member.sync(anew=True)
    trust = (member.folder / "trust.json").read_bytes()
    shutil.rmtree(member.folder)
    shutil.copytree(before, member.folder)
    (member.folder / "trust.json").write_bytes(trust)

    with pytest.raises(SnapshotError, match="replaced by an older one"):
        member.opened()


def test_a_change_that_was_cut_short_is_dropped_and_told_again(member: Member) -> None:
    member.publish()
    member.sync()
    signal = member.world.active(1)
    member.sync()
    journal = member.snapshot / "changes"
    journal.write_bytes(journal.read_bytes()[:-20])
    without = found(member, value(1))
    synced = member.sync()

    assert without == []
    assert synced.changes == 1
    assert found(member, value(1)) == [(signal.id, 0, "picture")]


def test_a_change_that_was_damaged_is_refused_and_a_sync_fetches_all_again(member: Member) -> None:
    member.publish()
    member.sync()
    signal = member.world.active(1)
    member.sync()
    journal = member.snapshot / "changes"
    journal.write_bytes(journal.read_bytes().replace(value(1)[:8].encode(), b"00000000"))

    with pytest.raises(SnapshotError, match="record of changes is damaged"):
        member.opened()
    assert member.sync().snapshot_bytes > 0
    assert found(member, value(1)) == [(signal.id, 0, "picture")]


def test_only_one_sync_runs_at_a_time(member: Member) -> None:
    member.publish()

    with locked(member.folder), pytest.raises(ConflictError, match="another sync"):
        member.sync()


def test_before_the_service_has_published_there_is_nothing_to_sync(member: Member) -> None:
    with pytest.raises(ApiError, match="no snapshot has been published"):
        member.sync()


def test_a_folder_without_a_copy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="there is no copy"):
        LocalList(tmp_path)


def test_a_copy_is_not_matched_with_when_it_is_too_old(member: Member) -> None:
    member.publish()
    member.sync()
    opened = member.opened()
    long_ago = datetime.now(UTC) - timedelta(days=2)
    (member.snapshot / "synced").write_text(long_ago.isoformat())

    with pytest.raises(SnapshotError, match="last synced 2 days ago"):
        member.opened()
    with pytest.raises(SnapshotError, match="last synced 2 days ago"):
        opened.hits([])
    assert member.opened(oldest=timedelta(days=3)).synced_at == long_ago


def test_a_copy_that_is_far_behind_takes_the_newest_snapshot(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hashdb.local.syncing._FAR_BEHIND_MILLISECONDS", -1)
    member.publish()
    member.sync()
    signal = member.world.active(1)
    member.world.later(seconds=1)
    member.publish()
    synced = member.sync()

    assert synced.snapshot_bytes > 0
    assert [each.name for each in member.folder.glob("snapshot-*")] == [f"snapshot-{synced.sequence}"]
    assert found(member, value(1)) == [(signal.id, 0, "picture")]
