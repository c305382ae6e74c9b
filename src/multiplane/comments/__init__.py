"""Comments: what people say about tasks, and how tasks change by it (04-tasks 1.6, 2, 4.4)."""
