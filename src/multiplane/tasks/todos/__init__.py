"""The tasks of people: to do, done, and on an entity."""
