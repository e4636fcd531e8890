"""One canonical form for all the ways to write the same address of the web: the signal of a URL is its digest.

Parsed as browsers do (WHATWG, by can-ada: host in lower case and punycode, default ports and dot segments gone), after
`hxxp`, `[.]` and their like are restored. Then dropped: scheme, user, fragment, `www.`, the host's last dot, the path's
last slash, parameters that only follow people; what is left of the query is sorted. RULES counts the versions of this.
"""

import re
from urllib.parse import unquote

import can_ada

from hashdb.errors import FieldProblem, InvalidInputError

RULES = 1
MAX_CHARACTERS = 8_192

_DEFANGED = (
    (re.compile(r"^h(?:xx|\*\*|__)p", re.IGNORECASE), "http"),
    (re.compile(r"\s*[\[({]\s*(?:\.|dot)\s*[\])}]\s*", re.IGNORECASE), "."),
    (re.compile(r"^(https?)\s*[\[({]\s*:\s*(//)?\s*[\])}]", re.IGNORECASE), r"\1:\2"),
)
# What follows the colon of a host without a scheme is a port.
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))", re.IGNORECASE)
_WEB = ("http:", "https:")
_WWW = "www."
_USUAL_PORTS = ("", "80", "443")
_FOLLOWS_PEOPLE = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igsh|igshid|mc_cid|mc_eid|_ga|_gl"
    r"|mkt_tok|vero_id|oly_anon_id|oly_enc_id|_hsenc|_hsmi|s_cid|wt_mc|ref_src|ref_url|share_id|__twitter_impression"
)
# RFC 3986, section 2.3: to write these as %41 means the same.
_UNRESERVED = re.compile("%(?:2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE])")
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")


def canonical(url: str) -> str:
    """Return the URL without its scheme, as it is compared, or raise InvalidInputError that names `url`."""
    text = url.strip()
    if len(text) > MAX_CHARACTERS:
        raise InvalidInputError(FieldProblem("url", f"may have at most {MAX_CHARACTERS} characters"))
    parsed = _parsed(_restored(text))
    port = "" if parsed.port in _USUAL_PORTS else f":{parsed.port}"
    return f"{_host(parsed)}{port}{_escaped(parsed.pathname).rstrip('/')}{_query(parsed.search)}"


def canonical_or_same(text: str) -> str:
    """Return the one way to write an address; what is no address of the web stands for itself."""
    try:
        return canonical(text)
    except InvalidInputError:
        return text


def _restored(text: str) -> str:
    for pattern, meant in _DEFANGED:
        text = pattern.sub(meant, text)
    return text if _SCHEME.match(text) else f"http://{text}"


def _parsed(text: str) -> can_ada.URL:
    try:
        parsed = can_ada.parse(text)
    except (ValueError, TypeError):  # the latter for lone surrogates
        raise InvalidInputError(FieldProblem("url", "must be an address of the web")) from None
    if parsed.protocol not in _WEB or not parsed.hostname.strip("."):
        raise InvalidInputError(FieldProblem("url", "must be an address of the web"))
    return parsed


def _host(parsed: can_ada.URL) -> str:
    host: str = parsed.hostname.rstrip(".")
    while host.startswith(_WWW) and "." in host.removeprefix(_WWW):
        host = host.removeprefix(_WWW)
    return host


def _query(search: str) -> str:
    pairs = [_escaped(pair.replace("+", "%20")) for pair in search.removeprefix("?").split("&")]
    kept = sorted(pair for pair in pairs if pair and not _FOLLOWS_PEOPLE.fullmatch(pair.partition("=")[0].lower()))
    return f"?{'&'.join(kept)}" if kept else ""


def _escaped(part: str) -> str:
    """Return *part* with escapes only where they mean something, and these in capitals."""
    plain = _UNRESERVED.sub(lambda escape: unquote(escape[0]), part)
    return _ESCAPE.sub(lambda escape: escape[0].upper(), plain)
