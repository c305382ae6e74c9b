"""Castings as they are read: of one entity, or of a whole production at once (03-entities 6.1)."""
