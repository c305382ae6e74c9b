"""What a studio sets up once: its vocabulary of departments, task types and statuses."""
