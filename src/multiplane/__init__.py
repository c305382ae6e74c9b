"""Multiplane: the server a studio runs its productions on."""
