"""Edits (03-entities 5.1)."""
