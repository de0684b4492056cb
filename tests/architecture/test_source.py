"""The structure of the source: sizes, names, and who may commit."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import sqlalchemy as sa

from savings_app.config import ROOT
from savings_app.db import Base
from tests.architecture.modules import import_models

SOURCES = sorted((ROOT / "savings_app").rglob("*.py"))
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60
COMMITTING = {"commit", "rollback", "begin", "begin_nested"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "common", "manager", "misc"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_is_under_400_lines_and_a_function_under_60(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < MAX_MODULE_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 < MAX_FUNCTION_LINES, node.name


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_only_db_commits(path: Path) -> None:
    if name(path) == "savings_app/db.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in COMMITTING, f"line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_module_is_named_for_what_it_holds(path: Path) -> None:
    assert path.stem not in NAMES_THAT_SAY_NOTHING


def test_no_column_is_a_float() -> None:
    import_models()
    floats = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Float)
    ]
    assert floats == []


def test_relationships_are_never_loaded_by_surprise() -> None:
    import_models()
    lazy = [
        f"{mapper.class_.__name__}.{relation.key}: {relation.lazy}"
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
        if relation.lazy != "raise"
    ]
    assert lazy == []
