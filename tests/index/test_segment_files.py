"""A segment's file is whole and as it was written, or it is refused; building one leaves nothing half-made behind."""

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hashdb.errors import SegmentError
from hashdb.index import Index, build, open_segment
from hashdb.index.plan import Chunk, Plan
from tests.index.samples import Codes, offsets, plans, segment_of, uniform

HEADER = 4096
PLAN = tuple(Chunk(5, 0) for _ in range(11))
CODES = uniform(np.random.default_rng(1), 70, 64)

# A builder that is killed while it waits for its second block.
BUILDER = """
import sys
from pathlib import Path
import numpy as np
from hashdb.index import build

def blocks():
    yield np.ones((5_000, 4), np.uint64)
    print("half", flush=True)
    sys.stdin.read()

build(Path(sys.argv[1]), blocks(), 256)
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A segment as it stands on the disk."""
    path = tmp_path_factory.mktemp("segments") / "whole"
    build(path, [CODES], 64, "here", plan=PLAN)
    return path.read_bytes()


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let no file grow beyond 64 KiB, as if the disk were full then."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def written(folder: Path, content: bytes) -> Path:
    path = folder / "sample"
    path.write_bytes(content)
    return path


def blocks(count: int, rows: int) -> Iterator[Codes]:
    for seed in range(count):
        yield uniform(np.random.default_rng(seed), rows, 256)


def test_a_segment_that_was_opened_tells_what_it_was_built_of(whole: bytes, tmp_path: Path) -> None:
    segment = open_segment(written(tmp_path, whole))

    assert (segment.bits, segment.rows, segment.origin, segment.plan) == (64, 70, "here", PLAN)
    assert segment.nbytes == len(whole)
    assert np.array_equal(segment.codes, CODES)


def test_a_segment_of_several_blocks_holds_them_one_after_the_other(tmp_path: Path) -> None:
    rows = build(tmp_path / "sample", blocks(3, 50), 256)

    assert rows == 150
    assert np.array_equal(open_segment(tmp_path / "sample").codes, np.concatenate(list(blocks(3, 50))))


@pytest.mark.parametrize("bits", [64, 256])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_row_stands_in_the_bucket_of_its_bits_in_every_chunk(bits: int, data: st.DataObject) -> None:
    plan = data.draw(plans(bits))
    codes = uniform(np.random.default_rng(data.draw(st.integers(0, 1 << 32))), 40, bits)
    links, at, keys = segment_of(codes, plan).table.links, 0, keys_of(codes, plan)

    for chunk, own, beside in zip(plan, keys, [*keys[1:], keys[0]], strict=True):
        starts, rows = at + (1 << chunk.width) + 1, at + (1 << chunk.width) + 41
        order = np.argsort(own, stable=True)
        assert links[at:starts].tolist() == np.searchsorted(np.sort(own), np.arange((1 << chunk.width) + 1)).tolist()
        assert links[starts:rows].tolist() == order.tolist()
        assert links[rows : rows + 20].view(np.uint16).tolist() == (beside[order] % (1 << 16)).tolist()
        at = rows + 20
    assert links[at:].tolist() == [0] * 16


def keys_of(codes: Codes, plan: Plan) -> list[NDArray[np.int64]]:
    """Return the bits of each chunk, of all codes."""
    numbers = [sum(word << (64 * place) for place, word in enumerate(code)) for code in codes.tolist()]
    return [
        np.array([number >> offset & ((1 << chunk.width) - 1) for number in numbers])
        for offset, chunk in zip(offsets(plan), plan, strict=True)
    ]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_byte_that_changed_anywhere_in_codes_or_links_is_noticed(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    place, bits = data.draw(st.integers(HEADER, len(whole) - 1)), data.draw(st.integers(1, 255))
    changed = whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :]

    with pytest.raises(SegmentError, match="checksum"):
        open_segment(written(tmp_path_factory.getbasetemp(), changed))


def test_a_byte_that_changed_anywhere_in_the_header_is_noticed(whole: bytes, tmp_path: Path) -> None:
    told = whole[:HEADER].rstrip()
    for place in range(len(told)):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        with pytest.raises(SegmentError):
            open_segment(written(tmp_path, changed))


@pytest.mark.parametrize("length", [0, 1, 100, HEADER - 1, HEADER, HEADER + 8, 5_000, -4, -1])
def test_a_file_that_was_cut_short_is_refused(whole: bytes, tmp_path: Path, length: int) -> None:
    with pytest.raises(SegmentError):
        open_segment(written(tmp_path, whole[:length]))


def test_a_file_that_was_lengthened_is_refused(whole: bytes, tmp_path: Path) -> None:
    with pytest.raises(SegmentError):
        open_segment(written(tmp_path, whole + b"\0"))


@pytest.mark.parametrize("header", [b"null", b"1", b'"text"', b"[]", b"{}", b'{"checksum":1}', b"\0" * 20, b"\xff"])
def test_a_file_with_another_header_is_refused(whole: bytes, tmp_path: Path, header: bytes) -> None:
    with pytest.raises(SegmentError):
        open_segment(written(tmp_path, header.ljust(HEADER) + whole[HEADER:]))


@pytest.mark.parametrize("change", [{"format": 1}, {"rows": 69}, {"bits": 256}, {"origin": "there"}, {"checksum": 0}])
def test_a_header_that_tells_something_else_is_refused(whole: bytes, tmp_path: Path, change: dict[str, object]) -> None:
    header = orjson.loads(whole[:HEADER]) | change
    with pytest.raises(SegmentError):
        open_segment(written(tmp_path, orjson.dumps(header).ljust(HEADER) + whole[HEADER:]))


@pytest.mark.parametrize(("name", "error"), [("missing", FileNotFoundError), (".", IsADirectoryError)])
def test_what_is_no_file_says_why_it_cannot_be_read(tmp_path: Path, name: str, error: type[OSError]) -> None:
    with pytest.raises(error):
        open_segment(tmp_path / name)


def test_a_segment_of_no_rows_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one row"):
        build(tmp_path / "sample", [], 64)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("small_disk")
@pytest.mark.parametrize("rows", [1_000, 100_000])
def test_a_full_disk_is_told_and_nothing_is_left_on_it(tmp_path: Path, rows: int) -> None:
    with pytest.raises(OSError, match="too large"):
        build(tmp_path / "sample", blocks(2, rows), 256)

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_segment_that_was_there(
    whole: bytes, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = written(tmp_path, whole)
    request.getfixturevalue("small_disk")
    with pytest.raises(OSError, match="too large"):
        build(path, blocks(2, 1_000), 256)

    assert path.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


def test_a_builder_that_fails_to_get_its_rows_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Codes]:
        yield from blocks(1, 10)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        build(tmp_path / "sample", broken(), 256)

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_builder_left_is_no_segment_and_in_nobodys_way(tmp_path: Path) -> None:
    path = tmp_path / "sample"
    with subprocess.Popen(
        [sys.executable, "-c", BUILDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()
    ) as builder:
        assert builder.stdout is not None
        builder.stdout.readline()
        builder.send_signal(signal.SIGKILL)
    left = [each.name for each in tmp_path.iterdir()]
    rows = build(path, blocks(1, 40), 256)

    assert left == ["sample.draft"]
    assert rows == open_segment(path).rows == 40
    assert list(tmp_path.iterdir()) == [path]


def test_a_segment_that_is_replaced_or_removed_stays_with_those_who_have_it(tmp_path: Path) -> None:
    path = tmp_path / "sample"
    build(path, [CODES], 64)
    old = open_segment(path)
    build(path, [~CODES], 64)
    new = open_segment(path)
    path.unlink()

    assert np.array_equal(old.codes, CODES)
    assert np.array_equal(new.codes, ~CODES)


def test_a_segment_takes_the_memory_of_its_file_and_no_more_whoever_maps_it() -> None:
    segment = segment_of(CODES, PLAN)
    index = Index(64, segment)

    assert len(index) == index.in_segment == 70
    assert segment.codes.base is not None
    assert not segment.codes.flags.owndata
    assert not segment.table.links.flags.writeable
