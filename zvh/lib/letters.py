"""The letter of the documents: plain fonts, made once from the one of the screens.

Whoever prints with a variable font has plain ones made of it for every document,
which takes half as long as laying it out. They are kept beside the package that the
variable one came with; where nobody may write there, each process makes its own.
`python -m zvh.lib.letters` makes them beforehand, when the house is set up.
"""

from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from zvh.assets import MODULES

SOURCE = MODULES / "@fontsource-variable" / "open-sans" / "files"
KEPT = MODULES / ".cache" / "zvh-letters"
SCRIPTS = ("latin", "latin-ext")
WEIGHTS = (400, 600, 700)
SUFFIX = ".ttf"


def plain(name: str) -> bytes | None:
    """The font of this name, as the style sheet asks for it: `latin-600.ttf`."""
    script, _, weight = name.removesuffix(SUFFIX).rpartition("-")
    if name not in NAMES:
        return None
    source = (SOURCE / f"open-sans-{script}-wght-normal.woff2").read_bytes()
    kept = KEPT / f"{sha256(source).hexdigest()[:16]}-{name}"
    with suppress(OSError):
        return kept.read_bytes()
    made = _instance(source, int(weight))
    _keep(kept, made)
    return made


NAMES = frozenset(f"{script}-{n}{SUFFIX}" for script in SCRIPTS for n in WEIGHTS)


def _instance(source: bytes, weight: int) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    # With its own date, so that the same source always gives the same file.
    font = TTFont(BytesIO(source), recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
    font.flavor = None
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _keep(path: Path, made: bytes) -> None:
    """All of it or nothing: several processes may be the first."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(made)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)


if __name__ == "__main__":
    for each in sorted(NAMES):
        plain(each)
