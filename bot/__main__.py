"""`python -m bot`: the operator's door. Heavy parts are imported by the command that needs them."""

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
