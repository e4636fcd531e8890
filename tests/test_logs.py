"""The log is one plain line for each outcome, whoever writes it."""

import io
import logging
import re
from collections.abc import Iterator

import pytest

from hashdb import logs

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.unbind_all()  # what another test has left
    logs.configure("worker-deliveries", "info", stream)
    yield stream
    logs.unbind_all()
    logs.configure("tests", "warning")


def test_a_line_has_time_level_process_event_and_values(written: io.StringIO) -> None:
    logs.get_logger("x").info("delivered", delivery_id="dlv_1", attempt=2, reason="no answer")

    assert re.fullmatch(
        rf'{TIME} info    worker-deliveries delivered delivery_id=dlv_1 attempt=2 reason="no answer"\n',
        written.getvalue(),
    )


def test_what_is_bound_stands_on_every_line(written: io.StringIO) -> None:
    logs.bind(request_id="req_1")
    logs.get_logger("x").info("first")
    logs.unbind_all()
    logs.get_logger("x").info("second")
    first, second = written.getvalue().splitlines()

    assert first.endswith("first request_id=req_1")
    assert second.endswith("second")


def test_the_libraries_write_the_same_line(written: io.StringIO) -> None:
    logging.getLogger("some.library").warning("lost %s", "a connection")

    assert re.fullmatch(rf"{TIME} warning worker-deliveries lost a connection\n", written.getvalue())


def test_a_line_for_every_request_of_the_http_client_is_left_out(written: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET https://platform.example/secret")

    assert written.getvalue() == ""


def test_below_the_level_nothing_is_written(written: io.StringIO) -> None:
    logs.get_logger("x").debug("noise")

    assert written.getvalue() == ""


def test_a_value_cannot_forge_a_second_line(written: io.StringIO) -> None:
    logs.get_logger("x").info("seen", value="a\n2026-01-01T00:00:00Z error forged")

    assert written.getvalue().count("\n") == 1


def test_a_traceback_follows_its_line(written: io.StringIO) -> None:
    def fail() -> None:
        raise RuntimeError("broken")

    try:
        fail()
    except RuntimeError:
        logs.get_logger("x").exception("failed")

    assert " error   worker-deliveries failed\nTraceback" in written.getvalue()
    assert written.getvalue().endswith("RuntimeError: broken\n")
