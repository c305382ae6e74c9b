"""The states of tasks."""
