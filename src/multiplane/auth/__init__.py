"""Signing in and out (01-auth, part B)."""
