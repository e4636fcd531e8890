import pytest

from hashdb.index import compile_kernels


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """Compile before hypothesis looks at the clock."""
    compile_kernels()
