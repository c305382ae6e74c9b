"""Statuses that follow from other statuses."""
