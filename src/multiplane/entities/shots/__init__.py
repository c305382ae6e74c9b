"""Shots (03-entities 4.1)."""
