"""Rich menus: the picture with six buttons under a chat, one for each role and language.

What they hold is said here. `richmenu_pictures` draws them at development time into
bot/richmenus/, so that the service needs no fonts; `richmenu_line` takes them to LINE.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.render import graphemes, units
from locales import LANGUAGES, N_, catalogue

FOLDER = Path(__file__).parent / "richmenus"
FIRST_LANGUAGE = "th"
WIDTH, HEIGHT = 2500, 843
COLUMNS, ROWS = 3, 2
BAR = N_("Menu")
"""What stands on the bar that opens and closes the menu."""
OURS = "line-grievance/"
"""How the names of our menus begin: others of the account are left alone."""

MOST_BYTES, MOST_AREAS = 1024 * 1024, 20
MOST_NAME, MOST_BAR, MOST_LABEL, MOST_DATA = 300, 14, 20, 300
WIDTHS, LOWEST, FLATTEST = range(800, 2501), 250, 1.45
"""LINE's limits (reference: "Upload rich menu image", "Rich menu object")."""

Definition = dict[str, Any]
Say = Callable[[str, str], str]
"""From a language and an English text to the text in that language."""


class Role(StrEnum):
    """Whose menu it is."""

    CITIZEN = "citizen"
    VOLUNTEER = "volunteer"


class Unfit(Exception):
    """LINE would refuse a menu, or its picture was drawn with other words. The text says why."""


@dataclass(frozen=True)
class Button:
    """One area of a menu: what is drawn, said (in English) and sent when it is tapped."""

    icon: str
    label: str
    data: str
    writes: bool = False
    """The next thing is to write or to speak: the keyboard opens in the menu's place."""


_REPORT = Button("bubble", N_("Tell what happened"), "menu:report", writes=True)
_TRACK = Button("folder", N_("My cases"), "menu:track")
_STAFF = Button("person", N_("Talk to staff"), "menu:staff", writes=True)
_RIGHTS = Button("scales", N_("Ask about rights"), "menu:rights")
_HELP = Button("question", N_("How to use"), "menu:help")
_LANGUAGE = Button("letters", N_("Language"), "menu:language")
_BEHALF = Button("list", N_("For somebody else"), "menu:behalf", writes=True)
BUTTONS: dict[Role, tuple[Button, ...]] = {
    Role.CITIZEN: (_REPORT, _TRACK, _STAFF, _RIGHTS, _HELP, _LANGUAGE),
    Role.VOLUNTEER: (_BEHALF, _TRACK, _STAFF, _RIGHTS, _HELP, _LANGUAGE),
}
"""From left to right, the upper row first. The first button is drawn as the main one."""


def spoken(language: str, text: str) -> str:
    """Returns a text in a language, from the catalogues."""
    return catalogue(language).gettext(text)


def menu_for(role: Role, language: str) -> str:
    """Returns the name (LINE: alias) of the menu that a person is shown."""
    return f"{role}-{language if language in LANGUAGES else FIRST_LANGUAGE}"


DEFAULT = menu_for(Role.CITIZEN, FIRST_LANGUAGE)
"""Shown to everybody who has none of their own."""


def words(role: Role, language: str, say: Say = spoken) -> dict[str, str]:
    """Returns all that a menu says, by the English text."""
    texts = [button.label for button in BUTTONS[role]] + [BAR]
    return {text: say(language, text) for text in texts}


def picture(role: Role, language: str) -> bytes:
    """Returns the drawn picture of a menu."""
    return (FOLDER / f"{menu_for(role, language)}.png").read_bytes()


def drawn_words(png: bytes) -> dict[str, str]:
    """Returns the words with which a picture was drawn; they are kept in it."""
    with Image.open(BytesIO(png)) as image:
        kept: dict[str, str] = json.loads(image.info.get("Words", "{}"))
    return kept


def definition(role: Role, language: str, say: Say = spoken) -> Definition:
    """Returns the menu as LINE wants it. Its name holds a hash of all that makes it."""
    said = words(role, language, say)
    made: Definition = {
        "size": {"width": WIDTH, "height": HEIGHT},
        "selected": True,
        "chatBarText": said[BAR],
        "areas": [
            {"bounds": bounds(at), "action": _action(button, said[button.label])}
            for at, button in enumerate(BUTTONS[role])
        ],
    }
    return made | {"name": f"{OURS}{menu_for(role, language)}/{_digest(made, role, language)}"}


def _digest(made: Definition, role: Role, language: str) -> str:
    whole = json.dumps(made, sort_keys=True).encode() + picture(role, language)
    return sha256(whole).hexdigest()[:12]


def bounds(at: int) -> dict[str, int]:
    """Returns the place of the button with this number."""
    row, column = divmod(at, COLUMNS)
    left, right = (round(WIDTH * edge / COLUMNS) for edge in (column, column + 1))
    top, bottom = (round(HEIGHT * edge / ROWS) for edge in (row, row + 1))
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _action(button: Button, label: str) -> Definition:
    made = {"type": "postback", "label": label, "data": button.data, "displayText": label}
    return made | ({"inputOption": "openKeyboard"} if button.writes else {})


def checked(role: Role, language: str, say: Say = spoken) -> tuple[Definition, bytes]:
    """Returns a menu and its picture. Raises Unfit where LINE, or a reader, would object."""
    made, png = definition(role, language, say), picture(role, language)
    wrong = list(problems(made, png))
    if drawn_words(png) != words(role, language, say):
        wrong.append("the picture was drawn with other words; draw it again")
    if wrong:
        raise Unfit(f"{menu_for(role, language)}: {'; '.join(wrong)}")
    return made, png


def problems(menu: Definition, image: bytes) -> Iterator[str]:
    """Yields what LINE would refuse in a menu and its picture."""
    yield from _lengths(menu, {"name": MOST_NAME, "chatBarText": MOST_BAR})
    if not 1 <= len(menu["areas"]) <= MOST_AREAS:
        yield f"{len(menu['areas'])} areas"
    for at, area in enumerate(menu["areas"]):
        yield from (f"area {at}: {what}" for what in _wrong_area(area, menu["size"]))
    yield from _wrong_image(menu["size"], image)


def _wrong_area(area: Definition, size: dict[str, int]) -> Iterator[str]:
    box, action = area["bounds"], area["action"]
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    if min(box["x"], box["y"]) < 0 or right > size["width"] or bottom > size["height"]:
        yield "reaches out of the picture"
    if min(box["width"], box["height"]) <= 0:
        yield "is empty"
    yield from _lengths(action, {"label": MOST_LABEL, "displayText": MOST_DATA})
    if not 1 <= units(action["data"]) <= MOST_DATA:
        yield f"data has {units(action['data'])} characters"


def _lengths(part: Definition, limits: dict[str, int]) -> Iterator[str]:
    for name, most in limits.items():
        length = len(graphemes(part[name]))
        if not 1 <= length <= most:
            yield f"{name} has {length} characters, not 1 to {most}"


def _wrong_image(size: dict[str, int], image: bytes) -> Iterator[str]:
    if len(image) > MOST_BYTES:
        yield f"the picture has {len(image)} bytes"
    try:
        with Image.open(BytesIO(image), formats=("PNG", "JPEG")) as opened:
            opened.load()
    except (UnidentifiedImageError, OSError):
        yield "the picture is neither PNG nor JPEG, or broken"
        return
    width, height = opened.size
    if (width, height) != (size["width"], size["height"]):
        yield f"the picture is {width} by {height}"
    if width not in WIDTHS or height < LOWEST or width / height < FLATTEST:
        yield f"{width} by {height} is no size for a menu"
