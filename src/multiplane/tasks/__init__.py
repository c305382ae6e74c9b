"""Tasks: their types and statuses, who does them, and what becomes of them (04-tasks)."""
