"""Productions: their settings, team, metadata, templates, and their end (02-models 4, 05-projects-people)."""
