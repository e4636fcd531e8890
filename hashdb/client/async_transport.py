"""Takes the steps of an action with `await`: the only place where the client that awaits does IO."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, TypeVar

import httpx

from hashdb.client.bodies import Lines
from hashdb.client.exchange import Surplus, connection, listened_as, read, sent_as, silence
from hashdb.client.patience import Patience, persistently
from hashdb.client.problems import problem_of
from hashdb.client.steps import Listen, Pause, Read, Request, Step, Talk, Tell, Try, Walk, Work
from hashdb.client.turns import Turns

_Result = TypeVar("_Result")
_Told = TypeVar("_Told")


class AsyncTransport:
    """One connection pool to one service, with one key; what keeps a processor busy goes to a thread."""

    def __init__(self, base_url: str, key: str, *, timeout: float, patience: Patience) -> None:
        self._http = httpx.AsyncClient(**connection(base_url, key, timeout))
        self.patience = patience

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def run(self, talk: Talk[_Result]) -> _Result:
        """Take all steps of an action and return its result."""
        turns = Turns(talk)
        while (step := turns.next()) is not None:
            with turns.refusals():
                turns.said = await self._take(step)
        return turns.result

    async def walk(self, walk: Walk[_Told]) -> AsyncIterator[_Told]:
        """Take the steps of a list, and yield what it tells on the way."""
        turns = Turns(walk)
        while (step := turns.next()) is not None:
            if isinstance(step, Tell):
                for entry in step.entries:
                    yield entry
                continue
            with turns.refusals():
                turns.said = await self._take(step)

    async def _take(self, step: Step) -> Any:  # noqa: ANN401 - the answer that the step is due
        match step:
            case Request():
                return await self.run(persistently(step, self.patience))
            case Pause():
                return await asyncio.sleep(step.seconds)
            case Work():
                return await asyncio.to_thread(step.compute)
            case _:
                return await self._exchange(step)

    async def _exchange(self, step: Try | Listen | Read) -> Any:  # noqa: ANN401 - the same
        match step:
            case Try():
                return await self._try(step.request)
            case Listen():
                return self._listen(step)
            case Read():
                return await anext(step.chunks, None)

    async def _try(self, request: Request) -> Any:  # noqa: ANN401 - JSON
        options = sent_as(request)
        if isinstance(request.content, Lines):
            options["content"] = _chunks(request.content)
        with silence(self._http.base_url):
            return read(await self._http.request(**options))

    async def _listen(self, step: Listen) -> AsyncIterator[bytes]:
        with silence(self._http.base_url):
            async with self._http.stream(**listened_as(step)) as response:
                if not response.is_success:
                    await response.aread()
                    raise problem_of(response)
                surplus = Surplus(step, response)
                async for chunk in response.aiter_bytes():
                    yield surplus.off(chunk)


async def _chunks(lines: Lines) -> AsyncIterator[bytes]:
    for chunk in lines:
        yield chunk
