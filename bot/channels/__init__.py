"""The platforms people write from; nothing outside this package knows one of them by name."""
