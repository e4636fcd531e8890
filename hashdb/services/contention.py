"""Steps that hold whatever somebody else did at the same moment: they read again and are taken again.

Decisions of people are not among them; who decided on what has changed since must learn of it.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from hashdb.errors import StaleRecordError

ArgumentsT = ParamSpec("ArgumentsT")
ResultT = TypeVar("ResultT")
_TRIES = 20


def again_if_stale(act: Callable[ArgumentsT, ResultT]) -> Callable[ArgumentsT, ResultT]:
    """Return *act*, taken again whenever a record changed between its reading and its commit."""

    @wraps(act)
    def repeated(*args: ArgumentsT.args, **kwargs: ArgumentsT.kwargs) -> ResultT:
        for _ in range(_TRIES - 1):
            try:
                return act(*args, **kwargs)
            except StaleRecordError:
                continue
        return act(*args, **kwargs)

    return repeated
