"""A mail server of a test: it keeps what it was sent, and answers as the test says."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from scripts.service import free_port


@dataclass
class MailServer:
    """What arrived so far, and what is answered to a recipient: 250, unless the test says otherwise."""

    answer: str = "250 OK"
    delay: float = 0.0
    port: int = 0
    received: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        await asyncio.sleep(self.delay)
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the same
        self.received.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 OK"


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, **says: Any) -> Iterator[MailServer]:
    """Run a mail server on a port of its own."""
    server = MailServer(port=free_port(), **says)
    controller = Controller(server, hostname="127.0.0.1", port=server.port, tls_context=tls)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
