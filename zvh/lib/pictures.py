"""Pictures as they look, and nothing of where, when and with what they were taken."""

import warnings
from io import BytesIO
from typing import Any

# As large as a scan of a sheet needs; a file that unpacks to more is an attack.
MOST_PIXELS = 50_000_000
PLAIN = frozenset({"1", "L", "LA", "RGB", "RGBA"})
HOW: dict[str, dict[str, Any]] = {"JPEG": {"quality": 90}, "PNG": {"optimize": True}}


class NoPicture(ValueError):  # noqa: N818 - said as a colleague would say it
    """It is broken, or another kind than it says."""


class TooManyPixels(NoPicture):
    """It would unpack to more than a picture needs."""


def bare(body: bytes, kind: str) -> bytes:
    """The same picture, made anew: without position, camera, comments or anything else.

    What hides behind or inside a picture does not survive that either.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # We are stricter than the library, which would warn first.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(body), formats=[kind]) as picture:
                return _made_anew(picture, kind)
    except TooManyPixels:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except (OSError, ValueError, SyntaxError, IndexError) as error:
        raise NoPicture from error


def _made_anew(picture: Any, kind: str) -> bytes:
    from PIL import ImageOps

    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise TooManyPixels
    # How the telephone was held is among what goes.
    upright = ImageOps.exif_transpose(picture)
    shown = _plain(upright, kind)
    shown.info.clear()
    made = BytesIO()
    shown.save(made, kind, **HOW[kind])
    return made.getvalue()


def _plain(picture: Any, kind: str) -> Any:
    if kind == "JPEG":
        return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    if picture.mode in PLAIN and "transparency" not in picture.info:
        return picture
    return picture.convert("RGBA")
