"""Assets (03-entities 3)."""
