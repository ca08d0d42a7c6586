"""The variables that docs/settings.md describes, and those that the code reads."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| ?(.*?) ?\| (yes|no) \|$", re.MULTILINE)
SECRET = {"secret", "secrets", "database", "cache", "broker"}


@dataclass(frozen=True)
class Variable:
    """A name, its default (None: it must be given), and whether it is a secret."""

    name: str
    default: str | None
    is_secret: bool


def variables_of_the_document() -> list[Variable]:
    text = (ROOT / "docs/settings.md").read_text()
    return [
        Variable(name, _default(default), {"yes": True, "no": False}[keep])
        for name, _, default, keep in ROW.findall(text)
    ]


def rows_of_the_document() -> list[str]:
    lines = (ROOT / "docs/settings.md").read_text().splitlines()
    return [line for line in lines if line.startswith("| `")]


def variables_of_the_settings() -> list[Variable]:
    """Every `env.kind("NAME", default)`, as it is written."""
    tree = ast.parse((ROOT / "zvh/settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [_variable(call) for call in calls if _asks_the_environment(call)]


def variables_of_the_roles() -> list[Variable]:
    """What `make_roles` reads: each is an address with a password."""
    tree = ast.parse((ROOT / "scripts/make_roles.py").read_text())
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    names = {t for t in texts if isinstance(t, str) and re.fullmatch(r"[A-Z]+_.+", t)}
    return [Variable(name, None, is_secret=True) for name in names]


def _default(cell: str) -> str | None:
    return None if cell == "required" else cell.strip("`")


def _asks_the_environment(call: ast.Call) -> bool:
    it = call.func
    return (
        isinstance(it, ast.Attribute)
        and isinstance(it.value, ast.Name)
        and it.value.id == "env"
    )


def _variable(call: ast.Call) -> Variable:
    name, *default = [ast.literal_eval(argument) for argument in call.args]
    return Variable(name, default[0] if default else None, call.func.attr in SECRET)
