"""Pages of a PDF, on which texts of any language are set line by line.

Lines are broken here and not by fpdf2, which knows spaces alone and measures letters before they
are shaped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, islice, zip_longest
from typing import Any, Literal, Self

from fpdf import FPDF
from fpdf.enums import TextDirection
from fpdf.fonts import TTFFont
from fpdf.line_break import Fragment
from PIL import Image

from bot.papers_text import BOLD, LATIN, SCRIPTS, filled, font_of, font_path, readable

INK, TEXT, GREY = (11, 110, 79), (26, 26, 26), (90, 90, 90)
FAMILY = "paper"
A4, A5 = (210.0, 297.0), (148.0, 210.0)
TOTAL = "\ue0f0\ue0f1\ue0f2\ue0f3"
"""Stands for the number of pages until it is known. No text can hold it: `readable` lets no
private sign through."""
VARIED = ("avar", "fvar", "gvar", "HVAR", "MVAR", "STAT")
"""Tables for the other weights of a font, of which a paper uses the regular one alone."""
GAP, FOOT = 4.0, 12.0
MOST_PAGES, LONGEST = 200, 100_000
"""A page takes about 50 ms. Letters of one text; LINE lets a message have 5,000."""
Side = Literal["L", "C"]


@dataclass(frozen=True)
class Style:
    """How a text is set: points, millimetres from line to line."""

    size: float
    pitch: float
    bold: bool = False
    colour: tuple[int, int, int] = TEXT


TITLE = Style(26, 14, bold=True, colour=INK)
NUMBER = Style(34, 17, bold=True)
HEAD = Style(19, 11, bold=True, colour=INK)
UNDER = Style(15, 9, bold=True)
BODY = Style(14, 8)
LABEL = Style(12, 8, colour=GREY)
DAY = Style(12, 8, bold=True, colour=GREY)
NOTE = Style(12, 7)
SMALL = Style(11, 6.5, colour=GREY)


class Full(Exception):
    """There is no room for another page."""


class Sheet(FPDF):
    """A PDF in the making. `numbering` is a text with {page} and {total} for the foot of pages,
    `labels` the room for labels beside values."""

    def __init__(
        self,
        size: tuple[float, float],
        language: str,
        title: str,
        *,
        numbering: str = "",
        margin: float = 20,
        labels: float = 42,
    ) -> None:
        super().__init__(format=size)
        self.numbering, self.labels = numbering, labels
        self._widths: dict[tuple[str, bool], float] = {}
        self.c_margin = 0
        self.set_margin(margin)
        self.set_auto_page_break(True, margin=margin + FOOT * bool(numbering))
        self.alias_nb_pages(TOTAL)
        self.set_lang(language)
        self.set_title(readable(title))
        self.add_font(FAMILY, "", font_path(LATIN))
        self.add_font(FAMILY, "B", font_path(BOLD))
        self.set_text_shaping(True)
        self.add_page()

    def footer(self) -> None:
        """Number the page: fpdf2 calls it at the end of each."""
        if self.numbering:
            words = self.numbering.format(page=self.page_no(), total=TOTAL)
            self._ready(words)
            self._put(words, SMALL, self.l_margin, self.h - self.b_margin + FOOT / 2, align="C")

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
        """Nothing is written right to left here, and looking for it takes a quarter of the time.

        fpdf2 calls this; should it ever stop to, papers stay the same and take longer.
        """
        if self.text_shaping:
            left_to_right = TextDirection.LTR
            self.text_shaping["paragraph_direction"] = left_to_right
            self.text_shaping["fragment_direction"] = left_to_right
        return self._preload_font_styles(text, markdown)

    def write_text(
        self, text: str, style: Style = BODY, left: float = 0, align: Side = "L"
    ) -> None:
        """Set a text under what is there."""
        for line in self._lines(text, style, self.epw - left):
            self._need(style.pitch)
            self._put(line, style, self.l_margin + left, self.y, align)
            self.y += style.pitch

    def write_head(self, text: str, style: Style = HEAD) -> None:
        """Set a heading, which never stands alone at the end of a page."""
        self._need(style.pitch + GAP + 3 * BODY.pitch)
        self.y += GAP if self.y > self.t_margin else 0
        self.write_text(text, style)

    def write_row(self, label: str, value: str, most: int = 0) -> None:
        """Set a value beside its label; of very long ones only the first `most` lines."""
        aside = self.labels + GAP
        lines = self._lines(value, BODY, self.epw - aside)
        if most:
            lines = _first(most, lines)
        for name, line in zip_longest(self._lines(label, LABEL, self.labels), lines, fillvalue=""):
            self._need(BODY.pitch)
            self._put(name, LABEL, self.l_margin, self.y)
            self._put(line, BODY, self.l_margin + aside, self.y)
            self.y += BODY.pitch

    def write_day(self, words: str) -> None:
        """Set the day of the messages that follow."""
        self._need(3 * BODY.pitch)
        self.y += 1
        self.write_text(words, DAY)

    def rule(self) -> None:
        """Draw a thin line across the page."""
        self._need(GAP)
        self.set_draw_color(200)
        self.line(self.l_margin, self.y + GAP / 2, self.w - self.r_margin, self.y + GAP / 2)
        self.y += GAP

    def picture(self, png: bytes, side: float) -> None:
        """Set a square picture in the middle."""
        self._need(side)
        with Image.open(BytesIO(png)) as image:
            self.image(image, x=(self.w - side) / 2, y=self.y, w=side, h=side)
        self.y += side

    def largest(self, text: str, style: Style) -> Style:
        """Returns a style, made as small as it takes for a text to stand on one line."""
        text = readable(text)
        self._ready(text)
        width = self._width(text, style)
        size = min(style.size, style.size * self.epw / width) if width else style.size
        return Style(size, style.pitch, style.bold, style.colour)

    def made(self) -> bytes:
        """Returns the finished file."""
        for font in self._files():
            for table in VARIED:
                if table in font:
                    del font[table]
        return bytes(self.output())

    def __enter__(self) -> Self:
        """Returns the sheet; it is done with at the end of the block."""
        return self

    def __exit__(self, *raised: object) -> None:
        """Close the files of the fonts, which fpdf2 leaves open."""
        for font in self._files():
            font.close()

    def _files(self) -> list[Any]:
        return [font.ttfont for font in self.fonts.values() if isinstance(font, TTFFont)]

    def _lines(self, text: str, style: Style, room: float) -> Iterator[str]:
        text = readable(text[:LONGEST])
        self._ready(text)
        yield from filled(text, room, lambda part: self._width(part, style))

    def _ready(self, text: str) -> None:
        """Add the fonts that a text needs besides Sarabun: opening one takes time."""
        new = [n for n, own in SCRIPTS.items() if n not in self.fonts and own.search(text)]
        for name in new:
            self.add_font(name, "", font_path(name))
        if new:
            known = [name for name in SCRIPTS if name in self.fonts]
            self.set_fallback_fonts(known, exact_match=False)

    def _width(self, text: str, style: Style) -> float:
        """Returns how wide a text is once it is shaped: fpdf2's own way looks at its direction
        first, which takes longer."""
        key = text, style.bold
        if key not in self._widths:
            self._widths[key] = sum(
                self._shaped(name, "".join(run), style.bold) for name, run in groupby(text, font_of)
            )
        return self._widths[key] * style.size

    def _shaped(self, name: str, run: str, bold: bool) -> float:
        font = self.fonts[FAMILY + "B" * bold if name == LATIN else name]
        wide: float = font.get_text_width(run, 1, self.text_shaping)[1]
        return wide / self.k

    def _wear(self, style: Style) -> None:
        self.set_font(FAMILY, "B" if style.bold else "", style.size)
        self.set_text_color(*style.colour)

    def _need(self, height: float) -> None:
        if self.will_page_break(height):
            if self.page_no() >= MOST_PAGES:
                raise Full
            self.add_page()

    def _put(self, line: str, style: Style, left: float, top: float, align: Side = "L") -> None:
        if line:
            self._wear(style)
            self.set_xy(left, top)
            self.cell(self.w - self.r_margin - left, style.pitch, line, align=align)
            self.set_xy(self.l_margin, top)


def _first(most: int, lines: Iterator[str]) -> Iterator[str]:
    """Yields so many lines; the last one shows that there were more."""
    kept = list(islice(lines, most + 1))
    yield from kept[: most - 1] if len(kept) > most else kept
    if len(kept) > most:
        yield f"{kept[most - 1]}…"
