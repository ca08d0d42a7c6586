"""Two documents that are drawn from the code, so that they cannot lag behind it."""

from collections.abc import Iterable, Iterator

from django.db import models

from cases import categories
from cases.lifecycle import NEXT, SHIELDED, Phase
from cases.models import Case
from zvh.guard.dossier import (
    dossier_models,
    evidence_models,
    keep_of,
    models_of_ours,
    personal_fields,
)
from zvh.guard.models import Keep

MADE = "<!-- Drawn from the code by `make docs`; a test compares. -->"


def lifecycle() -> str:
    """docs/lifecycle.md: the phases, and the only turns between them."""
    return _page(
        "The life of a case",
        "A case moves only along these arrows (`cases/lifecycle.py`), and only in an"
        " action: rule first, row lock second, trace row, outside effects on commit.",
        "```mermaid\nstateDiagram-v2\n" + "\n".join(_arrows()) + "\n```",
        _table(
            ("phase", "on screen", "shielded"),
            ((p.value, p.label, "yes" if p in SHIELDED else "") for p in Phase),
        ),
    )


def privacy() -> str:
    """docs/privacy.md: every kind of row, what is personal in it, how long it stays."""
    return _page(
        "What is kept, and for how long",
        "Every model of the house and what in it says something about a person. The"
        " terms are the profile's, within the law's limits; see"
        " [ADR 7](adr/0007-retention-is-a-walk.md).",
        "## Rows about a case",
        "They go with the case, each class at its own term. All of them are guarded"
        " by row security in the database.",
        *(_class(keep) for keep in KEPT),
        "## Proof that outlives the case",
        "Keys, Partijen, dates, grounds and outcomes; no content and no name.",
        _models(evidence_models()),
        "## Everything else",
        "Accounts, Partijen, logs and anonymous facts. Nothing of a case's content.",
        _models(_others()),
    )


KEPT = (Keep.WORK, Keep.PLAN, Keep.SHELL, Keep.ADVICE)


def _arrows() -> Iterator[str]:
    yield f"    [*] --> {Phase.REGISTRATION}"
    for here, turns in NEXT.items():
        for there in Phase:
            if there in turns:
                yield f"    {here} --> {there}"
        if not turns:
            yield f"    {here} --> [*]"


def _class(keep: Keep) -> str:
    chosen: list[type[models.Model]] = [Case] if keep is Keep.SHELL else []
    chosen += [model for model in dossier_models() if keep_of(model) == keep]
    return f"### `{keep.name}`: {keep.label}\n\n{_models(chosen)}"


def _others() -> list[type[models.Model]]:
    told = {*dossier_models(), *evidence_models(), Case}
    return [model for model in models_of_ours() if model not in told]


def _models(kinds: Iterable[type[models.Model]]) -> str:
    return _table(
        ("model", "on screen", "personal fields"),
        (
            (
                f"`{model._meta.label}`",
                str(model._meta.verbose_name),
                ", ".join(
                    f"`{name}`{_category(model, name)}"
                    for name in sorted(personal_fields(model))
                ),
            )
            for model in sorted(kinds, key=lambda model: model._meta.label)
        ),
    )


def _category(model: type[models.Model], name: str) -> str:
    """What the law calls that, where the field alone says so (A-10)."""
    category = categories.of_field(model, name)
    return f" ({category})" if category else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", MADE, *parts)) + "\n"
