"""Pictures taken out of stored movies on request (06-previews-playlists 6.4)."""
