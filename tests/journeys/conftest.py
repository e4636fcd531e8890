"""One service for all journeys, and for each of them its own members, keys and receiving platform."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import redis

from tests.journeys.cast import Cast
from tests.journeys.photographs import photographs_of
from tests.journeys.receiver import Receiver, receiving
from tests.journeys.serving import Serving
from tests.journeys.stage import Stage, on_stage


@pytest.fixture(scope="session")
def serving() -> Iterator[Serving]:
    with TemporaryDirectory(prefix="hashdb-") as folder:
        serving = Serving(Path(folder))
        yield serving
        serving.stop()


@pytest.fixture
def cast(serving: Serving) -> Iterator[Cast]:
    with ExitStack() as stack:
        yield Cast(serving, stack)


@pytest.fixture
def stage(redis_client: redis.Redis, redis_url: str, tmp_path: Path) -> Iterator[Stage]:
    """The service with a clock that the test sets, on an empty database."""
    redis_client.ping()
    with on_stage(redis_url, tmp_path) as stage:
        yield stage


@pytest.fixture
def players(stage: Stage) -> Iterator[Cast]:
    """The members and people of a journey on the stage."""
    with ExitStack() as stack:
        yield Cast(stage, stack)


@pytest.fixture
def photograph(request: pytest.FixtureRequest) -> Path:
    """The file of the photograph that is this journey's alone."""
    return photographs_of(request.path.stem)[0]


@pytest.fixture
def other_photograph(request: pytest.FixtureRequest) -> Path:
    """The file of the second photograph of a journey that has two."""
    return photographs_of(request.path.stem)[1]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver
