"""Match jobs as the tests of the API send and read them."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hashdb.services import match_turns
from tests.api.sample import Headers
from tests.services.world import World, value

NDJSON = "application/x-ndjson"
JOBS = "/v1/match-jobs"


def line(seed: object, **more: object) -> dict[str, object]:
    return {"signal_type": "pdq", "signal_value": value(seed), **more}


def body(*lines: Mapping[str, object] | bytes) -> bytes:
    return b"".join((each if isinstance(each, bytes) else orjson.dumps(each)) + b"\n" for each in lines)


def post(client: FlaskClient, headers: Headers, data: bytes, query: str = "", **more: str) -> TestResponse:
    return client.post(JOBS + query, data=data, content_type=NDJSON, headers={**headers, **more})


def done(client: FlaskClient, world: World, headers: Headers, data: bytes, query: str = "") -> str:
    """Return the address of a job that a worker has finished."""
    answer = post(client, headers, data, query)
    assert answer.status_code == 202, answer.get_data(as_text=True)
    work(world, answer.get_json()["id"])
    return answer.headers["Location"]


def work(world: World, job_id: str, *, over: bool = False) -> None:
    match_turns.take(world.store, world.matcher, job_id, is_over=lambda: over, now=world.now)


def lines_of(answer: TestResponse) -> list[dict[str, Any]]:
    assert answer.mimetype == NDJSON
    return [orjson.loads(each) for each in answer.data.splitlines()]
