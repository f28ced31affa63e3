"""Finding the organisation that a typed name means. Pure; the tree itself is in conversations.directory."""
