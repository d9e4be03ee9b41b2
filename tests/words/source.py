"""What the source says with: every call that names a word of the catalogues, read from the code itself."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gouvernail

PACKAGE = Path(gouvernail.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
PROBLEM_MAKERS = {"Problem", "refused", "busy", "page_problem", "notice"}


@dataclass(frozen=True)
class Use:
    """One call: where it stands, the word it names (a pattern where a part is computed), the facts that it gives.

    Args:
        facts: None when they are not all written out in the call.
    """

    place: str
    pattern: str
    facts: frozenset[str] | None

    @property
    def plain(self) -> bool:
        return "(.+)" not in self.pattern

    def names(self, key: str) -> bool:
        return re.fullmatch(self.pattern, key) is not None


def said() -> Iterator[Use]:
    """Every `say(...)` and `forms(...)`."""
    for place, call in _calls({"say", "forms"}):
        facts = None if any(one.arg is None for one in call.keywords) else frozenset(str(one.arg) for one in call.keywords)
        for pattern in _patterns(call.args[0]):
            yield Use(place, pattern, facts if _name(call) == "say" else None)


def problems() -> Iterator[Use]:
    """Every problem that is made, in whatever way."""
    for place, call in _calls(PROBLEM_MAKERS):
        if call.args:
            for pattern in _patterns(call.args[0]):
                yield Use(place, pattern, _facts(call))


def texts() -> set[str]:
    """Every text of the code, as a pattern: those with a computed part begin with a word of their own (`cell.…`)."""
    found = {pattern for _, node in _nodes() if isinstance(node, ast.Constant | ast.JoinedStr) for pattern in _patterns(node)}
    return {pattern for pattern in found if re.match(r"[a-z_]+", pattern)}


def _facts(call: ast.Call) -> frozenset[str] | None:
    if _name(call) != "Problem":
        return None if any(one.arg is None for one in call.keywords) else frozenset(str(one.arg) for one in call.keywords)
    given = call.args[2] if len(call.args) > 2 else next((one.value for one in call.keywords if one.arg == "facts"), None)
    if given is None:
        return frozenset()
    if isinstance(given, ast.Dict) and all(isinstance(key, ast.Constant) for key in given.keys):
        return frozenset(str(key.value) for key in given.keys if isinstance(key, ast.Constant))
    return None


def _patterns(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _patterns(node.body)
        yield from _patterns(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in node.values)


def _calls(names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    for place, node in _nodes():
        if isinstance(node, ast.Call) and _name(node) in names and (node.args or node.keywords):
            yield f"{place}:{node.lineno}", node


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _nodes() -> Iterator[tuple[str, ast.AST]]:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            yield source.relative_to(PACKAGE).as_posix(), node
