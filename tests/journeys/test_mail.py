"""A platform is told: by mail where no webhook arrives, by telephone at last, until it takes notice."""

from collections.abc import Iterator
from contextlib import ExitStack
from email import message_from_string
from email.policy import default
from pathlib import Path

import httpx
import pytest
import redis

from hashdb.roles import Role
from tests.journeys.cast import Cast, fresh_signal
from tests.journeys.receiver import Receiver
from tests.journeys.stage import Stage, on_stage
from tests.worker.mail_server import MailServer, mail_server

POINT = {"role": "primary", "name": "Grace", "email": "grace@gamma.example"}


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def stage(redis_client: redis.Redis, redis_url: str, tmp_path: Path, post: MailServer) -> Iterator[Stage]:
    """The service with a mail server and a clock."""
    redis_client.ping()
    with on_stage(redis_url, tmp_path, HASHDB_SMTP_URL=f"smtp://127.0.0.1:{post.port}") as stage:
        yield stage


@pytest.fixture
def players(stage: Stage) -> Iterator[Cast]:
    with ExitStack() as stack:
        yield Cast(stage, stack)


def test_a_platform_without_webhooks_is_mailed_reads_and_is_left_in_peace(
    stage: Stage, players: Cast, post: MailServer
) -> None:
    _proves_its_contact_point(stage, players, post)
    request = players.request_about(fresh_signal(), priority="urgent")
    address, text = post.received[-1]
    mail = message_from_string(text, policy=default)
    tasks = _tasks(stage, players)
    players.responder.takedown_request(request["id"])
    stage.later(hours=2)

    assert address == "grace@gamma.example"
    assert f"/v1/takedown-requests/{request['id']}" in mail.get_content()
    assert "gamma.example/" not in mail.get_content()
    assert tasks == [("takedown.requested", request["id"])]
    assert (len(post.received), _tasks(stage, players)) == (2, [])


def test_what_nobody_takes_notice_of_is_mailed_then_telephoned_about_and_in_the_end_undeliverable(
    stage: Stage, players: Cast, post: MailServer, receiver: Receiver
) -> None:
    _proves_its_contact_point(stage, players, post)
    players.receives(receiver)
    receiver.statuses = [500] * 99
    request = players.request_about(fresh_signal(), priority="urgent")
    mailed = [len(post.received) - 1]
    for minutes in (5, 10, 15):
        stage.later(minutes=minutes)
        mailed.append(len(post.received) - 1)
    alerts = _alerts(stage, players)
    before = players.state_of(request)
    stage.later(hours=24)

    assert mailed == [0, 1, 2, 2]
    assert alerts == ["undelivered", "phone"]
    assert (before, players.state_of(request)) == ("dispatched", "undeliverable")
    assert players.responder.takedown_request(request["id"])["state"] == "received"


def _alerts(stage: Stage, players: Cast) -> list[str]:
    headers = players.bearer(players.institute, Role.SENIOR_REVIEWER)
    found = httpx.get(f"{stage.url}/v1/alerts", params={"open": "true"}, headers=headers).json()["items"]
    return [each["kind"] for each in found]


def _proves_its_contact_point(stage: Stage, players: Cast, post: MailServer) -> None:
    headers = players.bearer(players.gamma, Role.PLATFORM_ADMIN)
    point = httpx.post(f"{stage.url}/v1/contact-points", json=POINT, headers=headers).json()
    stage.settle()
    code = post.received[0][1].split("verify", 1)[1].split()[0]
    proved = httpx.post(f"{stage.url}/v1/contact-points/{point['id']}/verify", json={"code": code}, headers=headers)

    assert proved.json()["verified"]


def _tasks(stage: Stage, players: Cast) -> list[tuple[str, str]]:
    headers = players.bearer(players.gamma, Role.PLATFORM_RESPONDER)
    found = httpx.get(f"{stage.url}/v1/tasks", headers=headers).json()["items"]
    return [(each["event_type"], each["subject_id"]) for each in found]
