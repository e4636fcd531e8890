"""URLs: all the ways to write an address, and what makes two of them different."""

import pytest

from hashdb.addresses import canonical
from hashdb.errors import InvalidInputError
from hashdb.hashing import hash_url


@pytest.mark.parametrize(
    "written",
    [
        "https://example.com/watch/a?a=1&b=2",
        "http://example.com/watch/a?b=2&a=1",
        "HTTPS://WWW.Example.COM:443/watch/a/?a=1&b=2#top",
        "https://user:password@example.com./watch/./x/../a?a=1&b=2",
        "example.com/watch/a?a=1&b=2",
        "  hxxps://example[.]com/watch/a?a=1&b=2\n",
        "hXXp[:]//example(dot)com/watch/a?a=1&b=2",
        "http[://]example.com/watch/%61?a=1&b=2",
        "https://example.com/watch/a?utm_source=x&a=1&fbclid=abc&b=2&",
    ],
)
def test_ways_to_write_an_address_are_one_url(written: str) -> None:
    assert canonical(written) == "example.com/watch/a?a=1&b=2"


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://Exämple.com/", "xn--exmple-cua.com"),
        ("https://example.com:8443/a%2fb", "example.com:8443/a%2Fb"),
        ("example.com:8080/a", "example.com:8080/a"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://[0:0::1]:81/a", "[::1]:81/a"),
        ("https://example.com/?q=a+b", "example.com?q=a%20b"),
        ("https://www.www.example.com", "example.com"),
        ("https://www.com/", "www.com"),
        ("https://example.com/Case?Name=Value", "example.com/Case?Name=Value"),
        ("https://t.me/channel/%D0%BF", "t.me/channel/%D0%BF"),
    ],
)
def test_a_url_has_a_canonical_form(url: str, form: str) -> None:
    assert canonical(url) == form


@pytest.mark.parametrize(
    "url",
    ["", "https://", "ftp://example.com", "mailto:a@example.com", "javascript:alert(1)", "http://a b.c", "\ud800"],
)
def test_what_is_no_address_of_the_web_is_refused_by_name(url: str) -> None:
    with pytest.raises(InvalidInputError, match="url: must"):
        hash_url(url)


def test_an_endless_url_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="url: may have at most 8192 characters"):
        hash_url("https://example.com/" + "a" * 9_000)


def test_the_signal_of_a_url_never_changes() -> None:
    (signal,) = hash_url("https://www.example.com/")

    assert (signal.signal_type, signal.content_type) == ("url_sha256", "url")
    assert signal.signal_value == "a379a6f6eeafb9a55e378c118034e2751e682fab9f2d30ab13d2125586ce1947"
