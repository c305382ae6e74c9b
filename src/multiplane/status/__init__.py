"""Health and public configuration (01-auth B.10)."""
