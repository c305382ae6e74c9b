"""The team of a production and the roles on it (05-projects-people 2.2, 3.2)."""
