"""Mails to a real mail server: what it takes, what it refuses, and when it is not to be trusted."""

import ssl
from dataclasses import replace
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest

from hashdb.records.webhook import Channel
from hashdb.services.deliveries import Parcel
from hashdb.services.mail_texts import TEXTS, rendered
from hashdb.settings import Settings
from tests.worker.mail_server import mail_server
from tests.worker.receiver import certificate
from worker.mail import send
from worker.webhook import Answer

Contexts = tuple[ssl.SSLContext, ssl.SSLContext]
PARCEL = Parcel(
    delivery_id="dlv_01JDB4V8M3Z1Q5X7T9N2R6C0KE",
    channel=Channel.EMAIL,
    wanted=True,
    address="grace@gamma.example",
    body=b'{"type":"takedown.requested","data":{"id":"tdr_01","priority":"urgent","template":"takedown.requested"}}',
)


@pytest.fixture
def tls(tmp_path: Path) -> Contexts:
    return certificate(tmp_path, "localhost")


def sent(port: int, *, user: str = "", seconds: float = 5.0, trusted: ssl.SSLContext | None = None) -> Answer:
    """Send the parcel to a server of this machine."""
    variables = {"HASHDB_SMTP_URL": f"smtp://{user}localhost:{port}", "HASHDB_PUBLIC_URL": "https://hashdb.example"}
    return send(Settings.from_environment(variables), PARCEL, seconds=seconds, tls=trusted)


def test_a_mail_is_thin_and_bears_the_id_of_its_delivery() -> None:
    with mail_server() as server:
        answer = sent(server.port)
    address, text = server.received[0]
    mail = message_from_string(text, policy=default)

    assert (answer.status, answer.error, address) == (250, None, "grace@gamma.example")
    assert mail["Message-ID"] == "<dlv_01JDB4V8M3Z1Q5X7T9N2R6C0KE@localhost>"
    assert mail["Subject"] == "A takedown request waits for you (tdr_01)"
    assert "https://hashdb.example/v1/takedown-requests/tdr_01" in mail.get_content()


def test_a_server_that_offers_tls_must_prove_its_name(tls: Contexts) -> None:
    own, trusting = tls
    with mail_server(own) as server:
        unknown = sent(server.port)
        proved = sent(server.port, trusted=trusting)

    assert (unknown.status, unknown.error) == (None, "certificate")
    assert (proved.status, len(server.received)) == (250, 1)


@pytest.mark.parametrize("status", [450, 550])
def test_a_refusal_is_told_by_its_number_without_the_address(status: int) -> None:
    with mail_server(answer=f"{status} no grace@gamma.example here") as server:
        answer = sent(server.port)

    assert (answer.status, answer.error, answer.excerpt) == (status, "refused", None)


def test_a_server_that_takes_too_long_is_left() -> None:
    with mail_server(delay=0.5) as server:
        answer = sent(server.port, seconds=0.2)

    assert (answer.status, answer.error) == (None, "timeout")


def test_a_password_that_the_server_does_not_want_is_no_fault_of_the_mail() -> None:
    with mail_server() as server:
        answer = sent(server.port, user="hashdb:secret@")

    assert (answer.status, answer.error) == (None, "unsupported")


def test_a_port_where_nobody_listens_is_a_failure() -> None:
    with mail_server() as server:
        port = server.port

    assert sent(port).error == "connection"


def test_without_a_server_every_mail_is_refused_for_good() -> None:
    answer = send(Settings.from_environment({}), PARCEL)

    assert (answer.status, answer.error) == (554, "no_mail_server")


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_text_finds_its_facts(name: str) -> None:
    subject, text = rendered(name, {"id": "apl_01", "code": "K7", "priority": "urgent"}, "https://hashdb.example")

    assert "apl_01" in subject
    assert "https://hashdb.example" in text
    assert "{" not in subject + text


@pytest.mark.parametrize("address", ["a,b@c.example", "a:b;@c", "a@[", "write to a@b.example", "a@b\nBcc: c@d", "a(@b"])
def test_what_is_no_plain_address_is_refused_for_good_and_breaks_nothing(address: str) -> None:
    settings = Settings.from_environment({"HASHDB_SMTP_URL": "smtp://127.0.0.1:9"})

    assert send(settings, replace(PARCEL, address=address)) == Answer(status=553, error="no_mailbox")
