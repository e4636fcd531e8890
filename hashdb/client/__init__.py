"""The SDK: what a member's own programs use to talk to the service.

`Client` has one method for each thing a member can ask, `AsyncClient` the same to be awaited; `Statement` is what a
member says about the signals that it submits. `check(path)` looks a file up, `because(hit)` says why it was found.
Webhooks are received by `hashdb.client.webhooks`. It needs none of the server's parts. Refusals arrive as ApiError, a
service that cannot be reached as UnavailableError.
"""

from hashdb.client.answers import FeedEntry, FeedPage, Hit, InventoryEntry, Record, Submitted, View
from hashdb.client.checking import Checked
from hashdb.client.client import AsyncClient, Client
from hashdb.client.problems import ApiError
from hashdb.client.reasons import because
from hashdb.client.statement import Statement

__all__ = [
    "ApiError",
    "AsyncClient",
    "Checked",
    "Client",
    "FeedEntry",
    "FeedPage",
    "Hit",
    "InventoryEntry",
    "Record",
    "Statement",
    "Submitted",
    "View",
    "because",
]
