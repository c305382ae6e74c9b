"""A description of a database's tables as PostgreSQL's own catalogue gives it."""

from typing import Any

import psycopg
from psycopg.rows import dict_row

Description = dict[str, Any]

COLUMNS = """
SELECT c.relname AS table_name, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       NOT a.attnotnull AS nullable, pg_get_expr(d.adbin, d.adrelid) AS "default",
       information_schema._pg_char_max_length(a.atttypid, a.atttypmod) AS length
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = %s::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum
"""
CONSTRAINTS = """
SELECT c.relname AS table_name, k.conname AS name, k.contype::text AS kind,
       pg_get_constraintdef(k.oid) AS definition,
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i) AS columns,
       f.relname AS ref_table,
       ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, i)
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i) AS ref_columns,
       k.confdeltype::text AS on_delete, k.confupdtype::text AS on_update
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_class f ON f.oid = k.confrelid
WHERE c.relnamespace = %s::regnamespace AND k.contype IN ('p', 'u', 'f', 'c')
ORDER BY k.conname
"""
INDEXES = """
SELECT c.relname AS table_name, i.relname AS name, x.indisunique AS unique,
       pg_get_indexdef(i.oid) AS definition,
       pg_get_expr(x.indpred, x.indrelid) AS "where",
       ARRAY(SELECT pg_get_indexdef(i.oid, n, true) FROM generate_series(1, x.indnatts) n) AS columns
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class c ON c.oid = x.indrelid
WHERE c.relnamespace = %s::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.oid
      AND k.contype IN ('p', 'u'))
ORDER BY i.relname
"""
ENUMS = """
SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS labels
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
WHERE t.typnamespace = %s::regnamespace GROUP BY 1
"""
ACTIONS = {"a": "NO ACTION", "c": "CASCADE", "n": "SET NULL"}


def describe(dsn: str, schema: str = "public") -> Description:
    """Every table of the schema: columns in their order, keys, checks and indexes, in the shape of
    kitsu_schema.json."""
    with psycopg.connect(dsn, row_factory=dict_row) as connection:
        tables: Description = {}
        for row in connection.execute(COLUMNS, [schema]):
            table, name = tables.setdefault(row.pop("table_name"), _empty_table()), row.pop("name")
            table["columns"][name] = {key: row[key] for key in row if key != "length" or row[key] is not None}
        for row in connection.execute(CONSTRAINTS, [schema]):
            _add_constraint(tables[row["table_name"]], row)
        for row in connection.execute(INDEXES, [schema]):
            table = tables[row.pop("table_name")]
            table["indexes"].append({key: value for key, value in row.items() if value is not None})
    return tables


def enum_types(dsn: str, schema: str = "public") -> dict[str, list[str]]:
    """The enum types of the schema and their labels."""
    with psycopg.connect(dsn) as connection:
        return dict(connection.execute(ENUMS, [schema]).fetchall())


def _empty_table() -> Description:
    return {"columns": {}, "primary_key": None, "unique": [], "foreign_keys": [], "checks": [], "indexes": []}


def _add_constraint(table: Description, row: Description) -> None:
    named = {"name": row["name"], "columns": row["columns"]}
    if row["kind"] == "p":
        table["primary_key"] = named
    elif row["kind"] == "u":
        table["unique"].append(named)
    elif row["kind"] == "c":
        table["checks"].append({"name": row["name"], "definition": row["definition"]})
    else:
        references = {"ref_table": row["ref_table"], "ref_columns": row["ref_columns"]}
        actions = {"on_delete": ACTIONS[row["on_delete"]], "on_update": ACTIONS[row["on_update"]]}
        table["foreign_keys"].append(named | references | actions)
