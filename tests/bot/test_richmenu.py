"""Rich menus are as LINE and readers want them, and can be drawn again."""

import json
from itertools import product
from pathlib import Path

import pytest

from bot import richmenu, richmenu_pictures
from bot.richmenu import BUTTONS, Role, menu_for
from bot.richmenu_icons import FONTS, CannotDraw
from locales import LANGUAGES

ALL = list(product(Role, LANGUAGES))


def as_drawn(language: str, text: str) -> str:
    """Speaks with the words in the pictures: what is tested here is not the catalogues."""
    kept = [richmenu.drawn_words(richmenu.picture(role, language)) for role in Role]
    return next((words[text] for words in kept if text in words), text)


def named(role: Role, language: str) -> str:
    return str(richmenu.definition(role, language, as_drawn)["name"])


def _need_fonts() -> None:
    if not all((richmenu_pictures.DEBIAN / name).exists() for name in FONTS.values()):
        pytest.skip("fonts-noto-core or fonts-tlwg-loma-ttf is absent")


@pytest.mark.parametrize(("role", "language"), ALL)
def test_line_would_take_each_menu(role: Role, language: str) -> None:
    menu, png = richmenu.checked(role, language, as_drawn)
    assert menu["size"] == {"width": 2500, "height": 843}
    assert len(png) < 200_000
    boxes = [area["bounds"] for area in menu["areas"]]
    assert sum(box["width"] * box["height"] for box in boxes) == 2500 * 843
    assert [area["action"]["data"] for area in menu["areas"]] == [b.data for b in BUTTONS[role]]


@pytest.mark.parametrize(("role", "language"), ALL)
def test_the_pictures_say_what_the_catalogues_say(role: Role, language: str) -> None:
    drawn = richmenu.drawn_words(richmenu.picture(role, language))
    said = richmenu.words(role, language)
    assert drawn == said, "python -m bot.richmenu_pictures"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_can_be_drawn_again(language: str) -> None:
    _need_fonts()
    role = Role.CITIZEN
    png = richmenu_pictures.draw(role, language, as_drawn)
    menu = richmenu.definition(role, language, as_drawn)
    assert list(richmenu.problems(menu, png)) == []
    assert richmenu.drawn_words(png) == richmenu.words(role, language, as_drawn)


def test_a_label_that_fits_nowhere_is_not_drawn() -> None:
    _need_fonts()
    with pytest.raises(CannotDraw, match="too long"):
        richmenu_pictures.draw(Role.CITIZEN, "en", lambda _language, text: text * 3)
    with pytest.raises(CannotDraw, match="apt-get install"):
        richmenu_pictures.draw(Role.CITIZEN, "en", fonts=Path("/nowhere"))


def test_what_line_would_refuse_is_named() -> None:
    menu, png = richmenu.checked(Role.CITIZEN, "th", as_drawn)
    area = menu["areas"][0]
    outside = area | {"bounds": area["bounds"] | {"x": 2000}}
    wordy = area | {"action": area["action"] | {"label": "ก" * 21, "data": "x" * 301}}
    wrong = menu | {"chatBarText": "ก" * 15, "areas": [outside, wordy]}
    assert list(richmenu.problems(wrong, png + bytes(2**20))) == [
        "chatBarText has 15 characters, not 1 to 14",
        "area 0: reaches out of the picture",
        "area 1: label has 21 characters, not 1 to 20",
        "area 1: data has 301 characters",
        f"the picture has {len(png) + 2**20} bytes",
    ]
    assert list(richmenu.problems(menu, b"GIF89a")) == [
        "the picture is neither PNG nor JPEG, or broken"
    ]


def test_an_unknown_language_gets_the_thai_menu() -> None:
    assert menu_for(Role.VOLUNTEER, "my") == "volunteer-my"
    assert menu_for(Role.VOLUNTEER, "vi") == "volunteer-th"


def test_a_menu_keeps_its_name_as_long_as_nothing_changes() -> None:
    once, again = (json.dumps(richmenu.definition(*ALL[0], as_drawn)) for _ in range(2))
    assert once == again
