"""One service for all journeys, and for each of them its own members, keys and receiving platform."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.journeys.cast import Cast
from tests.journeys.photographs import photographs_of
from tests.journeys.receiver import Receiver, receiving
from tests.journeys.serving import Serving


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
