"""What positions are paid, department by department (02-models 3.6)."""
