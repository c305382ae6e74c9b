"""Absences of people (02-models 3.5, 05-projects-people 2.9)."""
