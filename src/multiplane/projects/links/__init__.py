"""What a production offers: its task types, statuses, asset types, automations, backgrounds (02-models 4.3)."""
