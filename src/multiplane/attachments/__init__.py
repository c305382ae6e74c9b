"""Files attached to comments, replies and chat messages (06-previews-playlists 8)."""
