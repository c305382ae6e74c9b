"""Who plays where: assets cast in shots, episodes and other assets, and their numbered instances (03-entities 6)."""
