"""The end of a production (02-models 4.1, 05-projects-people 3.1)."""
