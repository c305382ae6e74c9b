"""Making tasks for entities."""
