"""What an entry of the log is, and what it commits to."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from hashdb import audit
from hashdb.access import PUBLIC, SYSTEM
from hashdb.audit import Entry, StoredEntry, commitment
from hashdb.lifecycles.member import State, Step
from hashdb.records.member import Kind, Member

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEMBER = Member(id="org_1", name="Ada", kind=Kind.PLATFORM, group_id="org_1", created_at=NOW)
plain = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(max_size=20))
payloads = st.dictionaries(st.text(max_size=10), plain, max_size=4)


def stored(entry: Entry, seq: int) -> StoredEntry:
    """Return the entry as the store keeps it in that place."""
    before, after = entry.halves()
    return StoredEntry(seq=seq, line=before + str(seq).encode() + after, salt=entry.salt, payload=entry.payload_bytes())


def entry_with(payload: dict[str, Any], object_id: str = "org_1") -> Entry:
    return Entry(
        at=NOW,
        actor_id="usr_1",
        actor_role="admin",
        org_id="org_1",
        action="test",
        object_type="member",
        object_id=object_id,
        payload=payload,
    )


def test_an_entry_says_who_did_what_to_which_record_and_from_where_to_where() -> None:
    entry = audit.entry(SYSTEM, "member.admit", NOW, before=MEMBER, after=MEMBER.advance(Step.ADMIT), reason="paid")

    assert (entry.actor_id, entry.actor_role, entry.action) == ("system", "system", "member.admit")
    assert (entry.object_type, entry.object_id) == ("member", "org_1")
    assert (entry.from_state, entry.to_state, entry.reason_code) == (State.APPLIED, State.ACTIVE, "paid")


def test_what_is_not_said_is_not_in_the_payload() -> None:
    entry = audit.entry(PUBLIC, "test", NOW, after=MEMBER, note=None, count=0)

    assert entry.payload_bytes() == b'{"count":0}'


@given(payloads, st.integers(1, 10**12), st.text(max_size=20))
def test_an_entry_carries_its_number_and_verifies(payload: dict[str, Any], seq: int, object_id: str) -> None:
    kept = stored(entry_with(payload, object_id), seq)

    assert kept.fields()["seq"] == seq
    assert kept.problem() is None


@given(payloads, st.text(max_size=20))
def test_an_entry_is_canonical_whatever_it_is_about(payload: dict[str, Any], object_id: str) -> None:
    line = stored(entry_with(payload, object_id), 7).line

    assert orjson.dumps(orjson.loads(line), option=orjson.OPT_SORT_KEYS) == line


def test_a_name_that_looks_like_a_number_of_an_entry_does_not_move_it() -> None:
    kept = stored(entry_with({}, '"seq":0,'), 7)

    assert (kept.fields()["seq"], kept.fields()["object_id"]) == (7, '"seq":0,')


@given(payloads, payloads)
def test_another_payload_is_found(payload: dict[str, Any], other: dict[str, Any]) -> None:
    entry = entry_with(payload)
    kept = stored(entry, 1)
    swapped = StoredEntry(seq=1, line=kept.line, salt=entry.salt, payload=entry_with(other).payload_bytes())

    assert (swapped.problem() is None) == (swapped.payload == kept.payload)


def test_an_entry_in_the_place_of_another_is_found() -> None:
    kept = stored(entry_with({}), 1)

    assert StoredEntry(seq=2, line=kept.line).problem() == "entry 2 does not carry its own number"


def test_a_line_that_is_no_entry_is_found() -> None:
    assert StoredEntry(seq=1, line=b"[1]").problem()
    assert StoredEntry(seq=1, line=b"{").problem()


def test_equal_payloads_do_not_look_equal_in_the_log() -> None:
    first, second = (entry_with({"note": "no"}) for _ in range(2))

    assert first.payload_bytes() == second.payload_bytes()
    assert first.halves() != second.halves()


def test_an_entry_without_its_payload_is_in_order_by_itself() -> None:
    kept = stored(entry_with({"note": "no"}), 1)
    erased = StoredEntry(seq=1, line=kept.line)

    assert (kept.is_erased, erased.is_erased) == (False, True)
    assert erased.problem() is None
    assert erased.leaf() == kept.leaf()


def test_leaf_and_commitment_are_what_the_documents_say() -> None:
    kept = stored(entry_with({}), 1)

    assert kept.leaf() == hashlib.sha256(b"\x00" + kept.line).digest()
    assert commitment(b"salt", b"payload") == hashlib.sha256(b"saltpayload").hexdigest()
