"""The generic resource: about fifty tables have the same five operations (00-conventions 7, 02-models 1).

Each table is a declaration, a subclass of `Resource` in its domain's `resources.py`: table, path, who reads and who
writes, protected fields, hooks before and after. `operations.py` does the work for all of them; what is special to
a table is a hook beside its domain, never a branch here.
"""
