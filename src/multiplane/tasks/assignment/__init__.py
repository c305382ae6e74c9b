"""Who does which task."""
