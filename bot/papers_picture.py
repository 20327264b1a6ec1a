"""The receipt of a case as a picture for the chat, in letters that a small phone still shows."""

from functools import lru_cache
from io import BytesIO
from itertools import groupby, zip_longest

from PIL import Image, ImageDraw, ImageFont

from bot.papers_slip import QR_SCALE, Slip
from bot.papers_text import BOLD, LATIN, filled, font_of, font_path, readable

SIDE, MARGIN, BAND = 1040, 52, 168
"""Dots. A phone shows the picture about 360 of its own dots wide."""
INK, TEXT, GREY, WHITE, EDGE = "#0B6E4F", "#1A1A1A", "#5A5A5A", "#FFFFFF", "#B9CBC3"
COLOURS = 32
TITLE, NUMBER, NOTE = 68, 116, 38
SIZES = range(52, 33, -3)
"""Of the letters of the rows, the best first."""
LABELS, LEADING, LONGEST = 226, 1.38, 400
QR, QR_TOP = 300, 708


def draw(slip: Slip) -> bytes:
    """Returns the picture as PNG."""
    image = Image.new("RGB", (SIDE, SIDE), WHITE)
    brush = Brush(ImageDraw.Draw(image))
    brush.canvas.rectangle((0, 0, SIDE, BAND), fill=INK)
    brush.largest(slip.title, TITLE, 112, WHITE)
    brush.largest(slip.number, NUMBER, 296, TEXT)
    _rows(brush, slip)
    brush.canvas.line((MARGIN, QR_TOP - 16, SIDE - MARGIN, QR_TOP - 16), fill=EDGE, width=3)
    _foot(brush, image, slip)
    out = BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _rows(brush: "Brush", slip: Slip) -> None:
    """Set labels and values as large as they fit; what is still too long is cut."""
    top, bottom = 344, QR_TOP - 34
    room = SIDE - 2 * MARGIN - LABELS
    for size in SIZES:
        rows = [(label, brush.lines(value, size, room)) for label, value in slip.rows]
        if sum(len(lines) for _, lines in rows) * size * LEADING <= bottom - top:
            break
    base = float(top + size)
    for label, lines in rows:
        for line, name in zip_longest(lines, [label], fillvalue=""):
            if base <= bottom:
                brush.write(name, size * 4 // 5, (MARGIN, base), GREY)
                brush.write(line, size, (MARGIN + LABELS, base), TEXT)
            base += size * LEADING


def _foot(brush: "Brush", image: Image.Image, slip: Slip) -> None:
    """Set the QR code, and beside it what it is for and what is not here."""
    room = SIDE - 2 * MARGIN
    if slip.qr:
        code = _code(slip.qr)
        image.paste(code, (SIDE - MARGIN - code.width, QR_TOP))
        room -= code.width + 30
    base = QR_TOP + 60.0
    for words, colour in ((slip.scan, TEXT), (slip.promise, GREY)):
        for line in brush.lines(words, NOTE, room):
            brush.write(line, NOTE, (MARGIN, base), colour)
            base += NOTE * LEADING
        base += NOTE / 2


def _code(png: bytes) -> Image.Image:
    """Returns the QR code with all its squares of one size."""
    with Image.open(BytesIO(png)) as code:
        squares = code.width // QR_SCALE
        side = QR // squares * squares
        return code.convert("RGB").resize((side, side), Image.Resampling.NEAREST)


class Brush:
    """Writes lines of text, each letter in a font that has it."""

    def __init__(self, canvas: ImageDraw.ImageDraw) -> None:
        self.canvas = canvas

    def lines(self, text: str, size: int, room: float) -> list[str]:
        """Returns the lines of a text, or of as much of it as could ever be shown."""
        return list(filled(readable(text[:LONGEST]), room, lambda part: _width(part, size)))

    def write(
        self, line: str, size: int, at: tuple[float, float], colour: str, bold: bool = False
    ) -> None:
        """Write a line from its base on."""
        left, base = at
        for run, font in _runs(line, size, bold):
            self.canvas.text((left, base), run, fill=colour, font=font, anchor="ls")
            left += font.getlength(run)

    def largest(self, text: str, size: int, base: float, colour: str) -> None:
        """Write a bold line across the picture, made as small as it takes."""
        line, room = readable(text).replace("\n", " "), SIDE - 2 * MARGIN
        wide = _width(line, size, bold=True)
        size = min(size, int(size * room / wide)) if wide else size
        self.write(line, max(1, size), (MARGIN, base), colour, bold=True)


def _width(text: str, size: int, bold: bool = False) -> float:
    return sum(font.getlength(run) for run, font in _runs(text, size, bold))


def _runs(text: str, size: int, bold: bool) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    found = [(name, "".join(run)) for name, run in groupby(text, font_of)]
    return [(run, _font(BOLD if bold and name == LATIN else name, size)) for name, run in found]


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = str(font_path(name))
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)
