"""Numbered copies of assets, placed in scenes or inside other assets (03-entities 1.7, 6.4)."""
