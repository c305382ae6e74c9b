"""The rules hold in the product, and each catches what it is for."""

import ast
import sys
from importlib import import_module
from pathlib import Path

import pytest

from multiplane.routes import ROUTES
from tests.architecture import rules

SOURCE = rules.SOURCE
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)

BREAKS = {
    rules.no_sql_by_formatting: "def find(name): return text(f'SELECT {name}')",
    rules.no_membership_filter: "def find(ids): return Task.id.in_(ids)",
    rules.no_naive_clock: "datetime.now()",
    rules.no_commit: "await session.commit()",
    rules.no_second_definition: "FIRST = 1\nFIRST = 2",
    rules.no_sql_text: "prepare(text('SELECT 1'))",
}
ALLOWED = {
    rules.no_sql_by_formatting: "def find(kind): return text(f'SELECT {COLUMNS[kind]}')",
    rules.no_membership_filter: "among(Task.id, ids)",
    rules.no_naive_clock: "datetime.now(UTC)",
    rules.no_commit: "await session.run(statement)",
    rules.no_second_definition: "FIRST = 1\nSECOND = FIRST",
    rules.no_sql_text: "query.text(request, 'name')",
}


@pytest.mark.parametrize("rule", BREAKS, ids=lambda rule: rule.__name__)
def test_a_rule_catches_what_it_is_for(rule: rules.Rule) -> None:
    assert list(rule(ast.parse(BREAKS[rule])))
    assert not list(rule(ast.parse(ALLOWED[rule])))


def applies(rule: rules.Rule, path: Path) -> bool:
    """Commit and rollback belong to the database package; SQL text to the files of queries."""
    if rule is rules.no_commit:
        return "database" not in path.parts
    if rule is rules.no_sql_text:
        return path.name in ("routes.py", "service.py", "schemas.py", "policy.py", "resources.py")
    return True


@pytest.mark.parametrize("rule", BREAKS, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule: rules.Rule) -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line} {problem}"
        for path in FILES
        if applies(rule, path)
        for line, problem in rule(ast.parse(path.read_text()))
    ]
    assert found == []


def test_a_domain_keeps_its_routes_and_queries_to_itself() -> None:
    tree = ast.parse("from multiplane.auth import queries")
    assert list(rules.foreign_internals(tree, "people"))
    assert not list(rules.foreign_internals(tree, "auth"))
    found = [
        f"{path.relative_to(SOURCE)}:{line} {problem}"
        for path in FILES
        if path.relative_to(SOURCE).parts[0] in rules.DOMAINS
        for line, problem in rules.foreign_internals(ast.parse(path.read_text()), path.relative_to(SOURCE).parts[0])
    ]
    assert found == []


def test_every_operation_declares_who_may_call_it() -> None:
    undeclared = [str(route.fn) for route in ROUTES if route.opt.get("access") is None]
    assert undeclared == []


def test_every_background_job_is_known_to_the_worker() -> None:
    import_module("multiplane.background")
    modules = {
        "multiplane." + ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for path in FILES
        if path.name == "jobs.py"
    }
    assert modules - set(sys.modules) == set()


def test_no_two_operations_share_a_path() -> None:
    seen: set[tuple[str, str]] = set()
    for route in ROUTES:
        for path in route.paths:
            for method in route.http_methods:
                assert (method, path) not in seen, f"{method} {path} is declared twice"
                seen.add((method, path))


@pytest.mark.parametrize("most", [500])
def test_no_file_is_longer_than_it_should_be(most: int) -> None:
    long = {str(path.relative_to(SOURCE)): len(path.read_text().splitlines()) for path in FILES}
    assert {name: lines for name, lines in long.items() if lines > most} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > 80
    ]
    assert long == []
