"""Working and output files and what describes them (02-models 8.4)."""
