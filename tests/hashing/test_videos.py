"""Videos, made here: one PDQ a second, of what a player shows."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from hashdb.errors import UnreadableFileError
from hashdb.hashing import HashedSignal, hash_file
from hashdb.signals import video_value
from tests.hashing.films import film, tagged_turned

Photograph = Callable[[str], Image.Image]
SHOWN = ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg"]


def vpdq(path: Path, *, keyframes: bool = False) -> HashedSignal:
    (signal,) = hash_file(path, ("vpdq",), keyframes=keyframes)
    return signal


def apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def distances(one: HashedSignal, other: HashedSignal) -> list[int]:
    pairs = zip(one.views, other.views, strict=True)
    return [apart(mine.signal_value, theirs.signal_value) for mine, theirs in pairs]


@pytest.mark.parametrize(("codec", "ending"), [("libx264", "mp4"), ("mpeg4", "avi"), ("libvpx-vp9", "webm")])
def test_a_video_has_one_pdq_a_second(photograph: Photograph, tmp_path: Path, codec: str, ending: str) -> None:
    pictures = [photograph(name) for name in SHOWN]
    signal = vpdq(film(tmp_path / f"film.{ending}", pictures, codec=codec))
    stills = []
    for name, picture in zip(SHOWN, pictures, strict=True):
        picture.convert("RGB").save(tmp_path / f"{name}.png")
        stills.append(hash_file(tmp_path / f"{name}.png", ("pdq",))[0].signal_value)

    assert [view.name for view in signal.views] == [f"second_{second}" for second in range(8)]
    assert all(apart(view.signal_value, stills[place // 2]) <= 16 for place, view in enumerate(signal.views))
    assert signal.signal_value == video_value(signal.views)
    assert (signal.content_type, signal.problem) == ("video", None)


def test_key_frames_alone_are_fewer_and_the_same(photograph: Photograph, tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", [photograph(name) for name in SHOWN])
    every = {view.name: view.signal_value for view in vpdq(path).views}
    few = {view.name: view.signal_value for view in vpdq(path, keyframes=True).views}

    assert len(few) == 4
    assert all(apart(value, every[name]) <= 16 for name, value in few.items())


def test_a_video_that_is_stored_turned_is_seen_as_a_player_shows_it(photograph: Photograph, tmp_path: Path) -> None:
    pictures = [photograph(name) for name in SHOWN]
    upright = vpdq(film(tmp_path / "upright.mp4", pictures))
    stored = film(tmp_path / "stored.mp4", pictures, turned=True)
    lying = vpdq(stored)
    shown = vpdq(tagged_turned(stored, tmp_path / "tagged.mp4"))

    assert [view.name for view in shown.views] == [view.name for view in upright.views]
    assert max(distances(shown, upright)) <= 16
    assert min(distances(lying, upright)) > 64


def test_seconds_that_show_nothing_are_left_out(photograph: Photograph, tmp_path: Path) -> None:
    pictures = [Image.new("RGB", (640, 360)), photograph("coffee.png")]

    assert [view.name for view in vpdq(film(tmp_path / "film.mp4", pictures)).views] == ["second_2", "second_3"]


def test_a_video_that_shows_nothing_is_marked(tmp_path: Path) -> None:
    signal = vpdq(film(tmp_path / "film.mp4", [Image.new("RGB", (640, 360))]))

    assert (signal.problem, signal.views) == ("low_quality", ())


def test_a_video_has_digests_beside(photograph: Photograph, tmp_path: Path) -> None:
    signals = hash_file(film(tmp_path / "film.mp4", [photograph("coffee.png")]))

    assert [signal.signal_type for signal in signals] == ["vpdq", "sha256", "md5"]


def test_sound_alone_has_no_frames(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(path, "w") as written:
        stream = written.add_stream("aac", rate=44_100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44_100
        written.mux(stream.encode(frame))
        written.mux(stream.encode())

    assert [signal.signal_type for signal in hash_file(path)] == ["sha256", "md5"]
    with pytest.raises(UnreadableFileError) as refused:
        hash_file(path, ("vpdq",))
    assert refused.value.code == "unsupported_format"
