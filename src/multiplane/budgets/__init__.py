"""Budgets of productions (02-models 4.8)."""
