"""`python -m bot`: the operator's door. Heavy parts are imported by the command that needs them."""

import gc
import sys

from bot.serving import begin_anew

if __name__ == "__main__" and sys.argv[1:] == ["run"]:
    begin_anew()

# Nearly all that is made while the program loads stays for good, two hundred thousand objects and with the tree of a
# country a million: each look through it is a twentieth of a start, and finds nothing.
gc.set_threshold(1_000_000, 20, 20)

from bot.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
