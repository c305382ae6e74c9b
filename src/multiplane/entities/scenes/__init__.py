"""Scenes (03-entities 4.4)."""
