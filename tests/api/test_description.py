"""The OpenAPI document keeps its word: whatever is sent, answers have a status and a form that it describes."""

from collections.abc import Sequence
from typing import Any

import orjson
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from api.app import create_app
from api.context import Surroundings
from api.ndjson import NDJSON
from hashdb.roles import Role
from tests.api.sample import KeyFor

PROMISES = [not_a_server_error, status_code_conformance, response_schema_conformance]
ROLES = (Role.PLATFORM_SUBMITTER, Role.PLATFORM_MATCHER, Role.PLATFORM_ADMIN, Role.SENIOR_REVIEWER, Role.ADMIN)


@schemathesis.serializer(NDJSON)
def _as_one_line(_context: object, document: object) -> bytes:
    """Write the document that the description has for a line."""
    return orjson.dumps(document) + b"\n"


def test_every_answer_is_one_that_the_description_knows(surroundings: Surroundings, key_for: KeyFor) -> None:
    surroundings.matcher.catch_up()
    description = schemathesis.openapi.from_wsgi("/openapi.json", create_app(surroundings))
    keys = [key_for(role) for role in ROLES]
    operations = [found.ok() for found in description.get_all_operations() if isinstance(found, Ok)]
    asked = [_ask(operation, keys) for operation in operations]

    assert len(asked) >= 40


def _ask(operation: APIOperation[Any, Any, Any, Any], keys: Sequence[str]) -> str:
    """Send a few requests of the operation with each key, as its description allows, and hold the answers to it."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=3,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        for key in keys:
            case.call_and_validate(headers={"Authorization": key}, checks=PROMISES)

    ask()
    return operation.label
