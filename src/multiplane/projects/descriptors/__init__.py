"""Metadata descriptors: the columns a production adds to its entities and tasks (05-projects-people 2.4, 3.5)."""
