"""The 80 changes and the count of what is found after them, on two photographs."""

from pathlib import Path

import pytest
import skimage.data
from PIL import Image

from scripts.benches import recall
from scripts.benches.reuploads import GROUPS, ROWS

PHOTOGRAPHS = Path(skimage.data.__file__).parent


def small(name: str) -> Image.Image:
    with Image.open(PHOTOGRAPHS / name) as picture:
        return picture.convert("RGB").resize((300, 200))


def test_there_are_80_changes_and_groups_name_no_others() -> None:
    assert len(ROWS) == 80
    assert {row for rows in GROUPS.values() for row in rows} <= ROWS.keys()


@pytest.mark.parametrize("row", ROWS)
def test_a_change_is_the_same_every_time_and_leaves_the_photograph_alone(row: str) -> None:
    picture = small("coffee.png")
    first, second = ROWS[row](picture), ROWS[row](picture)

    assert first.tobytes() == second.tobytes()
    assert first.tobytes() != picture.tobytes()
    assert picture.tobytes() == small("coffee.png").tobytes()


def test_recall_counts_what_is_found_and_what_is_found_wrongly(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in ("astronaut.png", "coffee.png"):
        small(name).save(photos / name)
    measured = recall.measure(photos, changes=("grey", "mirrored", "centre crop of 10 %", "black border of 5 %"))

    assert (measured.photos, measured.changes, measured.distinct_pairs) == (2, 4, 8)
    assert measured.rows["grey"]["plain"] == 100
    assert measured.rows["mirrored"] == measured.rows["black border of 5 %"] | {"plain": 0}
    assert measured.groups["crops"] == {"plain": 0, "fast": 0, "fast_views": 100, "thorough": 0, "thorough_views": 100}
    assert {variant.false_31 for variant in measured.variants.values()} == {0}


def test_a_folder_without_photographs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="has no photographs"):
        recall.measure(tmp_path)
