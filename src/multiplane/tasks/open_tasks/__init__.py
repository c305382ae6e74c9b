"""The pool of tasks of open projects: pages, statistics, burndown."""
