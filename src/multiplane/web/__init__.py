"""What every route shares: JSON, errors, readers of bodies and queries, authentication, and the generic resource."""
