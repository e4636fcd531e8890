"""A file of a snapshot is what the manifest says, or it is refused."""

from dataclasses import replace
from pathlib import Path

import pytest
import zstandard

from hashdb.errors import SnapshotError
from hashdb.snapshots import Part, pack, unpack
from hashdb.snapshots.files import content_of

CONTENT = b"the same words again and again " * 1_000


@pytest.fixture
def part(tmp_path: Path) -> Part:
    return pack(CONTENT, "pdq", "code", lambda digest: tmp_path / f"{digest}.zst")


def test_what_is_packed_is_smaller_and_unpacks_to_itself(part: Part, tmp_path: Path) -> None:
    packed = tmp_path / f"{part.sha256}.zst"
    unpack(packed, part, tmp_path / "out")

    assert part.packed_bytes == packed.stat().st_size < part.bytes == len(CONTENT)
    assert (tmp_path / "out").read_bytes() == content_of(packed, part) == CONTENT


@pytest.mark.parametrize("content", [b"", b"noise", zstandard.compress(CONTENT[:-1]), zstandard.compress(CONTENT * 99)])
def test_anything_else_is_refused_and_leaves_nothing(part: Part, tmp_path: Path, content: bytes) -> None:
    packed = tmp_path / "other.zst"
    packed.write_bytes(content)

    with pytest.raises(SnapshotError, match=r"pdq\.code is not what"):
        unpack(packed, part, tmp_path / "out")
    with pytest.raises(SnapshotError, match=r"pdq\.code is not what"):
        content_of(packed, part)
    assert not (tmp_path / "out").exists()


def test_no_more_is_unpacked_than_the_manifest_says(part: Part, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zst"
    bomb.write_bytes(zstandard.compress(bytes(1 << 28)))

    with pytest.raises(SnapshotError):
        unpack(bomb, replace(part, bytes=1_000), tmp_path / "out")


def test_an_empty_content_is_packed_like_any_other(tmp_path: Path) -> None:
    part = pack(b"", "", "names", lambda digest: tmp_path / f"{digest}.zst")
    unpack(tmp_path / f"{part.sha256}.zst", part, tmp_path / "out")

    assert (tmp_path / "out").read_bytes() == b""
