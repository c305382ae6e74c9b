"""Reading one task with all around it, and the tasks of a project or an entity."""
