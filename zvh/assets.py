"""Where the style sheets, the font and the small scripts of the screens come from."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"

COMPONENTS = (
    "alert",
    "button",
    "checkbox",
    "data-list",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "form-label",
    "link",
    "paragraph",
    "radio-button",
    "select",
    "skip-link",
    "table",
    "textarea",
    "textbox",
)

STATICFILES_DIRS: list[str | Path | tuple[str, Path]] = [
    ROOT / "static",
    ("fonts/open-sans", MODULES / "@fontsource-variable/open-sans/files"),
    *(
        (f"utrecht/{name}", MODULES / f"@utrecht/{name}-css/dist")
        for name in COMPONENTS
    ),
]
