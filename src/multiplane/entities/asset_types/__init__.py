"""Asset types (03-entities 3)."""
