"""Downloads of previews (06-previews-playlists 5, 6.5)."""
