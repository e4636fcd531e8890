"""How every process writes its log: one plain line per outcome on standard error.

    2026-11-23T09:30:00.123456Z info    worker-deliveries delivered delivery_id=dlv_01J... attempt=2 job_id=...

Ids only: never a hash value, a URL or a name. The libraries' own logging goes through the same format; those that
would write a line for every request or job are kept to warnings. structlog, which brings rich, takes a third of a
second to import: it comes with `configure` or the first line, so that a command which only starts others goes without.
"""

import json
import logging
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

# Their information lines repeat what we log ourselves, with URLs (httpx) or arguments (rq) in them.
QUIET = ("httpx", "httpcore", "rq", "urllib3")

PLAIN = re.compile(r"[^\s\"=]+")


def _value(value: object) -> str:
    return str(value) if isinstance(value, (int, float)) else _word(str(value))


@lru_cache(maxsize=1024)
def _word(text: str) -> str:
    """Return a text as it stands in a line; most lines of a process tell of the same routes and keys."""
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


class _Line:
    """Turns an event into its line; a traceback, where there is one, follows it."""

    def __init__(self, process: str) -> None:
        self._process = process

    def __call__(self, _logger: "WrappedLogger", level: str, event: "EventDict") -> str:
        moment = datetime.now(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
        words = [f"{moment}Z {level:<7} {self._process} {event.pop('event')}"]
        traceback = event.pop("exception", "")
        words += [f"{key}={_value(value)}" for key, value in event.items()]
        line = " ".join(words).replace("\n", " ")
        return f"{line}\n{traceback}" if traceback else line


def configure(process: str, level: str = "info", stream: TextIO | None = None) -> None:
    """Send every log line of this process, named *process*, to *stream* (standard error)."""
    import structlog  # noqa: PLC0415 - see above

    stream = stream or sys.stderr
    line, writer = _Line(process), structlog.WriteLogger(stream)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.format_exc_info,
    ]
    formatter = structlog.stdlib.ProcessorFormatter
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(foreign_pre_chain=shared, processors=[formatter.remove_processors_meta, line]))
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, line],
        logger_factory=lambda *_: writer,
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


class _Logger:
    """Stands for a module's logger until its first line."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _logger(self) -> "FilteringBoundLogger":
        import structlog  # noqa: PLC0415 - see above

        logger: FilteringBoundLogger = structlog.get_logger(self._name)
        return logger

    def __getattr__(self, level: str) -> Callable[..., None]:
        write: Callable[..., None] = getattr(self._logger, level)
        return write


def get_logger(name: str) -> "FilteringBoundLogger":
    """Return the logger of the module *name*."""
    return cast("FilteringBoundLogger", _Logger(name))


def bind(**values: str) -> None:
    """Put *values* (request_id, job_id) on every line that this thread or task writes from now on."""
    from structlog.contextvars import bind_contextvars  # noqa: PLC0415 - see above

    bind_contextvars(**values)


def unbind_all() -> None:
    """Forget what `bind` put on the lines: another request or job begins."""
    from structlog.contextvars import clear_contextvars  # noqa: PLC0415 - see above

    clear_contextvars()
