"""Playlists: ordered previews to review together (06-previews-playlists 10, 11)."""
