"""Takes the steps of an action, one after the other: the only place where the client that waits does IO."""

import time
from collections.abc import Iterator
from typing import Any, TypeVar

import httpx

from hashdb.client.exchange import Surplus, connection, listened_as, read, sent_as, silence
from hashdb.client.patience import Patience, persistently
from hashdb.client.problems import problem_of
from hashdb.client.steps import Listen, Pause, Read, Request, Step, Talk, Tell, Try, Walk, Work
from hashdb.client.turns import Turns

_Result = TypeVar("_Result")
_Told = TypeVar("_Told")


class Transport:
    """One connection pool to one service, with one key."""

    def __init__(self, base_url: str, key: str, *, timeout: float, patience: Patience) -> None:
        self._http = httpx.Client(**connection(base_url, key, timeout))
        self.patience = patience

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def run(self, talk: Talk[_Result]) -> _Result:
        """Take all steps of an action and return its result."""
        turns = Turns(talk)
        while (step := turns.next()) is not None:
            with turns.refusals():
                turns.said = self._take(step)
        return turns.result

    def walk(self, walk: Walk[_Told]) -> Iterator[_Told]:
        """Take the steps of a list, and yield what it tells on the way."""
        turns = Turns(walk)
        while (step := turns.next()) is not None:
            if isinstance(step, Tell):
                yield from step.entries
                continue
            with turns.refusals():
                turns.said = self._take(step)

    def _take(self, step: Step) -> Any:  # noqa: ANN401 - the answer that the step is due
        match step:
            case Request():
                return self.run(persistently(step, self.patience))
            case Pause():
                return time.sleep(step.seconds)
            case Work():
                return step.compute()
            case _:
                return self._exchange(step)

    def _exchange(self, step: Try | Listen | Read) -> Any:  # noqa: ANN401 - the same
        match step:
            case Try():
                return self._try(step.request)
            case Listen():
                return self._listen(step)
            case Read():
                return next(step.chunks, None)

    def _try(self, request: Request) -> Any:  # noqa: ANN401 - JSON
        with silence(self._http.base_url):
            return read(self._http.request(**sent_as(request)))

    def _listen(self, step: Listen) -> Iterator[bytes]:
        with silence(self._http.base_url), self._http.stream(**listened_as(step)) as response:
            if not response.is_success:
                response.read()
                raise problem_of(response)
            surplus = Surplus(step, response)
            for chunk in response.iter_bytes():
                yield surplus.off(chunk)
