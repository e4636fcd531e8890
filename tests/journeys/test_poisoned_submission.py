"""A member submits what is harmless: the meme of a charity, which platforms everywhere would take down."""

import dataclasses

import httpx

from hashdb.access import OPERATOR
from hashdb.client.answers import Record
from hashdb.hashing import HashedSignal
from hashdb.records.benign import Benign
from hashdb.roles import Role
from hashdb.services import negative_list
from hashdb.services.negative_list import NewBenign
from tests.journeys.cast import STATEMENT, Cast, fresh_signal
from tests.journeys.stage import Stage


def near(signal: HashedSignal, bits: int) -> HashedSignal:
    """Return the same picture, saved again: some bits differ."""
    value = int(signal.signal_value, 16) ^ ((1 << bits) - 1)
    return dataclasses.replace(signal, signal_value=f"{value:064x}")


def test_a_poisoned_submission_is_put_aside_seen_for_what_it_is_and_never_stops_anything(
    stage: Stage, players: Cast
) -> None:
    meme, other = fresh_signal(), fresh_signal()
    live = players.live(near(other, 9))[0]
    entry = curated(stage, meme)[0]

    outcome = players.submitter.submit_signals([near(meme, 12)], STATEMENT)[0]
    players.voucher.submit_signals([near(meme, 12)], STATEMENT)
    poisoned = outcome["id"] or ""
    assert (outcome["outcome"], outcome["state"]) == ("quarantined", "quarantined")

    seen = players.senior.signal(poisoned)
    assert seen["benign"] == {"benign_id": entry.id, "distance": 12, "partly": False}
    assert poisoned in {each["id"] for each in players.senior.reviews()}
    assert poisoned not in {each["id"] for each in players.reviewer.reviews()}
    assert players.hits(meme) == []

    rejected = players.senior.review_signal(poisoned, "reject", reason="benign_template")
    again = players.submitter.submit_signals([near(meme, 12)], STATEMENT)[0]
    assert (rejected["state"], again["outcome"]) == ("rejected", "rejected")
    assert reputation(stage, players)["decided"] == 2
    assert reputation(stage, players)["confirmed"] == 1

    curated(stage, other)
    paused = players.senior.signal(live)
    assert paused["state"] == "disputed"
    assert players.hits(other) == []
    assert [each["kind"] for each in alerts(stage, players)] == ["benign_hit"]


def curated(stage: Stage, signal: HashedSignal) -> list[Benign]:
    """Have the operator add a hash to the negative list, and all that follows from it happen."""
    new = NewBenign(signal_type=signal.signal_type, signal_value=signal.signal_value, note="memes of the year")
    added = negative_list.add(stage.store, [new], actor=OPERATOR, now=stage.now)
    stage.bench.benign.catch_up()
    stage.settle()
    return added


def reputation(stage: Stage, players: Cast) -> Record:
    """Return what a senior reviewer reads of the submitter's member."""
    headers = players.bearer(players.institute, Role.SENIOR_REVIEWER)
    found: Record = httpx.get(f"{stage.url}/v1/members/{players.alpha.id}/reputation", headers=headers).json()
    return found


def alerts(stage: Stage, players: Cast) -> list[Record]:
    """Return the open alerts, as a senior reviewer reads them."""
    headers = players.bearer(players.institute, Role.SENIOR_REVIEWER)
    found: list[Record] = httpx.get(f"{stage.url}/v1/alerts", params={"open": "true"}, headers=headers).json()["items"]
    return found
