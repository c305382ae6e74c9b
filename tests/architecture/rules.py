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

SQL_CALLS = ("text", "literal_column", "fetch", "fetchrow", "fetchval", "execute")

Finding = tuple[int, str]
Rule = Callable[[ast.AST], Iterator[Finding]]


def no_sql_by_formatting(tree: ast.AST) -> Iterator[Finding]:
    """SQL text is made of constants: no `%`, no `.format`, and no f-string of what a function is given.

    An f-string may join constants of the module, or look one up (`COLUMNS[kind]`).
    """
    for call, parameters in calls_with_parameters(tree, *SQL_CALLS):
        for argument in call.args[:1]:
            if isinstance(argument, ast.BinOp) or is_format_call(argument):
                yield argument.lineno, "SQL made by formatting"
            if isinstance(argument, ast.JoinedStr) and any(is_given(part, parameters) for part in argument.values):
                yield argument.lineno, "SQL made by an f-string of a parameter"


def no_membership_filter(tree: ast.AST) -> Iterator[Finding]:
    """`column.in_(values)` takes an argument per value and breaks at 65,535: use `among(column, values)`.

    A subquery and a few written-out constants are fine.
    """
    for call, parameters in calls_with_parameters(tree, "in_", "not_in", "notin_"):
        values = call.args[0] if call.args else None
        given = isinstance(values, ast.Name) and values.id in parameters
        if given or isinstance(values, ast.List | ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.Attribute):
            yield call.lineno, "use among(column, values)"


def no_naive_clock(tree: ast.AST) -> Iterator[Finding]:
    """`datetime.now()` without a zone is the machine's; `utcnow()` is gone."""
    for call in calls(tree, "now"):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(owner, ast.Name) and owner.id == "datetime" and not call.args and not call.keywords:
            yield call.lineno, "datetime.now() without a zone"
    for call in calls(tree, "utcnow", "utcfromtimestamp"):
        yield call.lineno, "a naive clock"


def no_second_definition(tree: ast.AST) -> Iterator[Finding]:
    """A constant of a module is given once: of two, the first is dead or the second a mistake."""
    seen: set[str] = set()
    for node in getattr(tree, "body", []):
        if isinstance(node, ast.Assign) and isinstance(name := node.targets[0], ast.Name) and name.id.isupper():
            if name.id in seen:
                yield node.lineno, f"{name.id} is defined before"
            seen.add(name.id)


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
        if isinstance(node, ast.Call) and called_name(node) in names:
            yield node


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def is_format_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def is_given(part: ast.expr, parameters: frozenset[str]) -> bool:
    """Whether a part of an f-string holds what the function was given, other than as the key of a constant."""
    if not isinstance(part, ast.FormattedValue):
        return False
    value = part.value
    if isinstance(value, ast.Subscript):
        value = value.value
    if isinstance(value, ast.Call):
        if isinstance(value.func, ast.Name) and value.func.id == "quoted":
            return False
        value = value.func
    return any(isinstance(node, ast.Name) and node.id in parameters for node in ast.walk(value))


def calls_with_parameters(tree: ast.AST, *names: str) -> Iterator[tuple[ast.Call, frozenset[str]]]:
    """Calls of these names, each with the parameters of the functions around it."""

    def visit(node: ast.AST, parameters: frozenset[str]) -> Iterator[tuple[ast.Call, frozenset[str]]]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = node.args
            parameters |= {entry.arg for entry in (*arguments.args, *arguments.kwonlyargs, *arguments.posonlyargs)}
        if isinstance(node, ast.Call) and called_name(node) in names:
            yield node, parameters
        for child in ast.iter_child_nodes(node):
            yield from visit(child, parameters)

    yield from visit(tree, frozenset())
