import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.receiver import Receiver, Talk, certificate, dripping, receiver, saying
from worker.webhook import Answer, post

Contexts = tuple[ssl.SSLContext, ssl.SSLContext]
NAME = "hooks.platform.example"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def send(port: int, *, total: float = 15.0, headers: dict[str, str] | None = None) -> Answer:
    url = f"http://127.0.0.1:{port}/in?a=b"
    return post(url, headers=headers or {}, body=b"{}", allow_loopback=True, total=total)


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
def tls(tmp_path: Path) -> Contexts:
    return certificate(tmp_path, NAME)


@pytest.fixture
def secured(tls: Contexts) -> Iterator[Receiver]:
    with receiver(saying(OK), tls[0]) as running:
        yield running


def test_a_delivery_arrives_with_its_headers_and_body() -> None:
    with receiver(saying(OK)) as platform:
        answer = send(platform.port, headers={"webhook-id": "dlv_1", "Content-Type": "application/json"})

    head, _, body = platform.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /in?a=b HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{platform.port}".encode() in head
    assert b"webhook-id: dlv_1" in head
    assert body == b"{}"
    assert answer.succeeded
    assert (answer.status, answer.excerpt, answer.error) == (200, "ok", None)
    assert answer.resolved_ip == "127.0.0.1"
    assert 0 <= answer.duration_ms < 5000


def test_a_delivery_goes_over_tls_to_the_address_that_was_checked(secured: Receiver, tls: Contexts) -> None:
    answer = post(
        f"https://{NAME}:{secured.port}/in", headers={}, body=b"{}", allow_loopback=True, find=here, tls=tls[1]
    )

    assert answer.succeeded
    assert f"Host: {NAME}:{secured.port}".encode() in secured.requests[0]


def test_a_certificate_that_nobody_vouches_for_is_refused(secured: Receiver) -> None:
    answer = post(f"https://{NAME}:{secured.port}/in", headers={}, body=b"{}", allow_loopback=True, find=here)

    assert (answer.status, answer.error) == (None, "certificate")
    assert secured.requests == []


def test_a_certificate_for_another_name_is_refused(secured: Receiver, tls: Contexts) -> None:
    answer = post(
        f"https://other.example:{secured.port}/in", headers={}, body=b"", allow_loopback=True, find=here, tls=tls[1]
    )

    assert answer.error == "certificate"


def test_a_peer_that_does_not_speak_tls_is_a_failure(tls: Contexts) -> None:
    with receiver(saying(OK)) as platform:
        answer = post(
            f"https://{NAME}:{platform.port}/",
            headers={},
            body=b"",
            allow_loopback=True,
            find=here,
            tls=tls[1],
            total=1,
        )

    assert answer.error in {"tls", "timeout", "connection"}


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["169.254.169.254", "93.184.216.34"], ["127.0.0.1"], ["::1"], []],
)
def test_a_name_with_one_address_that_is_not_public_is_not_connected_to(addresses: list[str]) -> None:
    answer = post(f"https://{NAME}/", headers={}, body=b"", find=lambda _host, _port: addresses)

    assert (answer.error, answer.resolved_ip) == ("unsafe_address", None)


def test_the_setting_for_this_machine_opens_no_other_network() -> None:
    answer = post(
        f"https://{NAME}/", headers={}, body=b"", allow_loopback=True, find=lambda *_: ["127.0.0.1", "10.0.0.1"]
    )

    assert answer.error == "unsafe_address"


def test_localhost_that_leads_elsewhere_is_not_connected_to() -> None:
    answer = post("http://localhost/", headers={}, body=b"", allow_loopback=True, find=lambda *_: ["93.184.216.34"])

    assert answer.error == "unsafe_address"


def test_a_name_is_resolved_once(secured: Receiver, tls: Contexts) -> None:
    asked: list[str] = []

    def find(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    url = f"https://{NAME}:{secured.port}/"
    answer = post(url, headers={}, body=b"", allow_loopback=True, find=find, tls=tls[1])

    assert answer.succeeded
    assert asked == [NAME]


def test_a_url_that_breaks_a_rule_is_not_even_resolved() -> None:
    asked: list[str] = []

    def find(host: str, _port: int) -> list[str]:
        asked.append(host)
        return []

    answer = post("https://user@127.0.0.1/", headers={}, body=b"", find=find)

    assert answer.error == "unsafe_address"
    assert asked == []


def test_a_name_that_does_not_exist_is_a_failure() -> None:
    def find(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    assert post(f"https://{NAME}/", headers={}, body=b"", find=find).error == "connection"


def test_a_port_where_nobody_listens_is_a_failure() -> None:
    with receiver(saying(OK)) as platform:
        port = platform.port

    assert send(port).error == "connection"


def test_a_redirect_is_a_failure_and_is_not_followed() -> None:
    with receiver(saying(OK)) as other:
        moved = f"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:{other.port}/\r\nContent-Length: 0\r\n\r\n"
        with receiver(saying(moved.encode())) as platform:
            answer = send(platform.port)

    assert answer.status == 307
    assert not answer.succeeded
    assert other.requests == []


@pytest.mark.parametrize(
    "talk",
    [
        dripping(b"X"),
        dripping(b"X-A: b\r\n", b"HTTP/1.1 200 OK\r\n"),
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status line", "headers", "interim answers"],
)
def test_a_peer_that_drips_is_left_at_the_deadline(talk: Talk) -> None:
    started = time.monotonic()
    with receiver(talk) as platform:
        answer = send(platform.port, total=0.5)

    assert answer.status is None
    assert answer.error in {"timeout", "protocol"}
    assert time.monotonic() - started < 3


def test_a_body_that_drips_does_not_undo_the_status_before_it() -> None:
    started = time.monotonic()
    with receiver(dripping(b"x", b"HTTP/1.1 200 OK\r\n\r\n")) as platform:
        answer = send(platform.port, total=0.5)

    assert answer.status == 200
    assert time.monotonic() - started < 3


def test_a_peer_that_never_answers_is_left_at_the_deadline() -> None:
    with receiver(lambda _peer, _request: time.sleep(2)) as platform:
        answer = send(platform.port, total=0.3)

    assert answer.error == "timeout"
    assert answer.duration_ms < 2000


def test_a_huge_answer_is_read_up_to_its_limit() -> None:
    sent = 0

    def talk(peer: socket.socket, _request: bytes) -> None:
        nonlocal sent
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            sent += peer.send(b"x" * 65536)

    with receiver(talk) as platform:
        answer = send(platform.port)
        time.sleep(0.2)

    assert answer.excerpt == "x" * 256
    assert sent < 50_000_000


def test_an_excerpt_has_no_control_characters() -> None:
    with receiver(saying(b"HTTP/1.1 400 Bad\r\nContent-Length: 9\r\n\r\na\x1b[31m\r\nb\xff")) as platform:
        answer = send(platform.port)

    assert answer.status == 400
    assert answer.excerpt is not None
    assert answer.excerpt.isprintable()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("soon", None),
        ("Mon, 99999999999999999999 Jan 2020 00:00:00 GMT", None),
        ("-5", None),
        ("9999999999999", None),
    ],
)
def test_what_the_receiver_asks_to_wait_is_read(value: str, seconds: int | None) -> None:
    busy = f"HTTP/1.1 429 Busy\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n"
    with receiver(saying(busy.encode())) as platform:
        answer = send(platform.port)

    assert (answer.status, answer.retry_after) == (429, seconds)


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X" * 70000 + b"\r\n\r\n"])
def test_what_is_no_http_is_a_failure(answer: bytes) -> None:
    with receiver(saying(answer)) as platform:
        result = send(platform.port)

    assert result.status is None
    assert result.error in {"protocol", "connection"}


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiver(saying(OK)) as proxy, receiver(saying(OK)) as platform:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        answer = send(platform.port)

    assert answer.succeeded
    assert proxy.requests == []


def test_other_ports_are_for_this_machine_only_whatever_name_leads_there() -> None:
    answer = post(f"https://{NAME}:8443/", headers={}, body=b"", allow_loopback=True, find=lambda *_: ["93.184.216.34"])

    assert answer.error == "unsafe_address"
