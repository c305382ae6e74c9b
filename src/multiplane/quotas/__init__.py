"""Quotas: how much each person did, by day, week, month and year (03-entities 4.5)."""
