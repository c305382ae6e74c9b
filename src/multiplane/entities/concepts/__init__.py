"""Concepts and their folders (03-entities 5.2, 5.3)."""
