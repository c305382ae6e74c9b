"""Links and calls offered on selected entities."""
