"""The SDK: what a member's own programs use to talk to the service.

`Client` has one method for each thing a member can ask; `Statement` is what a member says about the signals that it
submits. It needs none of the server's parts. Refusals arrive as ApiError, a service that cannot be reached as
UnavailableError.
"""

from hashdb.client.answers import FeedEntry, FeedPage, Hit, InventoryEntry, Record, Submitted, View
from hashdb.client.client import Client
from hashdb.client.problems import ApiError
from hashdb.client.statement import Statement

__all__ = [
    "ApiError",
    "Client",
    "FeedEntry",
    "FeedPage",
    "Hit",
    "InventoryEntry",
    "Record",
    "Statement",
    "Submitted",
    "View",
]
