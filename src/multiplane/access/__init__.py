"""Who is asking, and what they may see and do. Source of every rule: 01-auth, part C."""
