"""PostgreSQL: the embedded server, migrations, sessions and the change feed."""
