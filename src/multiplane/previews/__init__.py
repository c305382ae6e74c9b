"""Preview files: what is published for review, and its pictures and movies (06-previews-playlists 2-7, 9)."""
