"""docker-compose.yml as it would be read: merged, with the values of .env filled in."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
VALUE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def example() -> dict[str, str]:
    """What deploy/env.example says."""
    lines = (ROOT / "deploy/env.example").read_text().splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in told)


def services(values: dict[str, str]) -> dict[str, dict[str, Any]]:
    return read(values)["services"]


def read(values: dict[str, str]) -> dict[str, Any]:
    document = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return _filled(document, values)


def _filled(part: Any, values: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, values) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, values) for value in part]
    if isinstance(part, str):
        return VALUE.sub(lambda found: _value(found, values), part)
    return part


def _value(found: re.Match[str], values: dict[str, str]) -> str:
    name, kind, words = found.groups()
    value = values.get(name, "")
    if not value and kind == "?":
        raise LookupError(f"{name}: {words}")
    return value or (words if kind == "-" else "")
