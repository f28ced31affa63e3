"""The outside world: channels, HTTP, delivery, documents, wiring."""
