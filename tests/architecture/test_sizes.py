"""Small enough to be read: files, functions, templates."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40
LINES_OF_A_TEMPLATE = 120


def _python() -> list[Path]:
    return [path for folder in ("app", "bench") for path in (ROOT / folder).rglob("*.py")]


def test_files_and_templates() -> None:
    limits = [(path, LINES_OF_A_FILE) for path in _python()]
    limits += [(path, LINES_OF_A_TEMPLATE) for path in (ROOT / "templates").rglob("*.html")]
    long = {
        str(p.relative_to(ROOT)): n for p, limit in limits if (n := len(p.read_text().splitlines())) > limit
    }
    assert long == {}


def test_functions() -> None:
    long = {}
    for path in _python():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LINES_OF_A_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}
