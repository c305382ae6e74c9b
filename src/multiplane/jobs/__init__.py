"""Background work: a queue in the same PostgreSQL, filled in the transaction that needs the work done."""
