import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.signals import degenerate


def code_with(bits: int, length: int) -> bytes:
    """Return a code of *length* bits of which *bits* are set, here and there."""
    return sum(1 << place * 77 % length for place in range(bits)).to_bytes(length // 8)


@pytest.mark.parametrize("bits", [0, 95, 161, 256])
def test_a_pdq_is_refused_outside_96_to_160_bits(bits: int) -> None:
    assert f"{bits} of its 256 bits" in str(degenerate("pdq", code_with(bits, 256)))


@pytest.mark.parametrize("bits", [96, 128, 160])
def test_a_pdq_of_96_to_160_bits_is_accepted(bits: int) -> None:
    assert degenerate("pdq", code_with(bits, 256)) is None


@pytest.mark.parametrize(
    "pattern",
    [
        b"\x55\x55" * 16,
        b"\x55\x55\xaa\xaa" * 8,
        b"\xff\xff\x00\x00" * 8,
        b"\xff\x00" * 16,
        b"\x0f\x0f\xff\xff\xf0\xf0\x00\x00" * 4,
    ],
    ids=["stripes", "chessboard", "bars", "halves", "two kinds of columns"],
)
def test_a_pdq_that_is_a_pattern_is_refused(pattern: bytes) -> None:
    assert "repeat" in str(degenerate("pdq", pattern))


def test_a_pdq_with_three_kinds_of_rows_and_columns_is_accepted() -> None:
    assert degenerate("pdq", b"\x0f\x0f\xf0\xf0\x33\x33\xcc\xcc" * 4) is None


@pytest.mark.parametrize("signal_type", ["phash", "dhash", "whash"])
@pytest.mark.parametrize("bits", [0, 7, 57, 64])
def test_a_64_bit_hash_is_refused_when_nearly_all_its_bits_agree(signal_type: str, bits: int) -> None:
    assert f"{bits} of its 64 bits" in str(degenerate(signal_type, code_with(bits, 64)))


@pytest.mark.parametrize("signal_type", ["phash", "dhash", "whash"])
@pytest.mark.parametrize("bits", [8, 32, 56])
def test_a_64_bit_hash_of_8_to_56_bits_is_accepted(signal_type: str, bits: int) -> None:
    assert degenerate(signal_type, code_with(bits, 64)) is None


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256"])
@given(st.binary(max_size=64))
def test_of_digests_only_that_of_an_empty_file_is_refused(algorithm: str, content: bytes) -> None:
    reason = degenerate(algorithm, hashlib.new(algorithm, content).digest())

    assert (reason is not None) == (content == b"")
