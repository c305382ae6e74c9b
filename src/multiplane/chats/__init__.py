"""Chats: one per entity, for everybody who sees it (04-tasks 4.10)."""
