"""Software and machines of the studio (02-models 3.7)."""
