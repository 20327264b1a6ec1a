"""Pictures of broadcasts: checked by content, drawn anew, kept under a name nobody guesses."""

import secrets
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy.orm import Session

from models.broadcast import Picture

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 40_000_000
"""More would be a bomb: a small file that fills the memory when it is opened."""
SIDE = 1024


class NotAPicture(Exception):
    """The file is no JPEG or PNG, or it is broken."""


class TooLarge(Exception):
    """The file has too many bytes or pixels."""


def keep(session: Session, content: bytes) -> Picture:
    """Keep a JPEG or PNG, redrawn to at most 1,024 pixels a side (nothing hidden in it survives).

    Returns the Picture. Raises NotAPicture, TooLarge.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge
    picture = Picture(
        name=f"{secrets.token_urlsafe(24)}.jpg",
        content_type="image/jpeg",
        content=redraw(content),
    )
    session.add(picture)
    session.flush()
    return picture


def redraw(content: bytes, side: int = SIDE, formats: Sequence[str] = ("JPEG", "PNG")) -> bytes:
    """Returns a picture as a new JPEG of at most `side` pixels: what was hidden in the file (where
    it was taken, by which telephone, anything behind its end) is gone.

    Raises NotAPicture, TooLarge.
    """
    try:
        with Image.open(BytesIO(content), formats=tuple(formats)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise TooLarge
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise TooLarge from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise NotAPicture from error
    upright.thumbnail((side, side))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    drawn = BytesIO()
    paper.save(drawn, "JPEG", quality=85, optimize=True)
    return drawn.getvalue()
