"""Machines of real processes, stopped at the end of each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hashdb.index import compile_kernels
from tests.processes.machine import Machine, free_port


@pytest.fixture(scope="session")
def compiled() -> None:
    """Compile the kernels of the index before anybody's patience ends."""
    compile_kernels()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    made: list[Machine] = []

    def make(data: Path | None = None, port: int | None = None, **environment: str) -> Machine:
        made.append(Machine(data=data or tmp_path / "var", port=port or free_port(), environment=environment))
        return made[-1]

    yield make
    for machine in made:
        if hasattr(machine, "process") and machine.process.poll() is None:
            machine.process.terminate()
            machine.wait()


@pytest.fixture
def machine(machines: Callable[..., Machine]) -> Machine:
    return machines()
