"""What of the studio only administrators see."""

ADMIN_ONLY = frozenset({"chat_token_slack", "chat_webhook_mattermost", "chat_token_discord"})
"""Secrets of the chat integrations (02-models 3.4)."""
