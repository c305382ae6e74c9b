"""The news feed: one entry for each comment and what it publishes (04-tasks 3.3, 4.8)."""
