"""People, departments, studios and absences (02-models 3)."""
