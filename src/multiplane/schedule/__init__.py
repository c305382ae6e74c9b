"""The schedule of a production: milestones, items, versions (02-models 4.6, 4.7)."""
