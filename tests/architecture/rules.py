"""The rules of the house that no off-the-shelf linter knows, as small functions on syntax trees.

Each yields (line, what is wrong). `test_rules.py` tries each on code that breaks it, and on the product.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "multiplane"
FOUNDATION = frozenset(
    {"access", "cli", "database", "jobs", "media", "models", "realtime", "settings", "storage", "web"}
)
DOMAINS = frozenset(path.name for path in SOURCE.iterdir() if path.is_dir()) - FOUNDATION

Finding = tuple[int, str]
Rule = Callable[[ast.AST], Iterator[Finding]]


def no_sql_by_formatting(tree: ast.AST) -> Iterator[Finding]:
    """SQL text is a constant: `text(f"...{value}")`, `%` and `.format` never make it.

    An f-string may join upper-case constants of the same module.
    """
    for call in calls(tree, "text", "literal_column", "fetch", "fetchrow", "fetchval", "execute"):
        for argument in call.args[:1]:
            if isinstance(argument, ast.BinOp) or is_format_call(argument):
                yield argument.lineno, "SQL made by formatting"
            if isinstance(argument, ast.JoinedStr) and not all(map(is_constant_part, argument.values)):
                yield argument.lineno, "SQL made by an f-string of a variable"


def no_membership_filter(tree: ast.AST) -> Iterator[Finding]:
    """`column.in_(values)` takes an argument per value and breaks at 65,535: use `among(column, values)`.

    A subquery and a few written-out constants are fine.
    """
    for call in calls(tree, "in_", "not_in", "notin_"):
        if not (call.args and isinstance(call.args[0], ast.Tuple | ast.Call)):
            yield call.lineno, "use among(column, values)"


def no_naive_clock(tree: ast.AST) -> Iterator[Finding]:
    """`datetime.now()` without a zone is the machine's; `utcnow()` is gone."""
    for call in calls(tree, "now"):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(owner, ast.Name) and owner.id == "datetime" and not call.args and not call.keywords:
            yield call.lineno, "datetime.now() without a zone"
    for call in calls(tree, "utcnow", "utcfromtimestamp"):
        yield call.lineno, "a naive clock"


def no_commit(tree: ast.AST) -> Iterator[Finding]:
    """Only `database.session` ends transactions."""
    for call in calls(tree, "commit", "rollback"):
        yield call.lineno, "a service never ends the transaction"


def no_sql_text(tree: ast.AST) -> Iterator[Finding]:
    """SQL text lives in `queries.py` (or a file named for its query), not in routes and services."""
    for call in calls(tree, "text"):
        if isinstance(call.func, ast.Name):
            yield call.lineno, "SQL text belongs in queries.py"


def foreign_internals(tree: ast.AST, domain: str) -> Iterator[Finding]:
    """A domain may call another domain's service, never its routes or queries."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("multiplane."):
            continue
        names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            parts = name.split(".")
            if len(parts) > 2 and parts[1] != domain and parts[1] in DOMAINS and parts[-1] in ("routes", "queries"):
                yield node.lineno, f"{name} belongs to another domain"


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of a function or method with one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in names:
                yield node


def is_format_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def is_constant_part(part: ast.expr) -> bool:
    """Plain text, or `{A_CONSTANT}`, or `{quoted(...)}` of one of our own names."""
    if isinstance(part, ast.Constant):
        return True
    value = part.value if isinstance(part, ast.FormattedValue) else part
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id == "quoted"
    return isinstance(value, ast.Name) and value.id.isupper()
