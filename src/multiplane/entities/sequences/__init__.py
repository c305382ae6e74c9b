"""Sequences (03-entities 4.2)."""
