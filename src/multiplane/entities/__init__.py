"""Everything a studio makes: assets, shots, sequences, episodes, scenes, edits, concepts (03-entities)."""
