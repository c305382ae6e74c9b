"""Episodes (03-entities 4.3)."""
