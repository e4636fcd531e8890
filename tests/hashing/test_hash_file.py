"""From photographs, and from what people do to them, to signals."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from hashdb.errors import InvalidInputError, UnreadableFileError
from hashdb.hashing import DEFAULT_TYPES, hash_file, hash_text
from hashdb.signals import degenerate, parse_value

Photograph = Callable[[str], Image.Image]
NAMES = ["astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg", "coins.png", "motorcycle_left.png"]
OF_A_PICTURE = ("pdq", "phash", "dhash", "sha256", "md5")


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def saved(picture: Image.Image, file: Path, **options: Any) -> Path:
    picture.save(file, **options)
    return file


def pdq_of(file: Path) -> str:
    return hash_file(file, ("pdq",))[0].signal_value


@pytest.mark.parametrize("name", NAMES)
def test_a_photograph_has_every_default_signal_well_formed(photograph: Photograph, tmp_path: Path, name: str) -> None:
    signals = hash_file(saved(photograph(name).convert("RGB"), tmp_path / "photo.jpg"))

    assert tuple(signal.signal_type for signal in signals) == OF_A_PICTURE
    assert set(OF_A_PICTURE) < set(DEFAULT_TYPES)
    assert [degenerate(s.signal_type, parse_value(s.signal_type, s.signal_value)) for s in signals] == [None] * 5
    assert {signal.content_type for signal in signals} == {"image"}
    assert [signal.quality for signal in signals] == [100, 100, 100, None, None]
    assert {signal.problem for signal in signals} == {None}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("ending", "change"),
    [
        ("jpg", lambda picture: picture.resize((picture.width // 2, picture.height // 2))),
        ("jpg", lambda picture: picture.resize((picture.width * 2, picture.height * 2))),
        ("webp", lambda picture: picture),
        ("png", ImageOps.grayscale),
        ("png", lambda picture: picture.resize((picture.width, picture.height * 9 // 10))),
    ],
    ids=["half", "double", "webp", "grey", "squeezed"],
)
def test_a_copy_that_was_resized_or_recompressed_stays_within_the_radius(
    photograph: Photograph,
    tmp_path: Path,
    name: str,
    ending: str,
    change: Callable[[Image.Image], Image.Image],
) -> None:
    original = photograph(name).convert("RGB")
    first = pdq_of(saved(original, tmp_path / "first.png"))
    copy = pdq_of(saved(change(original), tmp_path / f"copy.{ending}", quality=60))

    assert distance(first, copy) <= 31


def test_distinct_photographs_are_far_apart(photograph: Photograph, tmp_path: Path) -> None:
    values = [pdq_of(saved(photograph(name).convert("RGB"), tmp_path / f"{name}.png")) for name in NAMES]
    apart = [distance(one, other) for place, one in enumerate(values) for other in values[:place]]

    assert min(apart) > 88


def test_a_picture_decoded_scaled_is_near_the_one_decoded_in_full(photograph: Photograph, tmp_path: Path) -> None:
    large = photograph("retina.jpg").resize((3000, 2000))
    scaled = pdq_of(saved(large, tmp_path / "large.jpg", quality=95))
    full = pdq_of(saved(large, tmp_path / "large.png"))

    assert distance(scaled, full) <= 8


@pytest.mark.parametrize("ending", ["jpg", "png", "webp"])
@pytest.mark.parametrize(
    ("orientation", "stored"),
    [
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
        (3, Image.Transpose.ROTATE_180),
        (4, Image.Transpose.FLIP_TOP_BOTTOM),
        (5, Image.Transpose.TRANSPOSE),
        (6, Image.Transpose.ROTATE_90),
        (7, Image.Transpose.TRANSVERSE),
        (8, Image.Transpose.ROTATE_270),
    ],
)
def test_a_picture_that_is_turned_by_its_exif_block_is_hashed_as_it_is_seen(
    photograph: Photograph, tmp_path: Path, ending: str, orientation: int, stored: Image.Transpose
) -> None:
    seen = photograph("astronaut.png")
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned = pdq_of(saved(seen.transpose(stored), tmp_path / f"turned.{ending}", exif=exif, quality=95))

    assert distance(turned, pdq_of(saved(seen, tmp_path / "seen.png"))) <= 8


def test_a_broken_exif_block_is_as_good_as_none(photograph: Photograph, tmp_path: Path) -> None:
    picture = photograph("astronaut.png")
    broken = saved(picture, tmp_path / "broken.jpg", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff", quality=95)
    unreadable = saved(picture, tmp_path / "unreadable.jpg", exif=b"Exif\0\0no TIFF at all", quality=95)
    plain = saved(picture, tmp_path / "plain.jpg", quality=95)

    assert pdq_of(broken) == pdq_of(unreadable) == pdq_of(plain)


def test_transparent_parts_are_white(photograph: Photograph, tmp_path: Path) -> None:
    picture = photograph("astronaut.png").convert("RGBA")
    mask = Image.new("L", picture.size, 255)
    mask.paste(0, (0, 0, 512, 200))
    on_white = Image.composite(picture, Image.new("RGBA", picture.size, "white"), mask)
    picture.putalpha(mask)

    assert pdq_of(saved(picture, tmp_path / "alpha.png")) == pdq_of(saved(on_white, tmp_path / "white.png"))


def test_sixteen_bits_a_channel_hash_like_eight(photograph: Photograph, tmp_path: Path) -> None:
    grey = photograph("camera.png")
    deep = Image.fromarray(np.asarray(grey).astype("uint16") * 257)

    assert pdq_of(saved(deep, tmp_path / "deep.png")) == pdq_of(saved(grey, tmp_path / "grey.png"))


@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "CMYK"])
def test_every_mode_of_picture_is_hashed(photograph: Photograph, tmp_path: Path, mode: str) -> None:
    picture = photograph("astronaut.png")
    ending = "jpg" if mode == "CMYK" else "png"
    other = pdq_of(saved(picture.convert(mode), tmp_path / f"other.{ending}"))

    assert distance(other, pdq_of(saved(picture, tmp_path / "first.png"))) <= 31


def test_a_flat_picture_has_hashes_that_are_marked_as_too_weak_and_digests_that_are_not(tmp_path: Path) -> None:
    signals = hash_file(saved(Image.new("RGB", (300, 200), "grey"), tmp_path / "flat.png"))

    assert [signal.problem for signal in signals] == ["low_quality"] * 3 + [None] * 2


def test_types_are_answered_in_the_order_asked(photograph: Photograph, tmp_path: Path) -> None:
    file = saved(photograph("coffee.png"), tmp_path / "coffee.png")

    assert [signal.signal_type for signal in hash_file(file, ("md5", "whash", "pdq"))] == ["md5", "whash", "pdq"]


@pytest.mark.parametrize(
    ("head", "content_type"),
    [
        (b"\x00\x00\x00\x20ftypM4A \x00\x00", "audio"),
        (b"ID3\x04\x00\x00", "audio"),
    ],
    ids=["m4a", "mp3"],
)
def test_what_can_only_be_heard_has_its_digests(tmp_path: Path, head: bytes, content_type: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(head)
    signals = hash_file(file)

    assert [(signal.signal_type, signal.content_type) for signal in signals] == [
        ("sha256", content_type),
        ("md5", content_type),
    ]
    assert signals[0].signal_value == hashlib.sha256(head).hexdigest()
    assert signals[1].signal_value == hashlib.md5(head, usedforsecurity=False).hexdigest()


def test_a_type_that_is_none_is_refused_before_the_file_is_opened(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="types: must be one of"):
        hash_file(tmp_path / "absent", ("pdq", "colorhash"))


@pytest.mark.parametrize("head", ["Grüße aus Köln\n".encode(), b"a" * 4095 + "ü".encode() * 9])
def test_a_text_file_has_the_signals_of_its_text_and_its_digests(tmp_path: Path, head: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(head)
    signals = hash_file(file, ("text_sha256", "sha1"))

    assert signals[0].signal_value == hash_text(head.decode())[0].signal_value
    assert signals[1].signal_value == hashlib.sha1(head, usedforsecurity=False).hexdigest()
    assert [signal.content_type for signal in signals] == ["text", "text"]


def test_a_video_has_no_pdq_alone(tmp_path: Path) -> None:
    file = tmp_path / "clip.mp4"
    file.write_bytes(b"\x00\x00\x00\x20ftypisom\x00\x00")
    with pytest.raises(UnreadableFileError) as refused:
        hash_file(file, ("pdq",))

    assert refused.value.code == "unsupported_format"


def test_a_strategy_that_is_none_is_refused_before_the_file_is_opened(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="strategy: must be one of plain, fast, thorough, views"):
        hash_file(tmp_path / "absent", strategy="clever")


def test_avif_is_a_picture(photograph: Photograph, tmp_path: Path) -> None:
    picture = photograph("astronaut.png")
    avif = pdq_of(saved(picture, tmp_path / "photo.avif", quality=80))

    assert distance(avif, pdq_of(saved(picture, tmp_path / "photo.png"))) <= 8
