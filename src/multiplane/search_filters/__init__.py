"""Saved searches and their groups (02-models 7.5)."""
