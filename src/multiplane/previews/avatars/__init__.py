"""Avatars of persons, productions and of the studio (06-previews-playlists 9.1)."""
