"""The tasks that wait for somebody's approval."""
