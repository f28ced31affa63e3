"""Structured logs, one JSON object a line. They hold ids, keys and codes, never what people wrote and never a token."""

import logging
import sys

import structlog

_NOISY = ("aiohttp.access", "aiosqlite", "httpx", "telegram", "fontTools", "matplotlib", "PIL")  # some quote values


def configure(level: str) -> None:
    """Send the program's own and the libraries' messages to standard error as JSON."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),  # a line in one write: threads log too
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
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
