"""Between which bounds a share lies, given how often it was seen: the interval of Wilson (JASA 22, 1927).

It is honest for few observations and for shares near 0 and 1, where the usual interval is not.
"""

from math import sqrt

# The normal quantile of a two-sided 95 % interval.
_Z = 1.959963984540054


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the lower and upper bound of the share of which *successes* of *n* are a sample; (0, 1) for none."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = successes / n, _Z * _Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)
