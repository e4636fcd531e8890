"""`hashdb hash`, as a person or a program calls it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import skimage.data
from click.testing import CliRunner, Result
from PIL import Image

from hashdb.cli.hash import hash_command
from hashdb.hashing import hash_file
from tests.hashing.films import film

PHOTOGRAPH = Path(skimage.data.__file__).parent / "rocket.jpg"


def called(*arguments: str | Path) -> Result:
    return CliRunner().invoke(hash_command, [str(argument) for argument in arguments])


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_photograph_is_one_line_with_its_signals() -> None:
    result = called(PHOTOGRAPH)
    (line,) = lines_of(result)

    assert result.exit_code == 0
    assert line["path"] == str(PHOTOGRAPH)
    assert [each["signal_value"] for each in line["signals"]] == [each.signal_value for each in hash_file(PHOTOGRAPH)]
    assert line["signals"][0] == {
        "signal_type": "pdq",
        "signal_value": hash_file(PHOTOGRAPH)[0].signal_value,
        "content_type": "image",
        "quality": 100,
    }


def test_only_the_types_that_were_asked_for_are_hashed() -> None:
    (line,) = lines_of(called("--type", "md5", "--type", "whash", PHOTOGRAPH))

    assert [each["signal_type"] for each in line["signals"]] == ["md5", "whash"]


def test_of_a_video_the_key_frames_alone_can_be_hashed(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", [Image.open(PHOTOGRAPH)], seconds=4)
    whole, few = (lines_of(called("--type", "vpdq", *more, path)) for more in ([], ["--keyframes"]))

    assert [len(line["signals"][0]["views"]) for line in whole + few] == [4, 1]


def test_a_folder_is_walked_in_order_and_a_bad_file_does_not_stop_the_run(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.jpg").write_bytes(PHOTOGRAPH.read_bytes())
    (tmp_path / "b" / "cut.jpg").write_bytes(PHOTOGRAPH.read_bytes()[:20_000])
    (tmp_path / "c.txt").write_text("plain words")
    result = called(tmp_path, tmp_path / "absent")
    lines = {Path(str(line["path"])).name: line for line in lines_of(result)}

    assert list(lines) == ["a.jpg", "c.txt", "cut.jpg", "absent"]
    assert result.exit_code == 1
    assert lines["cut.jpg"]["error"] == {"code": "truncated", "message": "the file ends before the picture does"}
    assert lines["absent"]["error"]["code"] == "unreadable"
    assert {"text_sha256", "sha256", "md5"} <= {each["signal_type"] for each in lines["c.txt"]["signals"]}


def test_a_weak_signal_is_marked(tmp_path: Path) -> None:
    Image.new("RGB", (99, 99), "grey").save(tmp_path / "flat.png")
    (line,) = lines_of(called("--type", "pdq", tmp_path / "flat.png"))

    assert line["signals"][0]["problem"] == "low_quality"


def test_a_name_that_is_no_text_is_still_a_line(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"gr\xfc\xdfe.txt")  # noqa: PTH118 - a path of bytes
    Path(os.fsdecode(path)).write_text("words")
    (line,) = lines_of(called(tmp_path))

    assert str(line["path"]).endswith(r"gr\xfc\xdfe.txt")


@pytest.mark.parametrize("arguments", [[], ["--type", "colorhash", "a.jpg"]])
def test_a_call_that_makes_no_sense_ends_with_2(arguments: list[str]) -> None:
    assert called(*arguments).exit_code == 2


def test_the_help_lists_the_exit_codes() -> None:
    assert "1    some file could not be hashed; its line says why" in called("--help").output


def test_a_terminal_gets_a_table() -> None:
    master, slave = pty.openpty()
    code = "from hashdb.cli.hash import hash_command; hash_command()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(PHOTOGRAPH), "absent\x1b]0;title\x07.jpg"],
        stdout=slave,
        stderr=slave,
        env=os.environ | {"COLUMNS": "250", "TERM": "xterm"},
    ) as process:
        os.close(slave)
        shown = b""
        while chunk := read(master):
            shown += chunk
    os.close(master)

    assert process.returncode == 1
    assert b"signal_value" not in shown
    assert hash_file(PHOTOGRAPH)[0].signal_value.encode() in shown
    assert b"there is no such regular file" in shown
    assert b"\x1b]0;" not in shown


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # how Linux tells that the other side has closed
        return b""


def test_asking_for_help_loads_no_decoder() -> None:
    code = "import sys, hashdb.cli.hash, hashdb.cli.check, hashdb.cli.submit; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert {"numpy", "PIL", "imagehash"}.isdisjoint(loaded)
