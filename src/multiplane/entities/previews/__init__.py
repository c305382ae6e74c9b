"""The previews and versions of one entity."""
