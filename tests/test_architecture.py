"""What the architecture promises and no import contract can see."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "checklist"
SOURCES = sorted(PACKAGE.rglob("*.py"))


def test_sizes() -> None:
    """No file is longer than 400 lines and no function longer than 50 statements' lines."""
    long_files = [f"{p}: {n}" for p in SOURCES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400]
    assert not long_files
    long_functions = [
        f"{path}:{node.lineno} {node.name} {node.end_lineno - node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno > 80
    ]
    assert not long_functions


def test_module_docstrings() -> None:
    """Every module says what it is."""
    bare = [p for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8"))) and p.stat().st_size]
    assert not bare


def test_command_line_imports_no_qt() -> None:
    """UX-27 the command line works without Qt being imported."""
    code = (
        "import sys; from checklist.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "main(['doctor'])\n"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_formats_live_in_one_place() -> None:
    """UX-24 numbers, dates and times are formatted in one module only."""
    pattern = re.compile(r"strftime\(|%\.\d+f|:\.\d+f[}\"]")
    found = [
        f"{path.name}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if path.parent.name == "ui" and path.name != "formats.py" and pattern.search(line)
    ]
    assert not found


def test_nothing_says_certified() -> None:
    """The program claims no certificate and no compliance."""
    files = [*SOURCES, *ROOT.glob("*.md"), *(ROOT / "resources").rglob("*.toml"), *(ROOT / "resources").rglob("*.py")]
    found = [
        f"{path.name}: {line.strip()}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(certified|compliant|HIPAA[- ]ready)\b", line, re.IGNORECASE) and "certificate" not in line
    ]
    assert not found
