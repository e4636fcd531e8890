"""Animated pictures: up to eight frames, spread over all of them.

An animation is one signal, to be reviewed once: that of its first frame that shows enough. The other frames are views
of it (`frame_2` to `frame_8`), so that a still, an excerpt or an animation that starts elsewhere is found by any of
them. Frames that look like one before are left out. A file that breaks off later is what was seen of it until then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageFile

from hashdb.hashing.exif import orientation
from hashdb.hashing.fingerprints import fingerprints
from hashdb.hashing.pictures import BROKEN, checked
from hashdb.hashing.pixels import normalised, upright
from hashdb.hashing.signal import HashedSignal
from hashdb.hashing.strategies import STRATEGIES
from hashdb.signals import MOST_VIEWS, MOST_VIEWS_ASKED, View

MOST_FRAMES = 8
# To show a frame, all before it are decoded: so many pixels in all; what comes after them is not looked at.
_MOST_PIXELS = 100_000_000
# Two frames within this distance show the same.
_SAME = 15


def frames(content: bytes, format_name: str) -> Iterator[Image.Image]:
    """Yield the frames, as `open_picture` returns a picture; one if it does not move."""
    with checked(content, format_name) as picture:
        turned = orientation(picture.info.get("exif"))
        yield upright(normalised(picture), turned)
        for place in _places(picture):
            try:
                picture.seek(place)
                frame = upright(normalised(picture), turned)
            except BROKEN:
                return
            yield frame


def _places(picture: ImageFile.ImageFile) -> list[int]:
    reachable = min(getattr(picture, "n_frames", 1), _MOST_PIXELS // (picture.width * picture.height))
    return sorted({place * reachable // MOST_FRAMES for place in range(1, MOST_FRAMES)} - {0})


def signals_of_frames(pictures: Iterator[Image.Image], types: Sequence[str], strategy: str) -> list[HashedSignal]:
    """Return one signal for each of *types*: the frame that stands for all, the others as views of it."""
    first, *others = pictures
    if not others:
        return fingerprints(first, types, strategy)
    (_, standing), *distinct = _distinct([first, *others])
    plain = [(number, fingerprints(frame, types, "plain")) for number, frame in distinct]
    most = MOST_VIEWS_ASKED if STRATEGIES[strategy].asks else MOST_VIEWS
    return [
        _with_frames(signal, [(number, signals[place]) for number, signals in plain], most)
        for place, signal in enumerate(fingerprints(standing, types, strategy))
    ]


def _distinct(pictures: Sequence[Image.Image]) -> list[tuple[int, Image.Image]]:
    """Return the frames that differ, by their numbers; one that shows enough comes first."""
    kept: list[tuple[HashedSignal, int, Image.Image]] = []
    for number, frame in enumerate(pictures, 1):
        (seen,) = fingerprints(frame, ("pdq",), "plain")
        if not any(_apart(seen, other) <= _SAME for other, _, _ in kept):
            kept.append((seen, number, frame))
    kept.sort(key=lambda each: each[0].problem is not None)
    return [(number, frame) for _, number, frame in kept]


def _apart(one: HashedSignal, other: HashedSignal) -> int:
    return (int(one.signal_value, 16) ^ int(other.signal_value, 16)).bit_count()


def _with_frames(signal: HashedSignal, others: list[tuple[int, HashedSignal]], most: int) -> HashedSignal:
    """Return the signal with the other frames among its views; they go before parts of the first one."""
    views = [
        View(name=f"frame_{number}", signal_value=frame.signal_value, quality=frame.quality)
        for number, frame in others
        if frame.problem is None
    ]
    return replace(signal, views=(*views, *signal.views)[:most])
