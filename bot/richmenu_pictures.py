"""Draws the rich menus: `python -m bot.richmenu_pictures`, whenever their words have changed.

At development time only: `apt-get install fonts-noto-core fonts-tlwg-loma-ttf` first. Thai,
Burmese, Khmer and Lao need a Pillow with libraqm, as its wheels have it. Each picture keeps the
words it was drawn with.
"""

import argparse
import json
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features
from PIL.PngImagePlugin import PngInfo

from bot import richmenu
from bot.richmenu import BUTTONS, HEIGHT, WIDTH, Role, Say, spoken
from bot.richmenu_icons import ICONS, CannotDraw, Pen, load_font
from locales import LANGUAGES

DEBIAN = Path("/usr/share/fonts/truetype")
FINER = 2
"""Drawn twice as large and made smaller, which smooths the edges."""
COLOURS = 48
INK, TEXT, WHITE, EDGE = "#0B6E4F", "#1A1A1A", "#FFFFFF", "#B9CBC3"
MARGIN, GAP, LINE_GAP = 36, 26, 10
ON_ONE_LINE, ON_TWO_LINES = range(116, 95, -4), range(92, 75, -4)
"""Sizes of letters, the best first. A phone shows 100 of our dots as 14 of its own."""
ICON, ICON_OVER_TWO_LINES = 176, 150


@dataclass(frozen=True)
class Lettering:
    """How the labels of a menu are set: all in one size, over one line or two."""

    font: ImageFont.FreeTypeFont
    labels: tuple[tuple[str, ...], ...]
    ascent: float
    descent: float

    @property
    def icon(self) -> int:
        """The side of the icons that leave room for the labels."""
        two = any(len(lines) > 1 for lines in self.labels)
        return FINER * (ICON_OVER_TWO_LINES if two else ICON)

    @property
    def pitch(self) -> float:
        """From one line to the next."""
        return self.ascent + self.descent + FINER * LINE_GAP

    def height(self, lines: tuple[str, ...]) -> float:
        """Returns how high an icon with its label is."""
        text = self.pitch * (len(lines) - 1) + self.ascent + self.descent
        return self.icon + FINER * GAP + text


def draw(role: Role, language: str, say: Say = spoken, fonts: Path = DEBIAN) -> bytes:
    """Returns the picture of a menu as PNG. Raises CannotDraw."""
    if not features.check("raqm"):
        raise CannotDraw("this Pillow has no libraqm: it would break Thai, Burmese, Khmer and Lao")
    said = richmenu.words(role, language, say)
    lettering = _lettering([said[button.label] for button in BUTTONS[role]], language, fonts)
    image = Image.new("RGB", (FINER * WIDTH, FINER * HEIGHT), WHITE)
    canvas = ImageDraw.Draw(image)
    for at, button in enumerate(BUTTONS[role]):
        _cell(canvas, at, button.icon, lettering, fonts)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return _png(small, json.dumps(said, ensure_ascii=False))


def _png(image: Image.Image, words: str) -> bytes:
    kept, out = PngInfo(), BytesIO()
    kept.add_itxt("Words", words)
    few = image.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True, pnginfo=kept)
    return out.getvalue()


def _cell(
    canvas: ImageDraw.ImageDraw, at: int, icon: str, lettering: Lettering, fonts: Path
) -> None:
    box = {name: FINER * value for name, value in richmenu.bounds(at).items()}
    main = at == 0
    ink, paper = (WHITE, INK) if main else (INK, WHITE)
    canvas.rectangle(
        (box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]),
        fill=paper, outline=EDGE, width=FINER * 3,
    )  # fmt: skip
    lines, side = lettering.labels[at], lettering.icon
    middle = box["x"] + box["width"] / 2
    top = box["y"] + (box["height"] - lettering.height(lines)) / 2
    ICONS[icon](Pen(canvas, middle - side / 2, top, side, ink, paper, fonts))
    for number, line in enumerate(lines):
        base = top + side + FINER * GAP + lettering.ascent + number * lettering.pitch
        colour = WHITE if main else TEXT
        canvas.text((middle, base), line, fill=colour, font=lettering.font, anchor="ms")


def _lettering(labels: list[str], language: str, fonts: Path) -> Lettering:
    """Returns the largest lettering that fits: on one line while it is large, else on two."""
    for size, most in [*product(ON_ONE_LINE, [1]), *product(ON_TWO_LINES, [2])]:
        made = _set(labels, load_font(fonts, language, FINER * size), most)
        if _fits(made):
            return made
    raise CannotDraw(f"a label of {language} is too long: {', '.join(labels)}")


def _set(labels: list[str], font: ImageFont.FreeTypeFont, most: int) -> Lettering:
    broken = tuple(_broken(label, font, most) for label in labels)
    boxes = [font.getbbox(line, anchor="ls") for lines in broken for line in lines]
    return Lettering(font, broken, max(-box[1] for box in boxes), max(box[3] for box in boxes))


def _broken(label: str, font: ImageFont.FreeTypeFont, most: int) -> tuple[str, ...]:
    """Returns the label on one line if it fits there, else cut at the space that evens it best."""
    parts = label.split(" ")
    if most == 1 or len(parts) == 1 or font.getlength(label) <= _room():
        return (label,)
    cuts = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    return min(cuts, key=lambda cut: max(map(font.getlength, cut)))


def _room() -> int:
    return FINER * (WIDTH // richmenu.COLUMNS - 2 * MARGIN)


def _fits(made: Lettering) -> bool:
    lines = [line for label in made.labels for line in label]
    tall = max(map(made.height, made.labels))
    high = FINER * (HEIGHT // richmenu.ROWS - MARGIN)
    return tall <= high and all(made.font.getlength(line) <= _room() for line in lines)


def main() -> int:
    """Draw all menus into their folder. Returns the exit status."""
    options = argparse.ArgumentParser(description="Draw the rich menus")
    options.add_argument("--words", help="JSON {language: {English: text}} for the catalogues")
    options.add_argument("--fonts", type=Path, default=DEBIAN, help="folder of the fonts")
    options.add_argument("--folder", type=Path, default=richmenu.FOLDER)
    given = options.parse_args()
    say = _from_file(Path(given.words)) if given.words else spoken
    for role, language in product(Role, LANGUAGES):
        png = draw(role, language, say, given.fonts)
        (given.folder / f"{richmenu.menu_for(role, language)}.png").write_bytes(png)
    return 0


def _from_file(path: Path) -> Say:
    """Returns what speaks from a file of translations, for words not yet in the catalogues."""
    known: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return lambda language, text: known.get(language, {}).get(text) or spoken(language, text)


if __name__ == "__main__":
    raise SystemExit(main())
