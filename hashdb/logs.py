"""How every process writes its log: one plain line per outcome on standard error.

    2026-11-23T09:30:00.123456Z info    worker-deliveries delivered delivery_id=dlv_01J... attempt=2 job_id=...

Ids only: never a hash value, a URL or a name. The libraries' own logging goes through the same format; those that
would write a line for every request or job are kept to warnings.
"""

import json
import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import EventDict, WrappedLogger

# Their information lines repeat what we log ourselves, with URLs (httpx) or arguments (rq) in them.
QUIET = ("httpx", "httpcore", "rq", "urllib3")

PLAIN = re.compile(r"[^\s\"=]+")


class _ProcessName:
    """Adds the name of the process to each line."""

    def __init__(self, process: str) -> None:
        self.process = process

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {"process": self.process, **event}


def _value(value: object) -> str:
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def render(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """Return the one line that stands for *event*; a traceback, where there is one, follows it."""
    event = dict(event)
    head = f"{event.pop('timestamp')} {event.pop('level'):<7} {event.pop('process')} {event.pop('event')}"
    traceback = event.pop("exception", "")
    line = " ".join([head, *(f"{key}={_value(value)}" for key, value in event.items())]).replace("\n", " ")
    return f"{line}\n{traceback}" if traceback else line


def configure(process: str, level: str = "info", stream: TextIO | None = None) -> None:
    """Send every log line of this process, named *process*, to *stream* (standard error)."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _ProcessName(process),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(foreign_pre_chain=shared, processors=[ProcessorFormatter.remove_processors_meta, render])
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=BoundLogger,
    )


def get_logger(name: str) -> BoundLogger:
    """Return the logger of the module *name*."""
    logger: BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def bind(**values: str) -> None:
    """Put *values* (request_id, job_id) on every line that this thread or task writes from now on."""
    structlog.contextvars.bind_contextvars(**values)


def unbind_all() -> None:
    """Forget what `bind` put on the lines: another request or job begins."""
    structlog.contextvars.clear_contextvars()
