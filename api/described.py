"""A group of routes that is described when somebody asks for the description (`api.openapi`), not at the start.

Describing all routes takes half of the time that all imports take together, and nobody waits for it there.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask_openapi.blueprint import APIBlueprint
from flask_openapi.types import ParametersTuple
from flask_openapi.utils import parse_parameters


class Group(APIBlueprint):
    """Routes that are not described before `describe`."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - what the library takes
        super().__init__(*args, **options)
        self._undescribed: list[Callable[[], object]] = []

    def _collect_openapi_info(self, rule: str, func: Any, **stated: Any) -> ParametersTuple:  # noqa: ANN401
        self._undescribed.append(partial(super()._collect_openapi_info, rule, func, **stated))
        return parse_parameters(func, doc_ui=False)

    def describe(self) -> None:
        """Describe the routes that were added since it was last called."""
        while self._undescribed:
            self._undescribed.pop(0)()
