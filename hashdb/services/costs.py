"""What lookups cost: one unit a hash, and more for one that is compared with all rows one by one.

Most lookups are led to the few rows that can be near. Texts are not, nor is what lies beyond the radius of a match:
that takes milliseconds a hash instead of microseconds, so it is paid by the rows it is compared with, and one request
may ask for only so much of it.
"""

from collections import Counter
from collections.abc import Sequence

from hashdb.errors import FieldProblem, InvalidInputError
from hashdb.records.policy import Policy
from hashdb.services import matching
from hashdb.services.matcher import Matcher
from hashdb.services.matching import Query
from hashdb.signals import SIGNAL_TYPES

# What is compared in the time of one lookup that is led to its rows.
ROWS_A_UNIT = 8_192

# What one request may have compared: half a second of one processor.
MOST_COMPARED = 1 << 28


def cost_of(matcher: Matcher, query: Query, radius: int | None, policy: Policy) -> int:
    """Return how many units a lookup costs; *radius* is what was asked for."""
    return _units(query.cost(), _swept(matcher, query.signal_type, radius, policy))


def total(matcher: Matcher, queries: Sequence[Query], radius: int | None, policy: Policy, *, band: bool = False) -> int:
    """Return how many units the lookups of one request cost.

    Raises InvalidInputError when that is too much, and for a radius that is refused: nobody pays for that.
    """
    hashes: Counter[str] = Counter()
    for query in queries:
        hashes[query.signal_type] += query.cost()
    for signal_type in hashes:
        matching.radius_of(signal_type, radius, policy, band=band)
    swept = {signal_type: _swept(matcher, signal_type, radius, policy) for signal_type in hashes}
    compared = sum(count * swept[signal_type] for signal_type, count in hashes.items())
    if compared > MOST_COMPARED:
        rule = f"would be compared {compared} times, one request at most {MOST_COMPARED}: send fewer, or a match job"
        raise InvalidInputError(FieldProblem("signals", rule))
    return sum(_units(count, swept[signal_type]) for signal_type, count in hashes.items())


def _units(hashes: int, swept: int) -> int:
    return hashes + hashes * swept // ROWS_A_UNIT


def _swept(matcher: Matcher, signal_type: str, radius: int | None, policy: Policy) -> int:
    """Return how many rows each hash is compared with because nothing tells which of them are near."""
    wanted = policy.radius(SIGNAL_TYPES[signal_type]) if radius is None else radius
    return matcher.swept_rows(signal_type, wanted)
