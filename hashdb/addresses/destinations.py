"""Where a webhook may be sent: the rules against server-side request forgery that need no network.

A URL is https to port 443 of a name in the public DNS, without user-info, fragment or IP literal. An address that a
name resolves to must be globally reachable unicast; `ipaddress.is_global` alone says yes to NAT64, 6to4 and multicast.
This machine itself is allowed only by a setting, for trying out. `worker.webhook` resolves and connects.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from hashdb.errors import FieldProblem, UnsafeAddressError

LONGEST_URL = 2048
HTTPS_PORT = 443
HTTP_PORT = 80

_PRINTABLE = re.compile(r"[!-\[\]-~]+")  # ASCII without spaces and without the backslash, which browsers read as /
_NAME = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")

_DENIED = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.175.48.0/24",  # AS112
        "::/96",  # IPv4-compatible
        "::ffff:0:0/96",  # IPv4-mapped
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local use
        "100::/64",  # discarded
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
    )
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A URL that passed, in the parts that a connection needs."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """The value of the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = HTTPS_PORT if self.scheme == "https" else HTTP_PORT
        return host if self.port == usual else f"{host}:{self.port}"


def allowed(address: str) -> bool:
    """Tell whether the IP address is one that the public reaches."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(parsed.version == network.version and parsed in network for network in _DENIED):
        return False
    special = parsed.is_multicast or parsed.is_reserved or parsed.is_loopback or parsed.is_link_local
    return parsed.is_global and not (special or parsed.is_private or parsed.is_unspecified)


def is_loopback(host: str) -> bool:
    """Tell whether *host* is `localhost` or a loopback address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_url(url: str, *, allow_loopback: bool) -> Destination:
    """Return where the URL leads, or raise UnsafeAddressError with the rule that it breaks."""
    rule = _shape(url)
    if rule is None:
        parts = urlsplit(url)
        rule = _broken_rule(parts, allow_loopback=allow_loopback)
    if rule is not None:
        raise UnsafeAddressError(FieldProblem("url", rule))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)
    return Destination(scheme=parts.scheme, host=parts.hostname or "", port=port, target=target)


def _shape(url: str) -> str | None:
    if len(url) > LONGEST_URL:
        return f"may have {LONGEST_URL} characters"
    if not _PRINTABLE.fullmatch(url):
        return "must be printable ASCII without spaces and backslashes (write international names as xn--)"
    try:
        urlsplit(url).port  # noqa: B018 - reading it is the check
    except ValueError:
        return "must be a well-formed URL"
    return None


def _broken_rule(parts: SplitResult, *, allow_loopback: bool) -> str | None:
    host = parts.hostname or ""
    local = allow_loopback and is_loopback(host)
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        return "must start with https://"
    if "@" in parts.netloc or parts.fragment:
        return "may not contain a user name, a password or a fragment"
    if not (local or _NAME.fullmatch(host)):
        return "must name a host of the public DNS, not an IP address"
    # With the setting, where a name leads is known only once it is resolved; the port is then checked again.
    if parts.port is not None and parts.port != HTTPS_PORT and not allow_loopback:
        return f"must use port {HTTPS_PORT}"
    return None if parts.port != 0 else "must use a port from 1 to 65535"
