"""A cropped copy of a photograph, through the real service: the view that shows the same part finds it."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from hashdb.hashing import HashedSignal, hash_file
from hashdb.signals import View
from tests.journeys.cast import Cast
from tests.journeys.waiting import eventually


def pdq(path: Path) -> HashedSignal:
    return hash_file(path, ["pdq"], strategy="plain")[0]


@pytest.fixture
def signal(photograph: Path, tmp_path: Path) -> HashedSignal:
    """The photograph with a view of its left four fifths."""
    left = tmp_path / "left.png"
    _left_of(photograph).save(left)
    view = View(name="left_80", signal_value=pdq(left).signal_value, quality=pdq(left).quality)
    return replace(pdq(photograph), views=(view,))


@pytest.fixture
def crop(photograph: Path, tmp_path: Path) -> HashedSignal:
    """What somebody uploads: the left four fifths, smaller and compressed anew."""
    path = tmp_path / "crop.jpg"
    _left_of(photograph).resize((300, 250)).save(path, quality=70)
    return pdq(path)


def _left_of(photograph: Path) -> Image.Image:
    with Image.open(photograph) as picture:
        return picture.crop((0, 0, picture.width * 4 // 5, picture.height))


def test_a_crop_is_found_by_the_view_that_shows_the_same_part_until_the_signal_is_withdrawn(
    cast: Cast, signal: HashedSignal, crop: HashedSignal
) -> None:
    cast.host.put_inventory(
        [{"content_ref": "v/1", "signal_type": crop.signal_type, "signal_value": crop.signal_value}]
    )
    signal_id = cast.live(signal)[0]
    hit = eventually(lambda: cast.hits(crop), "the view is matched")[0]
    told = [entry for page in cast.asker.feed() for entry in page.items if entry["id"] == signal_id]
    match = cast.found(signal_id)
    cast.other_senior.review_signal(signal_id, "withdraw", reason="wrong_label")

    assert (hit["signal_id"], hit["view"], hit["query_view"]) == (signal_id, "left_80", "picture")
    assert hit["use_mode"] == "review_only"
    assert [[view["name"] for view in each["views"]] for each in told] == [["left_80"]]
    assert (match["content_ref"], match["view"]) == ("v/1", "left_80")
    assert cast.hits(crop) == []
