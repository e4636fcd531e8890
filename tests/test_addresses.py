import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashdb.addresses import allowed, check_url
from hashdb.errors import UnsafeAddressError

BAD_ADDRESSES = [
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.0.0.9",
    "192.31.196.1",
    "192.52.193.1",
    "192.175.48.6",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "2620:4f:8000::6",
    "fc00::1",
    "fec0::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "not an address",
]

GOOD_URLS = [
    "https://platform.example/",
    "https://hooks.platform.example:443/a/b?c=d&e=%20",
    "https://xn--bcher-kva.example/in",
    "https://a-b.example",
]

BAD_URLS = {
    "http://platform.example/": "must start with https://",
    "ftp://platform.example/": "must start with https://",
    "//platform.example/": "must start with https://",
    "https:///path": "must name a host of the public DNS, not an IP address",
    "https://user:pw@platform.example/": "may not contain a user name, a password or a fragment",
    "https://@platform.example/": "may not contain a user name, a password or a fragment",
    "https://platform.example/#x": "may not contain a user name, a password or a fragment",
    "https://platform.example:8443/": "must use port 443",
    "https://platform.example:99999/": "must be a well-formed URL",
    "https://platform.example:x/": "must be a well-formed URL",
    "https://[::1/": "must be a well-formed URL",
    "https://93.184.216.34/": "must name a host of the public DNS, not an IP address",
    "https://[2606:2800:220:1::1]/": "must name a host of the public DNS, not an IP address",
    "https://2130706433/": "must name a host of the public DNS, not an IP address",
    "https://0x7f.1/": "must name a host of the public DNS, not an IP address",
    "https://127.1/": "must name a host of the public DNS, not an IP address",
    "https://0177.0.0.1/": "must name a host of the public DNS, not an IP address",
    "https://localhost/": "must name a host of the public DNS, not an IP address",
    "https://platform.example./": "must name a host of the public DNS, not an IP address",
    "https://-a.example/": "must name a host of the public DNS, not an IP address",
}

NOT_PLAIN = [
    "",
    " https://platform.example/",
    "https://platform.example/ ",
    "https://platform.example/a b",
    "https://plat\tform.example/",
    "https://platform.example/\r\nHost: other",
    "https://platform.example\\@localhost/",
    "https://bücher.example/",
    "https://\uff11\uff12\uff17.0.0.1/",
]


def _rule(url: str, *, allow_loopback: bool = False) -> str:
    with pytest.raises(UnsafeAddressError) as refusal:
        check_url(url, allow_loopback=allow_loopback)
    (problem,) = refusal.value.problems
    assert problem.field == "url"
    return problem.rule


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_that_is_not_public_is_not_allowed(address: str) -> None:
    assert not allowed(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert allowed(address)


@pytest.mark.parametrize("url", GOOD_URLS)
def test_a_public_https_url_passes(url: str) -> None:
    assert check_url(url, allow_loopback=False).port == 443


@pytest.mark.parametrize(("url", "rule"), BAD_URLS.items())
def test_a_url_that_breaks_a_rule_is_refused_with_the_rule(url: str, rule: str) -> None:
    assert _rule(url) == rule


@pytest.mark.parametrize("url", NOT_PLAIN)
def test_a_url_that_readers_may_read_differently_is_refused(url: str) -> None:
    assert _rule(url).startswith("must be printable ASCII")


def test_a_url_that_is_too_long_is_refused() -> None:
    assert _rule(f"https://platform.example/{'a' * 2048}") == "may have 2048 characters"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9000/in", "http://localhost:9000/", "http://[::1]:9000/", "https://127.0.0.1:9000/"]
)
def test_this_machine_is_refused_unless_the_setting_allows_it(url: str) -> None:
    assert _rule(url)
    assert check_url(url, allow_loopback=True).port == 9000


@pytest.mark.parametrize(
    "url", ["http://platform.example/", "http://10.0.0.1/", "http://169.254.169.254/", "http://0.0.0.0/"]
)
def test_the_setting_allows_nothing_but_this_machine(url: str) -> None:
    assert _rule(url, allow_loopback=True)


def test_the_parts_of_a_url_are_those_that_a_request_needs() -> None:
    found = check_url("http://[::1]:9000?a=b", allow_loopback=True)

    assert (found.scheme, found.host, found.port, found.target) == ("http", "::1", 9000, "/?a=b")
    assert found.authority == "[::1]:9000"


@given(text=st.text(max_size=60))
def test_no_text_whatever_is_more_than_refused(text: str) -> None:
    _rule(f"https://127.0.0.1{text}" if text.startswith((":", "/")) else text)
