"""The studio itself (02-models 3.4)."""
