"""The tasks of one entity, or of what lies below it, and the types these tasks have."""
