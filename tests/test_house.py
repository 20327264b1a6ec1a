"""The house rules that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "console", "models", "nlp", "locales")
CODE = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
LONGEST_FILE, LONGEST_FUNCTION, P95, MEDIAN = 300, 50, 30, 8


def functions() -> list[tuple[str, int]]:
    """Returns every function with its number of lines."""
    found = []
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or 0) - node.lineno + 1
                found.append((f"{path.name}:{node.name}", size))
    return found


def imports(path: Path) -> set[str]:
    """Returns the top names of what a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").split(".")[0])
    return names


def test_functions_and_files_are_short() -> None:
    sizes = sorted(size for _, size in functions())
    assert sizes[len(sizes) // 2] <= MEDIAN
    assert sizes[int(len(sizes) * 0.95)] <= P95
    assert [name for name, size in functions() if size > LONGEST_FUNCTION] == []
    long = [p.name for p in CODE if len(p.read_text().splitlines()) > LONGEST_FILE]
    assert long == []


def test_only_one_file_speaks_line() -> None:
    assert [path.name for path in CODE if "linebot" in imports(path)] == ["line.py"]


def test_the_environment_is_read_in_one_place() -> None:
    reading = re.compile(r"os\.environ|os\.getenv")
    allowed = {"settings.py", "demo.py", "commands.py"}  # demo hands it on; a password is prompted
    found = {path.name for path in CODE if reading.search(path.read_text(encoding="utf-8"))}
    assert found <= allowed


@pytest.mark.parametrize("room", ["handlers", "console", "models"])
def test_only_the_edges_commit(room: str) -> None:
    committing = re.compile(r"\bsession(\(\))?\.commit\(")
    found = [p.name for p in (ROOT / room).rglob("*.py") if committing.search(p.read_text("utf-8"))]
    assert found == []


def test_the_web_process_carries_neither_the_line_sdk_nor_the_model() -> None:
    probe = (
        "import sys, bot.app; "
        "print([m for m in ('linebot', 'pythainlp', 'sklearn', 'numpy') if m in sys.modules])"
    )
    seen = subprocess.run(
        [str(ROOT / ".venv/bin/python"), "-c", probe],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert seen.stdout.strip() == "[]"
