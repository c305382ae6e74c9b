"""Following a task, or a task type of a sequence."""
