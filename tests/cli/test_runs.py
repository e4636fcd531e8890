"""Long runs: several files at once, gone on with after a break, in bounded memory, and told on a page."""

import json
import subprocess
import sys
import time
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import skimage.data
from click.testing import CliRunner, Result

from hashdb.cli.hash import hash_command
from hashdb.cli.histogram import histogram
from hashdb.cli.output import Output
from hashdb.cli.report import page
from hashdb.cli.tally import MOST_MATCHES, Tally
from hashdb.cli.walking import walk

PHOTOGRAPH = Path(skimage.data.__file__).parent / "rocket.jpg"
HIT = {
    "signal_id": "sig_1",
    "signal_type": "pdq",
    "distance": 4,
    "view": "picture",
    "query_view": "trim",
    "why": "<b>because</b>",
    "tier": 2,
    "behaviour_labels": ["<i>manifesto"],
    "context_flags": [],
    "use_mode": "review_only",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve files in three folders; one of them is no picture."""
    folder = tmp_path / "files"
    for number in range(12):
        path = folder / f"f{number % 3}" / f"{number:02}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PHOTOGRAPH.read_bytes() if number != 5 else b"\xff\xd8\xff")
    return folder


def called(*arguments: str | Path) -> Result:
    return CliRunner().invoke(hash_command, ["--type", "md5", "--type", "pdq", *map(str, arguments)])


def names(output: Path | str) -> list[str]:
    text = output.read_text() if isinstance(output, Path) else output
    return [Path(json.loads(line)["path"]).name for line in text.splitlines()]


def test_several_files_at_once_are_told_in_the_order_of_one(folder: Path) -> None:
    one, many = called("--jobs", "1", folder), called("--jobs", "4", folder)

    assert one.stdout == many.stdout
    assert [one.exit_code, many.exit_code] == [1, 1]
    assert names(one.stdout)[:5] == ["00.jpg", "03.jpg", "06.jpg", "09.jpg", "01.jpg"]


def test_a_run_that_broke_off_is_gone_on_with_and_ends_as_if_it_had_not(folder: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    called("--output", whole, folder)
    lines = whole.read_bytes().splitlines(keepends=True)
    broken.write_bytes(b"".join(lines[:7]) + lines[7][:20])
    result = called("--output", broken, "--resume", folder)

    assert broken.read_bytes() == whole.read_bytes()
    assert result.exit_code == 1
    assert "12 looked at, 1 failed" in result.stderr
    assert result.stdout == ""


def test_what_has_its_line_is_not_hashed_again(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    called("--output", output, folder / "f0", folder / "f1")
    before = output.read_bytes()
    (folder / "f0" / "00.jpg").write_bytes(b"something else")
    (folder / "f0" / "new.jpg").write_bytes(PHOTOGRAPH.read_bytes())
    called("--output", output, "--resume", folder / "f0", folder / "f1")

    assert output.read_bytes().startswith(before)
    assert names(output)[8:] == ["new.jpg"]


def test_what_failed_is_tried_again_and_has_one_line(folder: Path, tmp_path: Path) -> None:
    output, again = tmp_path / "out.jsonl", tmp_path / "link.jsonl"
    again.symlink_to(output)
    called("--output", output, folder)
    (folder / "f1" / "01.jpg").unlink()
    output.chmod(0o640)
    still = called("--output", again, "--resume", folder)
    (folder / "f2" / "05.jpg").write_bytes(PHOTOGRAPH.read_bytes())
    mended = called("--output", again, "--resume", folder)

    assert [still.exit_code, mended.exit_code] == [1, 0]
    assert "12 looked at, 1 failed" in still.stderr
    assert sorted(names(output)) == [f"{number:02}.jpg" for number in range(12)]
    assert names(output)[-1] == "05.jpg"
    assert again.is_symlink()
    assert output.stat().st_mode & 0o777 == 0o640


def test_a_killed_run_loses_no_line_that_it_has_written(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    command = [
        sys.executable,
        "-m",
        "hashdb.cli",
        "hash",
        "-j",
        "1",
        "--strategy",
        "thorough",
        "-o",
        str(output),
        str(folder),
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not (output.exists() and output.read_bytes().count(b"\n")) and time.monotonic() < deadline:
            time.sleep(0.01)
        process.kill()
    written = output.read_bytes().count(b"\n")
    subprocess.run([*command, "--resume"], stderr=subprocess.DEVNULL, check=False)

    assert written > 0
    assert sorted(names(output)) == [f"{number:02}.jpg" for number in range(12)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "FILE"], "give --resume to go on with it"),
        (["--resume"], "give both"),
        (["--output", "NOTES", "--resume"], "line 1: not an output of this command"),
        (["--output", "absent/out.jsonl"], "cannot be written"),
    ],
)
def test_an_output_that_cannot_be_gone_on_with_is_refused(
    folder: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "out.jsonl").write_text("")
    (tmp_path / "notes.txt").write_text("my notes\n")
    named = {"FILE": str(tmp_path / "out.jsonl"), "NOTES": str(tmp_path / "notes.txt")}
    result = called(*(named.get(each, each) for each in arguments), folder)

    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert (tmp_path / "notes.txt").read_text() == "my notes\n"


def test_two_runs_never_write_into_one_output(folder: Path, tmp_path: Path) -> None:
    with Output(tmp_path / "out.jsonl", resume=True):
        result = called("--output", tmp_path / "out.jsonl", "--resume", folder)

    assert result.exit_code == 2
    assert "is being written by another run" in " ".join(result.stderr.split())


def test_the_same_command_begins_a_run_and_goes_on_with_it(folder: Path, tmp_path: Path) -> None:
    for _ in range(2):
        called("--output", tmp_path / "out.jsonl", "--resume", folder)

    assert len(names(tmp_path / "out.jsonl")) == 12


def test_the_page_of_a_run_is_written_beside_its_lines(folder: Path, tmp_path: Path) -> None:
    result = called("--report", tmp_path / "page.html", folder)
    read = Read((tmp_path / "page.html").read_text())

    assert len(names(result.stdout)) == 12
    assert {"12", "looked at", "failed", "Which they are"} <= set(read.texts)


def test_files_are_walked_one_by_one_and_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "one").touch()
    (tmp_path / "two").touch()
    (tmp_path / "three").symlink_to(tmp_path / "two")

    assert [found.path.name for found in walk([tmp_path])] == ["three", "two", "one"]
    assert next(islice(walk([tmp_path]), 1)).error is None


def test_a_folder_that_cannot_be_listed_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    (tmp_path / "one").touch()
    found = walk([tmp_path])
    first = next(found)
    (tmp_path / "gone").rmdir()
    (second,) = found

    assert (first.path.name, first.error) == ("one", None)
    assert second.error
    assert second.error.code == "unreadable"


def test_an_address_and_a_text_are_hashed_too() -> None:
    arguments = ["--link", "https://EXAMPLE.org/a?utm_source=x", "--text", "-"]
    result = CliRunner().invoke(hash_command, arguments, input="So many words that nobody reads them.")
    url, text = [json.loads(line) for line in result.stdout.splitlines()]

    assert url["url"] == "https://EXAMPLE.org/a?utm_source=x"
    assert [each["signal_type"] for each in url["signals"]] == ["url_sha256"]
    assert text["text"] == "So many words that nobody reads them."
    assert "text_sha256" in [each["signal_type"] for each in text["signals"]]


def test_a_type_that_an_address_cannot_have_is_told() -> None:
    (line,) = [json.loads(text) for text in called("--link", "https://example.org/").stdout.splitlines()]

    assert line["error"] == {
        "code": "unsupported_format",
        "message": "no type that was asked for applies to a url",
    }


class Read(HTMLParser):
    """The texts and tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def line_of(name: str, **fields: object) -> dict[str, Any]:
    return {"path": name, "matches": [], **fields}


def test_the_page_escapes_everything_and_has_no_script() -> None:
    tally = Tally()
    tally.add(line_of("<script>alert(1)</script>\x1b[31m", matches=[HIT]))
    tally.add({"path": "<img src=x>", "error": {"code": "corrupt", "message": "<u>broken</u>"}})
    read = Read(page(tally, "hashdb <check>"))

    assert {"script", "img", "u", "i"}.isdisjoint(read.tags)
    assert "<script>alert(1)</script>\N{REPLACEMENT CHARACTER}[31m" in read.texts
    assert {"<b>because</b>", "<img src=x>", "<u>broken</u>", "hashdb <check>"} <= set(read.texts)


def test_the_page_counts_and_draws_distances() -> None:
    tally = Tally()
    for distance in (0, 4, 4, 31):
        tally.add(line_of("a.jpg", matches=[{**HIT, "distance": distance}]))
    tally.add(line_of("b.jpg", matches=[{**HIT, "distance": 40, "is_match": False}], left_out={"phash": "low_quality"}))
    tally.add(line_of("c.jpg"))
    read = Read(page(tally, "hashdb check"))

    assert tally.sentence() == "6 hashed, 4 match, 1 for a person to compare, 1 with signals too weak to use"
    assert [hit["distance"] for _, hit in tally.nearest()] == [0, 4, 4, 31, 40]
    assert read.tags.count("rect") == 4
    assert "4 bits: 2" in read.texts


def test_of_very_many_matches_the_nearest_are_kept() -> None:
    tally = Tally()
    for number in range(MOST_MATCHES + 500):
        tally.add(line_of(f"{number}.jpg", matches=[{**HIT, "distance": number % 50}]))

    assert tally.hits == MOST_MATCHES + 500
    assert len(tally.nearest()) == MOST_MATCHES
    assert max(hit["distance"] for _, hit in tally.nearest()) == 33


def test_many_numbers_share_bars() -> None:
    drawn = histogram("x", {0: 1, 100: 3}, largest=100, unit="of 100")

    assert [bar.label for bar in drawn.bars] == ["0 to 1 of 100: 1", "100 of 100: 3"]
    assert drawn.most == 3
