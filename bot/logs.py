"""Structured logs, one JSON object a line. They hold ids, keys and codes, never what people wrote and never a token."""

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog

_NOISY = ("aiohttp.access", "aiosqlite", "httpx", "telegram", "fontTools", "matplotlib", "PIL")  # some quote values


class _Unfailing:
    """A stream for log lines. On a full disk a line is lost; whoever logs must not fail for that."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        """Write if it can be done."""
        with suppress(OSError, ValueError):
            self._stream.write(text)

    def flush(self) -> None:
        """Likewise."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def configure(level: str) -> None:
    """Send the program's own and the libraries' messages to standard error as JSON."""
    stream = cast(TextIO, _Unfailing(sys.stderr))
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(stream),  # a line in one write: threads log too
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    foreign = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, _without_trace],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler.setFormatter(foreign)
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _without_trace(logger: object, name: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """A library's traceback may quote values, and so may asyncio's second line: keep the exception's type alone."""
    event["event"] = str(event["event"]).partition("\n")[0]
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        event["error"] = info[0].__name__
    return event
