"""What the client asks for exists: every action that takes plain words leads to a route of the application."""

from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any

from flask import Flask

from hashdb.client.actions.appeals import AppealActions
from hashdb.client.actions.duties import DutyActions
from hashdb.client.actions.endpoints import EndpointActions
from hashdb.client.actions.orders import OrderActions
from hashdb.client.actions.takedowns import TakedownActions
from hashdb.client.steps import Request

_OF_WORDS = (AppealActions, DutyActions, EndpointActions, OrderActions, TakedownActions)


def test_every_action_of_the_client_leads_to_a_route(app: Flask) -> None:
    routes = app.url_map.bind("hashdb.example")
    described = [getattr(kind, name) for kind in _OF_WORDS for name in sorted(vars(kind)) if not name.startswith("_")]
    first_steps = [next(describe(*_words(describe))) for describe in described]

    assert len(first_steps) > 40
    assert all(isinstance(each, Request) and routes.match(each.path, each.method) for each in first_steps)


def _words(describe: Callable[..., Any]) -> list[Any]:
    """Return something for each thing that an action needs, the client itself included."""
    needed = [
        each
        for each in signature(describe).parameters.values()
        if each.default is Parameter.empty and each.kind < Parameter.VAR_POSITIONAL
    ]
    return [{} if "Mapping" in str(each.annotation) else "word" for each in needed]
