"""Casting links one by one (03-entities 6.3)."""
