"""The log of events (00-conventions 14)."""
