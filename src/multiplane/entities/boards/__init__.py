"""Boards: the entities of a production with all their tasks, the pages a studio has open all day (03-entities 1.13).

    fields.py    what a row is made of: each key and the SQL that gives it
    queries.py   the statement of a board: rows as JSON text, made by PostgreSQL
    scope.py     which rows: the filters of the query string, and the rights they ask for
    validators.py  the tag that changes when the board does
    service.py   the four forms of the answer, sent as the rows come

PostgreSQL writes the JSON and the process only passes bytes on, so a board costs no time per row here and the same
memory whatever its size.
"""
