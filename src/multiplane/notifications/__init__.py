"""What people are told about (04-tasks 3.1, 4.9)."""
