"""The outside world: channels, HTTP, delivery, documents, wiring."""

VERSION = "0.1.0"  # of the program, as in pyproject.toml
