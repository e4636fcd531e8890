"""Who speaks next: an action says its next step, whoever takes it says what came of that."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from hashdb.errors import HashdbError

_Step = TypeVar("_Step")
_Result = TypeVar("_Result")


class Turns(Generic[_Step, _Result]):
    """One action under way. Put what came of a step into `said`; `result` is there once `next` has returned None."""

    result: _Result

    def __init__(self, talk: Generator[_Step, Any, _Result]) -> None:
        self.said: Any = None
        self._talk = talk
        self._refusal: HashdbError | None = None

    def next(self) -> _Step | None:
        """Return the next step, or None when the action is over."""
        said, self.said = self.said, None
        refusal, self._refusal = self._refusal, None
        try:
            return self._talk.send(said) if refusal is None else self._talk.throw(refusal)
        except StopIteration as end:
            self.result = end.value
            return None

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Keep a refusal for the action, which may know what to do about it."""
        try:
            yield
        except HashdbError as error:
            self._refusal = error
