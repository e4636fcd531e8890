"""One description of each action, two ways to call it.

An action is written once, as a generator of steps, in a class that both clients inherit. Called on what has a
Transport it blocks and returns the result; on what has an AsyncTransport it returns something to be awaited. Type
checkers know which. A walk is the same for lists: an iterator here, an asynchronous iterator there.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from hashdb.client.async_transport import AsyncTransport
from hashdb.client.steps import Talk, Walk
from hashdb.client.transport import Transport

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Blocking:
    """What speaks through a Transport."""

    def __init__(self, at: Transport) -> None:
        self._at = at
        self._patience = at.patience


class Awaiting:
    """What speaks through an AsyncTransport."""

    def __init__(self, at: AsyncTransport) -> None:
        self._at = at
        self._patience = at.patience


class _Described(Generic[_Given]):
    """A generator of steps, as an attribute of what speaks; what a transport does with it, `action` and `walk` say."""

    def __init__(self, describe: Callable[Concatenate[Any, _Given], Any]) -> None:
        self._describe = describe
        self.__doc__ = describe.__doc__

    def _spoken_by(self, speaker: Any, take: str) -> Any:  # noqa: ANN401 - as the overloads below say
        describe = self._describe
        if speaker is None:
            return describe

        @wraps(describe)
        def ask(*given: _Given.args, **named: _Given.kwargs) -> Any:  # noqa: ANN401 - as the overloads below say
            return getattr(speaker._at, take)(describe(speaker, *given, **named))  # noqa: SLF001 - its own

        return ask


class action(_Described[_Given], Generic[_Given, _Result]):  # noqa: N801 - a decorator
    """Something that can be asked of the service, once."""

    def __init__(self, describe: Callable[Concatenate[Any, _Given], Talk[_Result]]) -> None:
        super().__init__(describe)

    @overload
    def __get__(self, speaker: Blocking, kind: object) -> Callable[_Given, _Result]: ...
    @overload
    def __get__(self, speaker: Awaiting, kind: object) -> Callable[_Given, Coroutine[Any, Any, _Result]]: ...
    @overload
    def __get__(self, speaker: None, kind: object) -> Callable[Concatenate[Any, _Given], Talk[_Result]]: ...
    def __get__(self, speaker: Any, kind: object) -> Any:
        return self._spoken_by(speaker, "run")


class walk(_Described[_Given], Generic[_Given, _Result]):  # noqa: N801 - a decorator
    """A list of the service, entry by entry, or page by page."""

    def __init__(self, describe: Callable[Concatenate[Any, _Given], Walk[_Result]]) -> None:
        super().__init__(describe)

    @overload
    def __get__(self, speaker: Blocking, kind: object) -> Callable[_Given, Iterator[_Result]]: ...
    @overload
    def __get__(self, speaker: Awaiting, kind: object) -> Callable[_Given, AsyncIterator[_Result]]: ...
    @overload
    def __get__(self, speaker: None, kind: object) -> Callable[Concatenate[Any, _Given], Walk[_Result]]: ...
    def __get__(self, speaker: Any, kind: object) -> Any:
        return self._spoken_by(speaker, "walk")
