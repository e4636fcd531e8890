"""One attempt to send a mail: to the server of the settings, under TLS, over at its deadline.

TLS is required with any server but this machine's own. The answer's status is that of SMTP: 250 took it, 4xx comes
again, 5xx never will. The Message-ID is the delivery's id, so a mail that was sent twice is seen once.
"""

import smtplib
import ssl
import time
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from urllib.parse import SplitResult, unquote, urlsplit

import orjson

from hashdb.addresses import is_loopback, is_mailbox
from hashdb.services.deliveries import Parcel
from hashdb.services.mail_texts import rendered
from hashdb.settings import Settings
from worker.webhook import TOTAL_SECONDS, Answer

_PORTS = {"smtp": 25, "smtps": 465}
_ACCEPTED = 250
_NO_SERVER = Answer(status=554, error="no_mail_server")
_NO_MAILBOX = Answer(status=553, error="no_mailbox")
# What a failure is called in the record of an attempt; the first class that fits.
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "timeout"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (smtplib.SMTPNotSupportedError, "unsupported"),
    (smtplib.SMTPException, "protocol"),
    (OSError, "connection"),
)


@dataclass(frozen=True, slots=True)
class Server:
    """The mail server, how long it may take, and the rules under which it proves its name."""

    url: SplitResult
    seconds: float
    tls: ssl.SSLContext


@cache
def _tls() -> ssl.SSLContext:
    """Return the rules under which a mail server proves its name: those of the system."""
    return ssl.create_default_context()


def send(
    settings: Settings, parcel: Parcel, *, seconds: float = TOTAL_SECONDS, tls: ssl.SSLContext | None = None
) -> Answer:
    """Send one mail and return what came of it; without a server to send it to it is refused for good."""
    if not settings.smtp_url:
        return _NO_SERVER
    if not is_mailbox(parcel.address):
        return _NO_MAILBOX
    began = time.monotonic()
    server = Server(urlsplit(settings.smtp_url), seconds, tls or _tls())
    answer = _attempt(server, message(settings, parcel))
    return replace(answer, duration_ms=int((time.monotonic() - began) * 1_000))


def message(settings: Settings, parcel: Parcel) -> EmailMessage:
    """Return the mail of a parcel."""
    facts = orjson.loads(parcel.body)["data"]
    subject, text = rendered(facts["template"], facts, settings.address)
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2]
    mail = EmailMessage()
    mail["From"] = settings.mail_from
    mail["To"] = parcel.address
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{parcel.delivery_id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    return mail


def _attempt(server: Server, mail: EmailMessage) -> Answer:
    try:
        with closing(_connected(server)) as connection:
            _log_in(connection, server.url)
            connection.send_message(mail)
            with suppress(smtplib.SMTPException, OSError):  # it was taken; how the server says goodbye is no matter
                connection.quit()
    except smtplib.SMTPRecipientsRefused as refused:
        return _refused(*next(iter(refused.recipients.values())))
    except smtplib.SMTPAuthenticationError:  # our fault, not the mail's: it comes again
        return Answer(error="authentication")
    except smtplib.SMTPResponseException as refused:
        return _refused(refused.smtp_code, refused.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        return Answer(error=_name(error))
    return Answer(status=_ACCEPTED)


def _name(error: Exception) -> str:
    """Return what a failure is called; smtplib says of any loss of the connection only that it is closed."""
    lost = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else None
    cause = lost if isinstance(lost, OSError) else error
    return next(name for kind, name in _FAILURES if isinstance(cause, kind))


def _connected(server: Server) -> smtplib.SMTP:
    host, port = server.url.hostname or "localhost", server.url.port or _PORTS[server.url.scheme]
    if server.url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=server.seconds, context=server.tls)
    connection = smtplib.SMTP(host, port, timeout=server.seconds)
    try:
        _secure(connection, server.tls)
    except BaseException:
        connection.close()
        raise
    return connection


def _secure(connection: smtplib.SMTP, tls: ssl.SSLContext) -> None:
    """Begin TLS; only with this very machine one may do without."""
    connection.ehlo_or_helo_if_needed()
    peer = "" if connection.sock is None else str(connection.sock.getpeername()[0])
    if connection.has_extn("starttls"):
        connection.starttls(context=tls)
        connection.ehlo_or_helo_if_needed()
    elif not is_loopback(peer):
        raise smtplib.SMTPNotSupportedError("the mail server offers no TLS")


def _log_in(connection: smtplib.SMTP, url: SplitResult) -> None:
    if url.username:
        connection.login(unquote(url.username), unquote(url.password or ""))


def _refused(code: int, _said: bytes | str) -> Answer:
    """Return what the server answered, without its words: they often repeat the address."""
    return Answer(status=code, error="refused")
