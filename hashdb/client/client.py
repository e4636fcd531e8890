"""`Client` and `AsyncClient`: one method for each thing that a member can ask of the service.

The methods stand in `hashdb.client.actions`, once for both. Any number of signals or entries is taken: what the API
limits to a thousand is sent in batches, and the answers come back in the order of what was sent. Very many lookups are
for `client.match_jobs`. Lists are walked page by page. A role that may not do something gets an ApiError with the slug
`forbidden`.
"""

from types import TracebackType
from typing import Self

from hashdb.client.actions.appeals import AppealActions
from hashdb.client.actions.duties import DutyActions
from hashdb.client.actions.endpoints import EndpointActions
from hashdb.client.actions.matching import MatchActions
from hashdb.client.actions.orders import OrderActions
from hashdb.client.actions.signals import SignalActions
from hashdb.client.actions.takedowns import TakedownActions
from hashdb.client.async_transport import AsyncTransport
from hashdb.client.match_jobs import AsyncMatchJobs, MatchJobs
from hashdb.client.patience import Patience
from hashdb.client.snapshots import AsyncSnapshots, Snapshots
from hashdb.client.speaking import Awaiting, Blocking
from hashdb.client.transport import Transport


class Actions(SignalActions, MatchActions, TakedownActions, OrderActions, AppealActions, EndpointActions, DutyActions):
    """Everything that can be asked."""


class Client(Blocking, Actions):
    """The service at *base_url*, for the member and role of *key*.

    A request that got no answer, or "later" as an answer, is tried up to *tries* times in all, after *pause* seconds
    and then twice as long each time; nothing is ever done twice by that. Use it in a `with` block.
    """

    def __init__(self, base_url: str, key: str, *, timeout: float = 30.0, tries: int = 6, pause: float = 0.25) -> None:
        super().__init__(Transport(base_url, key, timeout=timeout, patience=Patience(tries=tries, pause=pause)))
        self.match_jobs = MatchJobs(self._at)
        self.snapshots = Snapshots(self._at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._at.close()


class AsyncClient(Awaiting, Actions):
    """The same for asyncio: methods are awaited, lists walked with `async for`. Use it in an `async with` block."""

    def __init__(self, base_url: str, key: str, *, timeout: float = 30.0, tries: int = 6, pause: float = 0.25) -> None:
        super().__init__(AsyncTransport(base_url, key, timeout=timeout, patience=Patience(tries=tries, pause=pause)))
        self.match_jobs = AsyncMatchJobs(self._at)
        self.snapshots = AsyncSnapshots(self._at)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._at.close()
