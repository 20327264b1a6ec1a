"""The icons of the rich menus, in simple shapes that a small old phone still shows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageDraw, ImageFont

LETTERS = (("ก", "th"), ("A", "en"), ("မ", "my"), ("ខ", "km"), ("ລ", "lo"))
"""Somebody who cannot read the menu finds a letter that they know."""
FONTS = {
    "th": "tlwg/Loma-Bold.ttf",
    "en": "noto/NotoSans-Bold.ttf",
    "ms": "noto/NotoSans-Bold.ttf",
    "my": "noto/NotoSansMyanmar-Bold.ttf",
    "km": "noto/NotoSansKhmer-Bold.ttf",
    "lo": "noto/NotoSansLao-Bold.ttf",
}
"""By language. Loma has the loops by which Thai letters are told apart (Noto Sans Thai has none;
Debian's Noto Looped puts tone marks onto vowels)."""
Spot = tuple[float, float]


class CannotDraw(Exception):
    """A font or libraqm is missing, or a label does not fit."""


def load_font(folder: Path, language: str, size: int) -> ImageFont.FreeTypeFont:
    """Returns the font of a language. Raises CannotDraw."""
    path = folder / FONTS[language]
    if not path.exists():  # Pillow would look for it elsewhere
        raise CannotDraw(f"no {path}: apt-get install fonts-noto-core fonts-tlwg-loma-ttf")
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.RAQM)


@dataclass(frozen=True)
class Pen:
    """Draws in a square of 100 by 100 units, in ink or in the colour of the paper."""

    draw: ImageDraw.ImageDraw
    left: float
    top: float
    side: float
    ink: str
    paper: str
    fonts: Path

    def _at(self, spots: tuple[Spot, ...]) -> list[Spot]:
        return [(self.left + x * self._unit, self.top + y * self._unit) for x, y in spots]

    @property
    def _unit(self) -> float:
        return self.side / 100

    def _colour(self, blank: bool) -> str:
        return self.paper if blank else self.ink

    def line(self, *spots: Spot, width: float = 8, blank: bool = False) -> None:
        """Draw a line with round ends and corners."""
        colour, at = self._colour(blank), self._at(spots)
        self.draw.line(at, fill=colour, width=round(width * self._unit), joint="curve")
        for spot in spots:
            self.disc(spot, width / 2 - 0.4, blank=blank)

    def disc(self, centre: Spot, radius: float, blank: bool = False) -> None:
        """Fill a circle."""
        (at,) = self._at((centre,))
        self.draw.circle(at, radius * self._unit, fill=self._colour(blank))

    def box(self, *corners: Spot, round_: float = 6, blank: bool = False) -> None:
        """Fill a box with round corners."""
        self.draw.rounded_rectangle(
            self._at(corners), radius=round_ * self._unit, fill=self._colour(blank)
        )

    def area(self, *spots: Spot) -> None:
        """Fill a polygon."""
        self.draw.polygon(self._at(spots), fill=self.ink)

    def arc(self, *corners: Spot, start: float, end: float, width: float) -> None:
        """Draw a part of an ellipse's edge."""
        self.draw.arc(self._at(corners), start, end, self.ink, round(width * self._unit))

    def slice(self, *corners: Spot, start: float, end: float) -> None:
        """Fill a part of an ellipse."""
        self.draw.chord(self._at(corners), start, end, self.ink)

    def letter(
        self, letter: str, language: str, spot: Spot, size: float, blank: bool = False
    ) -> None:
        """Write a letter; `spot` is the middle of its base line."""
        font = load_font(self.fonts, language, round(size * self._unit))
        (at,) = self._at((spot,))
        self.draw.text(at, letter, fill=self._colour(blank), font=font, anchor="ms")


def _bubble(pen: Pen) -> None:
    pen.box((2, 8), (98, 74), round_=18)
    pen.area((20, 70), (20, 98), (52, 72))
    pen.line((24, 32), (76, 32), blank=True)
    pen.line((24, 52), (58, 52), blank=True)


def _folder(pen: Pen) -> None:
    pen.box((4, 12), (46, 40))
    pen.box((4, 24), (90, 84))
    pen.disc((68, 62), 29, blank=True)
    pen.disc((68, 62), 22)
    pen.disc((68, 62), 13, blank=True)
    pen.line((82, 78), (95, 92), width=12)


def _person(pen: Pen) -> None:
    pen.disc((50, 34), 19)
    pen.slice((10, 60), (90, 136), start=180, end=360)
    pen.arc((20, 4), (80, 64), start=180, end=360, width=7)
    pen.box((15, 28), (27, 50), round_=5)
    pen.box((73, 28), (85, 50), round_=5)


def _scales(pen: Pen) -> None:
    pen.line((50, 8), (50, 90))
    pen.line((26, 92), (74, 92), width=10)
    pen.line((16, 22), (84, 22))
    for middle in (18, 82):
        pen.line((middle, 22), (middle - 15, 60), width=5)
        pen.line((middle, 22), (middle + 15, 60), width=5)
        pen.slice((middle - 19, 42), (middle + 19, 76), start=0, end=180)


def _question(pen: Pen) -> None:
    pen.disc((50, 50), 46)
    pen.letter("?", "en", (50, 76), 72, blank=True)


def _letters(pen: Pen) -> None:
    for at, (letter, language) in enumerate(LETTERS):
        pen.letter(letter, language, (50 + (at - 2) * 80, 82), 88)


def _list(pen: Pen) -> None:
    pen.box((12, 12), (88, 98), round_=10)
    pen.box((32, 2), (68, 24), round_=8, blank=True)
    pen.box((36, 4), (64, 20), round_=6)
    for height in (42, 64, 86):
        pen.line((23, height - 4), (30, height + 2), (40, height - 10), width=6, blank=True)
        pen.line((52, height - 3), (76, height - 3), width=6, blank=True)


ICONS: dict[str, Callable[[Pen], None]] = {
    "bubble": _bubble,
    "folder": _folder,
    "person": _person,
    "scales": _scales,
    "question": _question,
    "letters": _letters,
    "list": _list,
}
