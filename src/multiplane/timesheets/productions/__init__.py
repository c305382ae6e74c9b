"""The time spent on a project, a task type, an entity."""
