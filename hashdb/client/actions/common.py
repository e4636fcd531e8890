"""Requests that many actions make."""

from typing import Any

from hashdb.client.answers import Page, Record
from hashdb.client.steps import Talk, Tell, Walk, get, post


def posted(path: str, **fields: object) -> Talk[Record]:
    """Post the fields that are not None."""
    answer: Record = yield post(path, {name: value for name, value in fields.items() if value is not None})
    return answer


def results(path: str, **body: object) -> Talk[list[Any]]:
    """Post a batch and return one result for each of its entries."""
    answer = yield post(path, body)
    told: list[Any] = answer["results"]
    return told


def listed(path: str, **filters: str | int) -> Walk[Record]:
    """Tell the entries of a list, page by page."""
    page = Page([], "")
    while page.next is not None:
        answer = yield get(path, after=page.next or None, **filters)
        page = Page(answer["items"], answer["next"])
        yield Tell(page.items)
