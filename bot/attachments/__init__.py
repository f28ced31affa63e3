"""Photos and papers that go with initiatives: taken in, kept, handed out, swept."""
