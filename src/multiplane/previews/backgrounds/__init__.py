"""Environments of the 3D viewer (06-previews-playlists 9.2)."""
