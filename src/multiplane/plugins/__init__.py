"""The registry of installed plugins (02-models 9.1)."""
