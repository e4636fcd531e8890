"""Animated pictures: one signal, and the other frames as views of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from hashdb.hashing import hash_file

Photograph = Callable[[str], Image.Image]
SHOWN = ["astronaut.png", "chelsea.png", "coffee.png"]


def animation(path: Path, frames: list[Image.Image]) -> Path:
    first, *others = (frame.convert("RGB").resize((320, 240)) for frame in frames)
    first.save(path, save_all=True, append_images=others, duration=100)
    return path


def apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.parametrize("ending", ["gif", "webp", "png", "avif"])
def test_every_frame_that_differs_is_found(photograph: Photograph, tmp_path: Path, ending: str) -> None:
    pictures = [photograph(name) for name in SHOWN]
    (signal,) = hash_file(animation(tmp_path / f"moving.{ending}", pictures), ("pdq",))
    stills = [hash_file(animation(tmp_path / "still.png", [each]), ("pdq",))[0].signal_value for each in pictures]
    frames = [view for view in signal.views if view.name.startswith("frame_")]

    assert [view.name for view in frames] == ["frame_2", "frame_3"]
    values = [signal.signal_value, *(view.signal_value for view in frames)]
    assert all(apart(value, still) <= 31 for value, still in zip(values, stills, strict=True))


def test_a_long_animation_is_sampled_and_what_repeats_is_left_out(photograph: Photograph, tmp_path: Path) -> None:
    pictures = [photograph(SHOWN[place // 16]) for place in range(48)]
    (signal,) = hash_file(animation(tmp_path / "moving.webp", pictures), ("pdq",))

    assert len([view for view in signal.views if view.name.startswith("frame_")]) == 2


def test_a_first_frame_that_shows_nothing_does_not_stand_for_all(photograph: Photograph, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (320, 240)), photograph("coffee.png")]
    (signal,) = hash_file(animation(tmp_path / "moving.gif", frames), ("pdq",))

    assert signal.problem is None
    assert not any(view.name.startswith("frame_") for view in signal.views)


def test_frames_go_before_crops_when_there_is_not_room_for_all(photograph: Photograph, tmp_path: Path) -> None:
    path = animation(tmp_path / "moving.gif", [photograph(name) for name in SHOWN])
    (signal,) = hash_file(path, ("pdq",), strategy="views")

    assert [view.name for view in signal.views][:2] == ["frame_2", "frame_3"]
    assert 2 < len(signal.views) <= 32


def test_an_animation_that_breaks_off_is_what_was_seen_of_it(photograph: Photograph, tmp_path: Path) -> None:
    path = animation(tmp_path / "moving.gif", [photograph(name) for name in SHOWN])
    path.write_bytes(path.read_bytes()[:-20_000])
    (signal,) = hash_file(path, ("pdq",))

    assert [view.name for view in signal.views if view.name.startswith("frame_")] == ["frame_2"]
