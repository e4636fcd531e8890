"""Columns merged step by step are those of the last word about every signal."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb import ids
from hashdb.errors import SnapshotError
from hashdb.lifecycles.signal import State
from hashdb.records.signal import BehaviourLabel, Claim, ContentType, ContextFlag, Ground, Signal
from hashdb.signals import View
from hashdb.snapshots import Packer, Particulars, SignalColumns, Words, empty, merged
from hashdb.snapshots.columns import COLUMNS

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def value(seed: object) -> str:
    return hashlib.sha256(str(seed).encode()).hexdigest()


def signal(number: int, views: int = 0, **changes: object) -> Signal:
    usual: dict[str, object] = {
        "id": ids.unpacked("sig", hashlib.sha256(bytes([number])).digest()[:16]),
        "signal_type": "pdq",
        "signal_value": value((number, views)),
        "views": tuple(View(name=f"part_{part}", signal_value=value((number, part, "v"))) for part in range(views)),
        "claim": Claim(content_type=ContentType.IMAGE, tier=1, ground=Ground(behaviour=BehaviourLabel.MANIFESTO)),
        "created_at": NOW,
        "state": State.ACTIVE,
    }
    return Signal(**{**usual, **changes})  # type: ignore[arg-type]


def told(columns: SignalColumns) -> dict[str, list[str]]:
    codes = [code.tobytes().hex() for code in columns["code"]]
    return {
        ids.unpacked("sig", columns.ulid(line)): codes[columns.first_rows[line] : columns.first_rows[line + 1]]
        for line in range(columns.signals)
    }


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.booleans()), max_size=8),
        max_size=4,
    )
)
def test_the_last_word_about_each_signal_is_what_stands(steps: list[list[tuple[int, int, bool]]]) -> None:
    columns = empty("pdq")
    expected: dict[str, list[str]] = {}
    for step in steps:
        packer = Packer(Words(), Words())
        for number, views, live in step:
            each = signal(number, views)
            packer.add(each, live=live)
            expected.pop(each.id, None)
            if live:
                expected[each.id] = [code.hex() for code in each.codes()]
        for changes in packer.changes():
            columns = merged(columns, changes)

    assert told(columns) == expected
    assert list(told(columns)) == sorted(expected)
    assert all(columns.line_of_id(ids.packed(each)) == line for line, each in enumerate(sorted(expected)))
    assert columns.line_of_id(bytes(16)) is None
    assert [columns.line_of_row(row) for row in range(columns.rows)] == [
        line for line, each in enumerate(sorted(expected)) for _ in expected[each]
    ]


def test_columns_that_do_not_fit_together_are_refused() -> None:
    contents = {name: bytes(kind.itemsize) for name, kind in COLUMNS.items()} | {"code": bytes(32)}

    with pytest.raises(SnapshotError, match="do not fit together"):
        SignalColumns.of("pdq", contents)


def test_particulars_are_read_as_they_were_written() -> None:
    claim = Claim(
        content_type=ContentType.VIDEO,
        tier=2,
        behaviour_labels=(BehaviourLabel.GLORIFICATION,),
        ground=Ground(incident_id="inc_1"),
        context_flags=(ContextFlag.RESEARCH,),
    )
    said = Particulars.of(signal(1, claim=claim, state=State.PROVISIONAL))

    assert Particulars.load(said.text) == said
    assert said.claim == claim
