"""`python -m bot`: the operator's door. Heavy parts are imported by the command that needs them."""

import gc
import sys

# Nearly all that is made while the program loads stays for good: to look through it repeatedly is a tenth of a start.
gc.set_threshold(100_000, 20, 20)

from bot.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
