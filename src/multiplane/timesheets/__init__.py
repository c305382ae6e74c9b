"""The time people spend on tasks, in minutes (04-tasks 4.11)."""
