import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.errors import InvalidInputError
from hashdb.signals import SIGNAL_TYPES, parse_value

PDQ = SIGNAL_TYPES["pdq"].example
NAMES = st.sampled_from(sorted(SIGNAL_TYPES))


@given(NAMES, st.data())
def test_what_is_parsed_is_what_was_printed(name: str, data: st.DataObject) -> None:
    value = data.draw(st.binary(min_size=SIGNAL_TYPES[name].bits // 8, max_size=SIGNAL_TYPES[name].bits // 8))

    assert parse_value(name, value.hex()) == value
    assert parse_value(name, value.hex().upper()) == value


@given(NAMES, st.text())
def test_any_other_text_is_refused_naming_the_field(name: str, text: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_value(name, text, "signals[3].signal_value")

    assert [problem.field for problem in refused.value.problems] == ["signals[3].signal_value"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PDQ[:63], "this has 63"),
        (PDQ + "0", "this has 65"),
        ("", "this has 0"),
        ("0x" + PDQ[2:], "without the prefix 0x"),
        ("0X" + PDQ, "without the prefix 0x"),
        (" " + PDQ[1:], "without spaces"),
        (PDQ + "\n", "without spaces"),
        (PDQ[:32] + " " + PDQ[33:], "without spaces"),
        ("g" + PDQ[1:], "other characters"),
        ("+" + PDQ[1:], "other characters"),
        (PDQ[:10] + "_" + PDQ[11:], "other characters"),
        ("٣" + PDQ[1:], "other characters"),
    ],
)
def test_the_refusal_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says) as refused:
        parse_value("pdq", text)

    assert "exactly 64 hexadecimal digits (pdq)" in str(refused.value)


def test_an_unknown_type_is_told_of_the_field_beside_the_value() -> None:
    with pytest.raises(InvalidInputError) as refused:
        parse_value("pdq2", PDQ, "signals[3].signal_value")

    assert refused.value.problems[0].field == "signals[3].signal_type"
    assert ", ".join(SIGNAL_TYPES) in refused.value.problems[0].rule


def test_a_full_batch_is_parsed_in_a_blink() -> None:
    started = time.process_time()
    for _ in range(1_000):
        parse_value("pdq", PDQ)

    assert time.process_time() - started < 0.05
