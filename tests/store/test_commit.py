"""A change and its audit entry: both or neither."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.resources import files

import pytest
import redis

from hashdb.errors import StaleRecordError, UnavailableError
from hashdb.lifecycles.member import Step
from hashdb.store import Store, Write, keyspace, lists
from hashdb.store.act import MOST_WORDS, in_pieces
from tests.store.samples import member, note


def everything(client: redis.Redis) -> dict[bytes, bytes]:
    """Return the whole database, but for the short-lived notes of who committed what."""
    return {key: client.dump(key) for key in sorted(client.scan_iter()) if not key.startswith(b"commit:")}


def test_a_change_and_its_entry_are_there_together(store: Store) -> None:
    made = member()
    seq = store.commit(note(made), store.members.put(made))

    assert seq == store.log.size() == 1
    assert store.members.get(made.id) == made
    assert store.members.page(lists.MEMBERS, after=None, limit=9).items == [made]


def test_a_record_that_must_be_new_is_not_overwritten(store: Store, redis_client: redis.Redis) -> None:
    made = member()
    store.commit(note(), store.members.put(made))
    before = everything(redis_client)

    with pytest.raises(StaleRecordError, match="the member has changed"):
        store.commit(note(), store.members.put(replace(made, name="other")))
    assert everything(redis_client) == before


def test_a_stale_version_changes_nothing_not_even_the_log(store: Store, redis_client: redis.Redis) -> None:
    made = member()
    store.commit(note(), store.members.put(made))
    store.commit(note(), store.members.put(made.advance(Step.ADMIT), made))
    before = everything(redis_client)

    with pytest.raises(StaleRecordError):
        store.commit(note(), store.members.put(made.advance(Step.LEAVE), made))
    assert everything(redis_client) == before


def test_one_stale_record_keeps_every_other_write_of_the_act_from_happening(
    store: Store, redis_client: redis.Redis
) -> None:
    first, second = member(), member()
    store.commit(note(), store.members.put(first))
    before = everything(redis_client)

    with pytest.raises(StaleRecordError):
        store.commit(note(), store.members.put(second), store.members.put(first))
    assert everything(redis_client) == before
    assert store.members.find(second.id) is None


def test_what_was_recorded_once_is_not_recorded_again_until_it_is_forgotten(store: Store) -> None:
    once = store.unique(keyspace.MATCH_IDS, "sig_1", "org_1", "v/1")
    store.commit(note(), once)

    with pytest.raises(StaleRecordError):
        store.commit(note(), once)
    store.commit(note(), store.forget_unique(keyspace.MATCH_IDS, "sig_1", "org_1", "v/1"))
    assert store.commit(note(), once) == 3


def test_versions_that_begin_alike_are_told_apart(store: Store) -> None:
    made = member(version=1)
    eleventh = replace(made, version=11)
    store.commit(note(), store.members.put(eleventh))

    with pytest.raises(StaleRecordError):
        store.commit(note(), store.members.put(replace(made, version=2), made))


def test_a_commit_that_is_sent_twice_answers_as_the_first_did(store: Store, redis_client: redis.Redis) -> None:
    """As redis-py sends it when the connection breaks before the answer."""
    script = redis_client.register_script(_commit_script())
    keys = [
        keyspace.commit("the-same"),
        keyspace.AUDIT_SIZE,
        keyspace.AUDIT,
        keyspace.AUDIT_PAYLOADS,
        keyspace.READ_ONLY,
    ]
    words = [60, 0, 1, b'{"seq":', b"}", b"salt", 1, "member:1", "", 0, 1, 3, "SET", "member:1", "1\n{}"]
    first = script(keys=keys, args=words)
    again = script(keys=keys, args=words)

    assert first == again == [1, b""]
    assert store.log.size() == 1
    assert [entry.line for entry in store.log.everything()] == [b'{"seq":1}']


def test_entries_are_numbered_without_a_gap_however_many_commit_at_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        seqs = list(pool.map(lambda _: store.commit(note(), store.members.put(member())), range(200)))

    assert sorted(seqs) == list(range(1, 201))
    assert [entry.seq for entry in store.log.everything()] == list(range(1, 201))
    assert [entry.problem() for entry in store.log.everything()] == [None] * 200


def test_of_many_changes_of_one_version_exactly_one_is_made(store: Store) -> None:
    made = member()
    store.commit(note(), store.members.put(made))

    def change(number: int) -> bool:
        try:
            store.commit(note(), store.members.put(replace(made, name=str(number), version=2), made))
        except StaleRecordError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        made_it = list(pool.map(change, range(32)))
    assert sum(made_it) == 1
    assert store.members.get(made.id).name == str(made_it.index(True))
    assert store.log.size() == 2


def test_a_command_of_any_length_is_cut_into_pieces_that_the_script_can_take(store: Store) -> None:
    pairs = [word for number in range(MOST_WORDS * 2) for word in (f"key:{number}", number)]
    store.commit(note(), Write(commands=tuple(in_pieces(["MSET"], pairs))))

    pieces = list(in_pieces(["MSET"], pairs))
    assert len(pieces) == 4
    assert sum(len(piece) - 1 for piece in pieces) == len(pairs)


@pytest.fixture
def gone(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store whose server is not there."""
    folder = tmp_path_factory.mktemp("gone")
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    return Store.at(f"unix://{folder}/none.sock", key)


def test_a_server_that_is_gone_is_said_to_be_unavailable(gone: Store) -> None:
    with pytest.raises(UnavailableError):
        gone.commit(note(), gone.members.put(member()))
    with pytest.raises(UnavailableError):
        gone.ping()


def test_a_pipeline_to_a_server_that_is_gone_is_said_to_be_unavailable(gone: Store) -> None:
    with pytest.raises(UnavailableError):
        gone.signals.columns.ids_at("pdq", [1])


def _commit_script() -> str:
    return files("hashdb.store").joinpath("scripts/commit.lua").read_text()
