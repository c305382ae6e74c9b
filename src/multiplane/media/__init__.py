"""Pictures and movies: pure functions on files, no database, no web (06-previews-playlists 3).

All of them block: call them in a thread or in a job. Paths come from the server, never from a client.
"""
