"""Everything the web client needs when it opens, in one answer (05-projects-people 3.11)."""
