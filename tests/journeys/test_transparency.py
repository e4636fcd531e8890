"""A year's end: what was done becomes a report that two people attest to, and a wave is noticed by itself."""

import csv
from collections.abc import Iterator
from io import StringIO

import httpx
import pytest

from hashdb.client import Client
from hashdb.notes import Checkpoint, Note
from hashdb.records.member import Kind
from hashdb.roles import Role
from tests.journeys.cast import STATEMENT, Cast, fresh_signal
from tests.journeys.stage import Stage

HALF = {"kind": "half_year", "start": "2026-07-01"}
HTML = {"Accept": "text/html"}


@pytest.fixture
def http(stage: Stage) -> Iterator[httpx.Client]:
    """Everybody, without a key."""
    with httpx.Client(base_url=stage.url) as client:
        yield client


def test_what_was_done_is_published_when_the_half_year_is_over(stage: Stage, players: Cast, http: httpx.Client) -> None:
    requests = [players.request_about(fresh_signal()) for _ in range(2)]
    players.submitter.submit_signals([fresh_signal() for _ in range(20)], STATEMENT)
    players.responder.takedown_request(requests[0]["id"])
    reviewer = players.bearer(players.charity, Role.REVIEWER)
    senior = players.bearer(players.institute, Role.SENIOR_REVIEWER)
    auditor = players.bearer(players.charity, Role.AUDITOR)
    report = http.post("/v1/reports", json=HALF, headers=reviewer).json()
    path = f"/v1/reports/{report['id']}"
    too_early = http.post(f"{path}/freeze", headers=reviewer)
    stage.later(days=45)
    frozen = http.post(f"{path}/freeze", headers=reviewer).json()
    alone = [http.post(f"{path}/{step}", headers=senior).status_code for step in ("agree", "agree", "publish")]
    hidden = http.get(f"/transparency/{report['id']}")
    http.post(f"{path}/agree", headers=auditor)
    http.post(f"{path}/publish", headers=senior)
    published = http.get(f"/transparency/{report['id']}").json()
    page = http.get(f"/transparency/{report['id']}", headers=HTML)
    lines = list(csv.DictReader(StringIO(http.get(f"/transparency/{report['id']}/csv").text)))
    tables = {each["id"]: each for each in published["figures"]["tables"]}
    signed = Checkpoint.parse(Note.parse(published["checkpoint"]).text)

    assert (too_early.status_code, frozen["state"], alone, hidden.status_code) == (409, "frozen", [200, 403, 409], 404)
    assert tables["signals_submitted_by_type"]["rows"]["pdq"] == 22
    assert tables["requests_by_outcome"]["total"] == "<10"
    assert published["figures"]["audit"] == {"size": signed.size, "root": signed.root.hex(), "witnesses": 0}
    assert "signals submitted by type" in page.text
    assert {each["value"] for each in lines if each["metric"] == "requests_by_outcome"} == {"0", "<10"}


def test_a_wave_of_submissions_is_noticed_the_next_morning(stage: Stage, players: Cast, http: httpx.Client) -> None:
    senior = players.bearer(players.institute, Role.SENIOR_REVIEWER)
    for _ in range(15):
        players.submitter.submit_signals([fresh_signal(), fresh_signal()], STATEMENT)
        stage.later(days=1)
    quiet = http.get("/v1/alerts", headers=senior).json()["items"]
    wave = stage.now.date()
    players.voucher.submit_signals([fresh_signal() for _ in range(30)], STATEMENT)
    stage.later(days=1)
    alerts = http.get("/v1/alerts?open=true", headers=senior).json()["items"]
    surging = http.get("/v1/surges", params={"day": str(wave)}, headers=senior).json()["surges"]

    assert [each for each in quiet if each["kind"] == "surge"] == []
    assert f"signal.submitted label gta day {wave}" in {each["subject_id"] for each in alerts}
    told = next(each for each in surging if each["dimension"] == "label")
    assert (told["word"], told["count"], told["expected"]) == ("gta", 30, 2.0)


def test_a_researcher_learns_what_three_platforms_share_and_no_more(
    stage: Stage, players: Cast, http: httpx.Client
) -> None:
    monday = stage.now.date()
    university = stage.member("university", Kind.RESEARCH)
    gamma = players.client(players.gamma, Role.PLATFORM_SUBMITTER)
    for platform in (players.submitter, players.voucher, gamma):
        submit(platform, 5)
    researcher = players.bearer(university, Role.RESEARCHER)
    asked = {"week": str(monday), "purpose": "how glorification spreads over platforms"}
    early = http.get("/v1/trends", params=asked, headers=researcher)
    stage.later(days=21)
    told = http.get("/v1/trends", params=asked, headers=researcher)

    assert early.status_code == 422
    assert [(each["event"], each["behaviour_label"], each["count"]) for each in told.json()["cells"]] == [
        ("signal.submitted", "gta", 15)
    ]
    assert not any(word in told.text for word in ("org_", "sig_", "platform a"))


def submit(platform: Client, count: int) -> None:
    """Share so many signals that nobody else has."""
    platform.submit_signals([fresh_signal() for _ in range(count)], STATEMENT)
