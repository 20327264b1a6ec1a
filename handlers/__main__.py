"""python -m handlers: draw each flow as a Mermaid diagram, from the code, into docs/flows.md.

A step leads to another where it, or a function that it uses, names it. What works everywhere
(danger, words such as ยกเลิก, standing buttons) is listed once and left out of the diagrams.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from handlers import dispatch, obeying, standing  # noqa: F401 dispatch makes all steps known
from handlers.flow import STEPS, key_of
from handlers.intake import ORDER, QUESTIONS

HERE = Path(__file__).parent
OUT = HERE.parent / "docs" / "flows.md"
EVERYWHERE = frozenset({"dispatch", "obeying", "standing", "again", "flow"})
HEAD = """# Flows

Drawn from the code by `python -m handlers`; a test holds this page against it. A box is a step: a
function that hears the person next. An arrow means that the step may lead to the other; "question"
is the next thing that is missing in the case; "rest" is the end, where the bot listens
(handlers/listen.py). Steps may repeat themselves.
"""
ASKS_ON = frozenset({"intake.go_on", "intake.hear", "intake.put", "intake.back"})
"""Functions that go on with whatever is missing: see "The questions of a case"."""
Names = dict[str, set[str]]


def _modules() -> dict[str, ast.Module]:
    files = sorted(HERE.glob("*.py"))
    trees = {file.stem: ast.parse(file.read_text(encoding="utf-8")) for file in files}
    return {name: tree for name, tree in trees.items() if name not in ("__main__", *EVERYWHERE)}


def _used() -> Names:
    """Returns for each function, as file.name, the functions that it names, and "rest"."""
    trees = _modules()
    known = {
        f"{module}.{each.name}"
        for module, tree in trees.items()
        for each in tree.body
        if isinstance(each, ast.FunctionDef)
    }
    return {
        f"{module}.{function.name}": set(_named(module, function, known, _imported(tree)))
        for module, tree in trees.items()
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
    }


def _imported(tree: ast.Module) -> dict[str, str]:
    """Returns what local names stand for: functions as file.name, files as file."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("handlers"):
            prefix = (node.module or "").removeprefix("handlers").lstrip(".")
            for name in node.names:
                found[name.asname or name.name] = f"{prefix}.{name.name}".lstrip(".")
    return found


def _named(
    module: str, function: ast.FunctionDef, known: set[str], imported: dict[str, str]
) -> Iterator[str]:
    own = {argument.arg for argument in function.args.args}
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and _is_none(node.value):
            yield "rest"
        if isinstance(node, ast.Name) and node.id in own:
            continue  # a thing that is called like a step
        for name in _names(node, module, imported):
            if name in ASKS_ON:
                yield "question"
            elif name in known:
                yield name


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _names(node: ast.AST, module: str, imported: dict[str, str]) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (f"{module}.{node.id}", imported.get(node.id, ""))
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return (f"{imported.get(node.value.id, node.value.id)}.{node.attr}",)
    return ()


def _next_steps(step: str, used: Names) -> list[str]:
    """Returns the steps that are reached without passing another."""
    seen: set[str] = set()
    found: set[str] = set()
    ahead = [step]
    while ahead:
        for name in used.get(ahead.pop(), set()) - seen:
            seen.add(name)
            if name in STEPS or name in ("rest", "question"):
                found.add(name)
            else:
                ahead.append(name)
    return sorted(found - {step})


def _diagram(title: str, steps: list[str], used: Names) -> str:
    lines = [f"    {step.replace('.', '_')}[{step}]" for step in steps]
    for step in steps:
        lines += [
            f"    {step.replace('.', '_')} --> {after.replace('.', '_')}"
            for after in _next_steps(step, used)
        ]
    return "\n".join([f"## {title}", "", "```mermaid", "flowchart LR", *lines, "```", ""])


def _questions() -> str:
    """Draw the questions of a case in their order: each is asked only if it is not answered."""
    keys = [key_of(QUESTIONS[key].step) for key in ORDER]
    chain = " --> ".join(f"{key.replace('.', '_')}[{key}]" for key in [*keys, "summary.check"])
    return "\n".join(
        ["## The questions of a case", "", "```mermaid", "flowchart LR",
         f"    question([question]) --> {chain}", "    summary_check --> rest", "```", ""]
    )  # fmt: skip


def page() -> str:
    """Returns the whole page."""
    used = _used()
    by_file: dict[str, list[str]] = {}
    for key in sorted(STEPS):
        by_file.setdefault(key.partition(".")[0], []).append(key)
    words = ", ".join(sorted(filter(None, obeying.WISHES)))
    verbs = [f"{verb}:…" for verb in (*standing.WITH_WORD, *standing.ON_CASES)]
    everywhere = "\n".join(
        ["Heard at every step:", "", "- danger", f"- words (handlers/wishes.toml): {words}",
         f"- buttons: {', '.join([*standing.ACTS, *verbs])}", ""]
    )  # fmt: skip
    diagrams = [_diagram(title, steps, used) for title, steps in by_file.items()]
    return "\n".join([HEAD, everywhere, _questions(), *diagrams])


if __name__ == "__main__":
    OUT.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{OUT}\n")
