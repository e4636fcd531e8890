"""What a caller may spend: a bucket for each key, one for each address that calls without a key.

The unit is one hash looked up or submitted, and one request. The buckets live in the store, so that every API process
counts into the same ones; what a key may spend is policy. A process takes a little more than it needs (`api.purse`),
because a write to the store waits for the disk and most requests cost one unit.
"""

from ipaddress import IPv6Address, ip_address

from api.context import actor, call, policy, request, store
from api.purse import Purse
from hashdb.errors import RateLimitedError

# What anybody may ask for without a key, for each address: a second, and at once.
ADDRESS_RATE = 10
ADDRESS_BURST = 120

DAY = 86_400

# One part in so many of a full bucket may lie unspent in each process.
RESERVE = 1000

# To prove contact points, of which a member may have twenty.
_CODES_A_DAY = 40

# An IPv6 customer holds a whole /64.
IPV6_CUSTOMER_BITS = 64

_purse = Purse()


def _take(bucket: str, cost: int, rate: float, burst: int) -> None:
    if _purse.spend(bucket, cost):
        return
    reserve = burst // RESERVE
    if reserve and not store().limits.take(bucket, cost + reserve, rate=rate, burst=burst):
        _purse.fill(bucket, reserve)
        return
    wait = store().limits.take(bucket, cost, rate=rate, burst=burst)
    if wait:
        raise RateLimitedError(wait)


def _take_from_key(cost: int) -> None:
    allowed = policy()
    caller = call().caller
    _take(f"key:{caller and (caller.key_id or caller.user_id)}", cost, allowed.rate_per_second, allowed.rate_burst)


def charge(units: int) -> None:
    """Take the cost of *units* hashes from the key's allowance, or raise RateLimitedError.

    The first unit was paid when the request was admitted.
    """
    if units > 1:
        _take_from_key(units - 1)


def charge_key() -> None:
    """Take one unit from the allowance of the key, or of the person in the console, or raise RateLimitedError."""
    _take_from_key(1)


def charge_address() -> None:
    """Take one unit from the allowance of the caller's address, or raise RateLimitedError."""
    _take(f"address:{_customer(request().remote_addr or '')}", 1, ADDRESS_RATE, ADDRESS_BURST)


def charge_appeal() -> None:
    """Take one complaint from what an address may lodge in a day, or raise RateLimitedError."""
    _charge_day(f"appeals:{_customer(request().remote_addr or '')}", policy().appeals_per_day_and_address)


def charge_code() -> None:
    """Take one code from what a member may have mailed in a day: it can name anybody's address."""
    _charge_day(f"codes:{actor().member_id}", _CODES_A_DAY)


def _charge_day(bucket: str, most: int) -> None:
    wait = store().limits.take(bucket, 1, rate=most / DAY, burst=most)
    if wait:
        raise RateLimitedError(wait)


def _customer(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(IPv6Address(int(parsed) >> IPV6_CUSTOMER_BITS << IPV6_CUSTOMER_BITS))
    return str(parsed)
