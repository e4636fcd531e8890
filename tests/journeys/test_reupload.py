"""A photograph, screenshot on a phone, then cropped, then recompressed: `hashdb check` finds it and says why."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from hashdb.client import because
from hashdb.hashing import hash_file
from hashdb.roles import Role
from tests.journeys.cast import Cast


@pytest.fixture
def photograph(photograph: Path, tmp_path: Path) -> Path:
    """The photograph as a camera saves it."""
    path = tmp_path / "photograph.jpg"
    with Image.open(photograph) as picture:
        picture.save(path, quality=92)
    return path


@pytest.fixture
def reupload(photograph: Path, tmp_path: Path) -> Path:
    """The photograph on a phone's screen, below an app's bar and above its buttons, cropped, and saved badly."""
    screen = Image.new("RGB", (1080, 2340), "#101418")
    draw = ImageDraw.Draw(screen)
    draw.text((60, 30), "21:47", fill="white", font_size=44)
    draw.text((60, 190), "somebody", fill="white", font_size=52)
    with Image.open(photograph) as picture:
        screen.paste(picture.resize((1080, 720)), (0, 620))
    for left in (60, 220, 380):
        draw.ellipse((left, 1420, left + 90, 1510), outline="#888888", width=6)
    draw.text((60, 1600), "look at this", fill="#cccccc", font_size=48)
    path = tmp_path / "uploads" / "IMG_2214.jpg"
    path.parent.mkdir()
    screen.crop((40, 400, 1040, 1900)).resize((600, 900)).save(path, quality=45)
    return path


def checked(cast: Cast, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    key = cast.serving.service.key(cast.beta, Role.PLATFORM_MATCHER)
    environment = os.environ | {"HASHDB_URL": cast.serving.url, "HASHDB_KEY": key}
    command = [sys.executable, "-m", "hashdb.cli", "check", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90, check=False)


class Read(HTMLParser):
    """The texts and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_screenshot_that_was_cropped_and_recompressed_is_found_and_told_why(
    cast: Cast, photograph: Path, reupload: Path, tmp_path: Path
) -> None:
    signal_id = cast.live(*hash_file(photograph, ["pdq"], strategy="views"))[0]
    report = tmp_path / "report.html"
    plain = checked(cast, "--strategy", "plain", "--type", "pdq", reupload)
    found = checked(cast, reupload.parent, "--report", report)
    (hit,) = json.loads(found.stdout)["matches"]
    (by_sdk,) = cast.asker.check(reupload).hits
    page = Read(report.read_text())

    assert plain.returncode == 0
    assert found.returncode == 3
    assert (hit["signal_id"], hit["signal_type"]) == (signal_id, "pdq")
    assert hit["query_view"].startswith("block")
    assert hit == {**by_sdk, "why": because(by_sdk)}
    assert hit["why"].startswith("the upload without the background around it ")
    assert "script" not in page.tags
    assert "svg" in page.tags
    assert hit["why"] in page.texts
