"""`hashdb check` and `hashdb submit` against a service."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
import skimage.data
from click.testing import CliRunner, Result
from PIL import Image

from hashdb.cli.check import check_command
from hashdb.cli.submit import submit_command
from hashdb.hashing import hash_file

if TYPE_CHECKING:
    from tests.client.conftest import Peer

FOLDER = Path(skimage.data.__file__).parent
PHOTOGRAPH = FOLDER / "rocket.jpg"
HIT = {
    "signal_id": "sig_1",
    "signal_type": "pdq",
    "distance": 6,
    "view": "centre_90",
    "query_view": "trim",
    "tier": 2,
    "use_mode": "review_only",
}
WHY = "the upload without its border met the middle 90 % of the signal's picture, 6 of 256 bits apart"
TOLD = HIT | {"why": WHY}
SAID = ["--tier", "2", "--label", "manifesto", "--ground-behaviour", "manifesto", "--good-faith", "--user-data-absent"]
PROBLEM = {"type": "/problems/forbidden", "title": "This role may not do that", "status": 403, "detail": "sorry"}


@pytest.fixture(autouse=True)
def _slow_files_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all files in one request, however busy this machine is."""
    monkeypatch.setattr("hashdb.cli.service._SECONDS_AT_MOST", 100.0)


def called(command: click.Command, peer: "Peer", *arguments: str | Path) -> Result:
    environment = {"HASHDB_URL": peer.url, "HASHDB_KEY": "hdb_id_secret"}
    return CliRunner().invoke(command, [str(argument) for argument in arguments], env=environment)


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_file_that_matches_is_told_and_ends_with_3(peer: "Peer") -> None:
    peer.answer(200, {"results": [{"matches": [HIT]}, {"matches": []}]})
    result = called(check_command, peer, "--type", "pdq", "--type", "md5", PHOTOGRAPH)

    assert result.exit_code == 3
    assert lines_of(result) == [{"path": str(PHOTOGRAPH), "matches": [TOLD]}]
    assert peer.asked[0].headers["Authorization"] == "Bearer hdb_id_secret"
    assert [each["signal_type"] for each in peer.asked[0].body["signals"]] == ["pdq", "md5"]


def test_matches_stand_at_the_file_that_has_them_with_bad_files_between(peer: "Peer", tmp_path: Path) -> None:
    Image.new("RGB", (99, 99), "grey").save(tmp_path / "b_flat.png")
    (tmp_path / "a_empty.jpg").write_bytes(b"")
    (tmp_path / "c.jpg").write_bytes(PHOTOGRAPH.read_bytes())
    (tmp_path / "d.png").write_bytes((FOLDER / "coffee.png").read_bytes())
    peer.answer(200, {"results": [{"matches": []}, {"matches": [HIT]}]})
    result = called(check_command, peer, "--type", "pdq", tmp_path)

    assert result.exit_code == 3
    assert lines_of(result) == [
        {"path": str(tmp_path / "a_empty.jpg"), "error": {"code": "empty", "message": "the file has no bytes"}},
        {"path": str(tmp_path / "b_flat.png"), "matches": [], "left_out": {"pdq": "low_quality"}},
        {"path": str(tmp_path / "c.jpg"), "matches": []},
        {"path": str(tmp_path / "d.png"), "matches": [TOLD]},
    ]


def test_no_match_ends_with_0(peer: "Peer") -> None:
    peer.answer(200, {"results": [{"matches": []}]})

    assert called(check_command, peer, "--type", "pdq", PHOTOGRAPH).exit_code == 0


def test_a_refusal_of_the_service_is_one_line_and_ends_with_4(peer: "Peer") -> None:
    peer.answer(403, PROBLEM)
    result = called(check_command, peer, PHOTOGRAPH)

    assert result.exit_code == 4
    assert result.stderr == "Error: This role may not do that: sorry\n"


def test_a_run_that_the_service_broke_off_has_its_page_and_a_line_for_each_file_that_it_asked_about(
    peer: "Peer", tmp_path: Path
) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (tmp_path / name).write_bytes(PHOTOGRAPH.read_bytes() if name != "b.jpg" else b"")
    peer.answer(403, PROBLEM)
    files: list[str | Path] = [
        "--output",
        tmp_path / "out",
        "--report",
        tmp_path / "page.html",
        *sorted(tmp_path.glob("*.jpg")),
    ]
    refused = called(check_command, peer, "--type", "pdq", *files)
    told = [json.loads(line)["error"] for line in (tmp_path / "out").read_text().splitlines()]
    page = (tmp_path / "page.html").read_text()
    peer.answers = [(200, {"results": [{"matches": []}, {"matches": [HIT]}]}, {})]
    resumed = called(check_command, peer, "--type", "pdq", "--resume", *files)

    assert refused.exit_code == 4
    assert refused.stderr.endswith("3 looked at, 3 failed\n--resume goes on\nError: This role may not do that: sorry\n")
    assert [each["code"] for each in told] == ["unanswered", "empty", "unanswered"]
    assert "The run broke off, this is what it had found so far: This role may not do that: sorry." in page
    assert str(tmp_path / "c.jpg") in page
    assert resumed.exit_code == 3
    assert resumed.stderr == "3 looked at, 1 match, 1 failed\n"
    assert len((tmp_path / "out").read_text().splitlines()) == 3


def test_a_file_whose_signal_the_service_finds_ill_formed_has_that_as_its_error(peer: "Peer", tmp_path: Path) -> None:
    ill_formed = {"type": "/problems/invalid-input", "title": "The input breaks a rule", "status": 422, "detail": "1"}
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (tmp_path / name).write_bytes(PHOTOGRAPH.read_bytes())
    peer.answer(422, ill_formed)
    peer.answer(200, {"results": [{"matches": []}]})
    peer.answer(422, ill_formed)
    peer.answer(200, {"results": [{"matches": [HIT]}]})
    result = called(check_command, peer, "--type", "pdq", tmp_path)
    first, second, third = lines_of(result)

    assert result.exit_code == 3
    assert (first["matches"], third["matches"]) == ([], [TOLD])
    assert second["error"] == {"code": "refused", "message": "The input breaks a rule: 1"}


def test_what_is_only_near_enough_for_a_person_to_compare_is_no_match(peer: "Peer") -> None:
    peer.answer(200, {"results": [{"matches": [HIT | {"distance": 50, "is_match": False}]}]})
    result = called(check_command, peer, "--type", "pdq", "--radius", "64", PHOTOGRAPH)

    assert result.exit_code == 0
    assert peer.asked[0].body["radius"] == 64
    assert lines_of(result)[0]["matches"][0]["is_match"] is False


def test_orientations_and_parts_are_looked_up_as_the_strategy_says(peer: "Peer") -> None:
    peer.answer(200, {"results": [{"matches": []}]})
    for strategy in ("plain", "fast", "thorough"):
        called(check_command, peer, "--type", "pdq", "--strategy", strategy, PHOTOGRAPH)
    plain, fast, thorough = (asked.body for asked in peer.asked)

    assert "all_orientations" not in plain
    assert "views" not in plain["signals"][0]
    assert [len(turns) for turns in fast["all_orientations"]] == [8]
    assert len(thorough["signals"][0]["views"]) > len(fast["signals"][0].get("views", ()))


def test_without_a_service_the_call_is_refused() -> None:
    result = CliRunner().invoke(check_command, [str(PHOTOGRAPH)], env={"HASHDB_URL": None, "HASHDB_KEY": None})

    assert result.exit_code == 2
    assert "HASHDB_URL" in result.stderr


def test_every_signal_of_a_file_is_submitted_with_what_was_said(peer: "Peer") -> None:
    outcomes = [{"outcome": outcome, "id": "sig_1", "state": "pending_review"} for outcome in ("created", "known")]
    peer.answer(200, {"results": outcomes})
    said = ["--material", "art2_7_a", "--context", "research", "--source-reference", "case-7"]
    types = ["--type", "pdq", "--type", "sha256"]
    result = called(submit_command, peer, "--strategy", "plain", *types, *SAID, *said, PHOTOGRAPH)
    pdq, digest = hash_file(PHOTOGRAPH, ("pdq", "sha256"))
    stated = {
        "content_type": "image",
        "tier": 2,
        "ground": {"behaviour": "manifesto"},
        "behaviour_labels": ["manifesto"],
        "material_types": ["art2_7_a"],
        "context_flags": ["research"],
        "source_reference": "case-7",
        "statement_good_faith": True,
        "user_data_absent": True,
    }

    assert result.exit_code == 0
    assert peer.asked[0].body["signals"] == [
        {"signal_type": "pdq", "signal_value": pdq.signal_value, "quality": 100, **stated},
        {"signal_type": "sha256", "signal_value": digest.signal_value, **stated},
    ]
    assert lines_of(result)[0]["results"] == [
        {"signal_type": "pdq", **outcomes[0]},
        {"signal_type": "sha256", **outcomes[1]},
    ]


def test_a_signal_that_was_not_taken_ends_with_1(peer: "Peer") -> None:
    peer.answer(200, {"results": [{"outcome": "rejected", "id": None, "state": None, "problem": "the quality is 12"}]})
    result = called(submit_command, peer, "--type", "pdq", *SAID, PHOTOGRAPH)

    assert result.exit_code == 1
    assert lines_of(result)[0]["results"][0]["problem"] == "the quality is 12"


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ([word for word in SAID if word != "--good-faith"], "--good-faith"),
        ([word for word in SAID if word != "--user-data-absent"], "--user-data-absent"),
        (SAID[2:], "--tier"),
        ([*SAID, "--register-entry", "reg_1"], "exactly one of"),
        ([*SAID[:4], "--good-faith", "--user-data-absent"], "exactly one of"),
        ([*SAID[:2], *SAID[4:]], "--label"),
        ([*SAID, "--label", "rude"], "rude"),
    ],
    ids=["good faith", "user data", "tier", "two grounds", "no ground", "no label", "unknown label"],
)
def test_a_statement_that_is_not_complete_is_refused_before_anything_is_hashed(
    peer: "Peer", said: list[str], missing: str
) -> None:
    result = called(submit_command, peer, *said, PHOTOGRAPH)

    assert result.exit_code == 2
    assert missing in result.stderr
    assert peer.asked == []
