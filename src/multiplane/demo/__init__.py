"""A small production to look at, made through the API like any client would (`multiplane demo`)."""
