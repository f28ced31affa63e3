"""`python -m bot`: the operator's door. Heavy parts are imported by the command that needs them."""

import gc
import os
import sys
from importlib.util import cache_from_source, find_spec

# What serves goes on without docstrings and assertions, if its packages are compiled for that (to do it at each start
# would cost more than it saves), and with one heap of the C library: threads take turns anyhow. Of 108 MB both save 7;
# see decision 0045.
if __name__ == "__main__" and sys.argv[1:] == ["run"] and sys.flags.optimize < 2:
    package = find_spec("sqlalchemy")
    if package and package.origin and os.access(cache_from_source(package.origin, optimization=2), os.R_OK):
        os.environ.setdefault("MALLOC_ARENA_MAX", "1")
        os.execv(sys.executable, [sys.executable, "-OO", *sys.orig_argv[1:]])  # noqa: S606 - itself, and no shell

# Nearly all that is made while the program loads stays for good, two hundred thousand objects and with the tree of a
# country a million: each look through it is a twentieth of a start, and finds nothing.
gc.set_threshold(1_000_000, 20, 20)

from bot.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
