"""A platform that receives webhooks, and answers in as many ways as there are to answer badly."""

import datetime as dt
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Talk = Callable[[socket.socket, bytes], None]


def saying(answer: bytes) -> Talk:
    """Return a conversation that reads the request and says *answer*."""
    return lambda peer, _request: peer.sendall(answer)


def dripping(piece: bytes, first: bytes = b"") -> Talk:
    """Return a conversation that says *first*, then *piece* again and again, slowly, until nobody listens."""

    def talk(peer: socket.socket, _request: bytes) -> None:
        peer.sendall(first)
        while True:
            peer.sendall(piece)
            time.sleep(0.02)

    return talk


class Receiver:
    """What was received on one listening socket."""

    def __init__(self, talk: Talk, tls: ssl.SSLContext | None) -> None:
        self.talk, self.tls = talk, tls
        self.requests: list[bytes] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]

    def serve(self) -> None:
        """Talk to whoever connects until the socket is closed."""
        while True:
            try:
                peer, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._receive, args=(peer,), daemon=True).start()

    def _receive(self, peer: socket.socket) -> None:
        try:
            with peer if self.tls is None else self.tls.wrap_socket(peer, server_side=True) as connected:
                request = _request(connected)
                self.requests.append(request)
                self.talk(connected, request)
        except OSError:  # the sender hung up, as some tests want it to
            peer.close()


def _more(peer: socket.socket) -> bytes:
    received = peer.recv(65536)
    if not received:
        raise ConnectionError("the sender hung up in the midst of its request")
    return received


def _request(peer: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(peer)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(
        next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")).split(b":")[1]
    )
    while len(body) < length:
        body += _more(peer)
    return head + b"\r\n\r\n" + body


@contextmanager
def receiver(talk: Talk, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Run a receiver for as long as the block lasts."""
    running = Receiver(talk, tls)
    thread = threading.Thread(target=running.serve, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.listening.shutdown(socket.SHUT_RDWR)
        running.listening.close()
        thread.join(5)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a certificate for *name*; return the rules of who has it and of who trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    file = folder / "receiver.pem"
    file.write_bytes(
        pem
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cadata=pem.decode())
