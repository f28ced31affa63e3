"""The interpreter that serves: without docstrings and assertions, and with one heap of the C library (decision 0045).

Its byte code is of another kind than pip and Python keep, and lies in a folder of its own, which `.ci/setup` makes. A
service may neither write there nor beside Python's own modules: to compile all of it at each start would cost more than
it saves, so without the folder everything stays as it is.
"""

import os
import sys
from contextlib import suppress

BYTE_CODE = f"{sys.prefix}/bytecode"
MADE_BY = "made-by"  # a file there: the version of the interpreter, whose modules an update of the system changes


def flags() -> tuple[str, ...]:
    """What such an interpreter is started with; nothing if none can be."""
    return ("-OO", "-X", f"pycache_prefix={BYTE_CODE}") if _is_ours() else ()


def _is_ours() -> bool:
    try:
        with open(f"{BYTE_CODE}/{MADE_BY}", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is not loaded yet
            return file.read() == sys.version
    except OSError:
        return False


def begin_anew() -> None:
    """Go on in one, in this process: its id, environment and streams stay. Returns where that is not to be.

    Whoever chose by `python -O` or PYTHONOPTIMIZE, which may be 0, keeps what was chosen.
    """
    chosen = sys.flags.optimize or "PYTHONOPTIMIZE" in os.environ
    if not chosen and (wanted := flags()):
        os.environ.setdefault("MALLOC_ARENA_MAX", "1")  # threads take turns anyhow, at the lock of the interpreter
        # There are none, and to find that out it reads what every installed package says of itself.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        with suppress(OSError):  # forbidden: then as it is
            os.execv(sys.executable, [sys.executable, *wanted, *sys.orig_argv[1:]])  # noqa: S606 - itself, and no shell
