"""From a photograph that somebody changed back to the photograph: by orientation, rectangle, tilt or view."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from hashdb.errors import InvalidInputError
from hashdb.hashing.fingerprints import fingerprints
from hashdb.hashing.pixels import PROPORTION, normalised
from hashdb.hashing.signal import MINIMUM_QUALITY, HashedSignal
from hashdb.hashing.strategies import STRATEGIES
from hashdb.signals import ORIENTATIONS, degenerate, parse_views

Photograph = Callable[[str], Image.Image]
Found = tuple[int, str, str]

NAMES = ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg"]
RADIUS = 31


def of(picture: Image.Image, strategy: str) -> HashedSignal:
    (signal,) = fingerprints(picture, ("pdq",), strategy)
    return signal


def nearest(query: Image.Image, stored: Image.Image, strategy: str, *, with_views: bool = True) -> Found:
    """Return the smallest distance, and which part of the query and which view of the signal it lies between."""
    asked, signal = of(query, strategy), of(stored, "views")
    mine = dict(zip(ORIENTATIONS, asked.orientations, strict=False)) or {"picture": asked.signal_value}
    mine |= {view.name: view.signal_value for view in asked.views}
    theirs = {"picture": signal.signal_value}
    if with_views:
        theirs |= {view.name: view.signal_value for view in signal.views}
    return min(
        ((int(one, 16) ^ int(other, 16)).bit_count(), own, name)
        for own, one in mine.items()
        for name, other in theirs.items()
    )


def captioned(picture: Image.Image) -> Image.Image:
    canvas = ImageOps.expand(picture, (0, picture.height // 5, 0, 0), "white")
    ImageDraw.Draw(canvas).text((20, 20), "Share this before it is gone", "black", font_size=24)
    return canvas


def on_a_phone(picture: Image.Image) -> Image.Image:
    screen = Image.new("RGB", (540, 1170), "white")
    screen.paste(ImageOps.contain(picture, (540, 700)), (0, 300))
    draw = ImageDraw.Draw(screen)
    draw.text((20, 10), "12:41", "black", font_size=24)
    draw.text((20, 1040), "2,318 likes", "black", font_size=24)
    return screen


def before_itself(picture: Image.Image) -> Image.Image:
    back = ImageOps.fit(picture, (picture.width, picture.height * 8 // 5)).filter(ImageFilter.GaussianBlur(20))
    back.paste(picture, (0, picture.height * 3 // 10))
    return back


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "change",
    [
        lambda picture: ImageOps.expand(picture, 30, "black"),
        lambda picture: ImageOps.expand(picture, (0, 100), "white"),
        captioned,
        on_a_phone,
        lambda picture: captioned(ImageOps.mirror(picture)),
    ],
    ids=["border", "letterbox", "caption", "phone", "mirrored caption"],
)
def test_what_was_put_around_a_picture_is_taken_off_by_the_fast_strategy(
    photograph: Photograph, name: str, change: Callable[[Image.Image], Image.Image]
) -> None:
    picture = photograph(name).convert("RGB")
    plain, _, _ = nearest(change(picture), picture, "plain", with_views=False)
    fast, _, _ = nearest(change(picture), picture, "fast", with_views=False)

    assert plain > RADIUS
    assert fast <= RADIUS


@pytest.mark.parametrize("strategy", ["fast", "thorough"])
@pytest.mark.parametrize("name", NAMES)
def test_a_screenshot_that_was_cropped_into_the_picture_at_both_sides_is_found(
    photograph: Photograph, name: str, strategy: str
) -> None:
    picture = photograph(name).convert("RGB")
    cropped = on_a_phone(picture).crop((20, 200, 520, 1100))

    assert nearest(cropped, picture, "plain")[0] > RADIUS
    assert nearest(cropped, picture, strategy)[0] <= RADIUS


def test_a_hit_names_the_rectangle_and_the_view_it_is_between(photograph: Photograph) -> None:
    picture = photograph("coffee.png")
    cropped = picture.crop((0, 0, picture.width * 9 // 10, picture.height))
    distance, part, view = nearest(ImageOps.expand(cropped, 40, "black"), picture, "fast")

    assert distance <= RADIUS
    assert (part, view) == ("trim", "right_10_off")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_before_its_own_blurred_copy_is_found_between_edges(photograph: Photograph, name: str) -> None:
    picture = photograph(name).convert("RGB")
    distance, part, _ = nearest(before_itself(picture), picture, "thorough", with_views=False)

    assert distance <= RADIUS
    assert part.startswith("edges_")


@pytest.mark.parametrize("degrees", [-3, 4])
def test_a_tilted_picture_is_found_by_tilting_it_back(photograph: Photograph, degrees: int) -> None:
    picture = photograph("coffee.png")
    tilted = picture.rotate(degrees, Image.Resampling.BICUBIC)
    distance, part, _ = nearest(tilted, picture, "thorough")

    assert nearest(tilted, picture, "fast")[0] > RADIUS
    assert distance <= RADIUS
    assert part.startswith("tilt_")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("box", "view"),
    [
        ((0.05, 0.05, 0.95, 0.95), "centre_90"),
        ((0, 0.15, 1, 1), "top_15_off"),
        ((0, 0, 0.8, 1), "right_20_off"),
    ],
)
def test_a_crop_is_found_by_the_view_that_shows_the_same(
    photograph: Photograph, name: str, box: tuple[float, float, float, float], view: str
) -> None:
    picture = photograph(name).convert("RGB")
    left, top, right, bottom = (round(share * length) for share, length in zip(box, picture.size * 2, strict=True))
    distance, _, found = nearest(picture.crop((left, top, right, bottom)), picture, "plain")

    assert distance <= RADIUS
    assert found == view


def test_the_square_is_the_one_that_people_see(photograph: Photograph) -> None:
    picture = photograph("coffee.png")
    square = ImageOps.fit(picture, (300, 300))
    views = {view.name: view.signal_value for view in of(picture, "views").views}

    assert (int(views["square"], 16) ^ int(of(square, "plain").signal_value, 16)).bit_count() <= 8
    assert "square" not in {view.name for view in of(square, "views").views}


def test_a_picture_that_its_exif_block_turns_keeps_its_proportion_as_seen(photograph: Photograph) -> None:
    picture = photograph("coffee.png")

    assert normalised(picture).info[PROPORTION] == pytest.approx(1.5)


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("name", NAMES[:2])
def test_views_are_such_as_the_service_takes(photograph: Photograph, name: str, strategy: str) -> None:
    signal = of(photograph(name).convert("RGB"), strategy)

    assert parse_views("pdq", signal.views, are_asked=STRATEGIES[strategy].asks) == signal.views
    assert signal.orientations[:1] == ((signal.signal_value,) if STRATEGIES[strategy].asks else ())


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_strategy_answers_the_picture_itself_as_the_plain_one_does(photograph: Photograph, strategy: str) -> None:
    picture = photograph("astronaut.png")

    assert of(picture, strategy).signal_value == of(picture, "plain").signal_value
    assert of(picture, strategy).quality == of(picture, "plain").quality == 100


def test_parts_of_distinct_photographs_are_far_apart(photograph: Photograph) -> None:
    pictures = [photograph(name).convert("RGB") for name in NAMES]
    apart = [nearest(one, other, "thorough")[0] for one, other in combinations(pictures, 2)]

    assert min(apart) > 60


def test_a_part_that_shows_too_little_is_left_out(photograph: Photograph) -> None:
    canvas = Image.new("RGB", (1000, 500), "#808080")
    canvas.paste(photograph("coffee.png").resize((300, 500)), (0, 0))
    views = of(canvas, "views").views

    assert {view.quality >= MINIMUM_QUALITY for view in views if view.quality is not None} <= {True}
    assert [degenerate("pdq", bytes.fromhex(view.signal_value)) for view in views] == [None] * len(views)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_flat_picture_has_no_views(strategy: str) -> None:
    signal = of(Image.new("RGB", (640, 480), "teal"), strategy)

    assert signal.views == ()
    assert signal.problem == "low_quality"


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    width=st.integers(32, 700),
    height=st.integers(32, 700),
    bars=st.tuples(*[st.integers(0, 200)] * 4),
    strategy=st.sampled_from(sorted(STRATEGIES)),
)
def test_any_picture_has_views_that_are_well_formed_and_strong(
    seed: int, width: int, height: int, bars: tuple[int, int, int, int], strategy: str
) -> None:
    blocks = np.random.default_rng(seed).integers(0, 256, (1 + seed % 40, 1 + seed % 23, 3), np.uint8)
    picture = ImageOps.expand(Image.fromarray(blocks).resize((width, height)), bars, "black")
    signal = of(picture, strategy)

    assert parse_views("pdq", signal.views, are_asked=STRATEGIES[strategy].asks) == signal.views
    assert all(view.quality is not None and view.quality >= MINIMUM_QUALITY for view in signal.views)
    assert all(degenerate("pdq", bytes.fromhex(view.signal_value)) is None for view in signal.views)


def test_a_strategy_that_is_none_is_refused(photograph: Photograph) -> None:
    with pytest.raises(InvalidInputError, match="strategy: must be one of plain, fast, thorough, views"):
        fingerprints(photograph("camera.png"), ("pdq",), "best")
