"""Turns bubbles into LINE's message objects, within LINE's limits.

Counting follows LINE ("Text character count"): texts in UTF-16 units, labels in grapheme
clusters. Thai is cut between graphemes, never between a letter and its tone mark.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import regex

from models.bubble import Bubble, Card, Cards, Choice, Line, Picture, Words

TEXT_UNITS = 5000
ALT_UNITS = 400
QUICK_LABEL, BUTTON_LABEL = 20, 40
MOST_QUICK, MOST_CARDS, MOST_BUBBLES = 13, 12, 5
COLOURS = {"calm": "#0B6E4F", "danger": "#B3261E", "done": "#3B5B92"}
Message = dict[str, Any]


def messages(bubbles: list[Bubble], choices: list[Choice]) -> list[Message]:
    """Returns LINE's message objects; quick replies ride on the last one."""
    made = [message for bubble in bubbles for message in _messages(bubble)]
    if choices and made:
        items = [_quick(choice) for choice in choices[:MOST_QUICK]]
        made[-1] = made[-1] | {"quickReply": {"items": items}}
    return made


def calls(bubbles: list[Bubble]) -> list[list[Bubble]]:
    """Returns the bubbles cut into groups that fit into one LINE call each."""
    groups: list[list[Bubble]] = []
    room = 0
    for bubble in (piece for each in bubbles for piece in _pieces(each)):
        if room == 0:
            groups.append([])
            room = MOST_BUBBLES
        groups[-1].append(bubble)
        room -= 1
    return groups


def _pieces(bubble: Bubble) -> list[Bubble]:
    if isinstance(bubble, Words):
        return [Words(text, bubble.once) for text in split(bubble.text)]
    if isinstance(bubble, Cards):
        some = list(bubble.cards)
        return [
            Cards(some[at : at + MOST_CARDS], bubble.alt) for at in range(0, len(some), MOST_CARDS)
        ]
    return [bubble]


def _messages(bubble: Bubble) -> list[Message]:
    return [_message(piece) for piece in _pieces(bubble)]


def _message(bubble: Bubble) -> Message:
    if isinstance(bubble, Words):
        return {"type": "text", "text": bubble.text}
    if isinstance(bubble, Picture):
        address = bubble.address
        return {"type": "image", "originalContentUrl": address, "previewImageUrl": address}
    if isinstance(bubble, Card):
        return _flex(bubble.alt, _bubble(bubble))
    content = {"type": "carousel", "contents": [_bubble(card) for card in bubble.cards]}
    return _flex(bubble.alt, content)


def _flex(alt: str, contents: Message) -> Message:
    return {"type": "flex", "altText": cut_units(alt, ALT_UNITS), "contents": contents}


def _bubble(card: Card) -> Message:
    made: Message = {"type": "bubble", "size": "mega"}
    if card.picture:
        made["hero"] = {
            "type": "image", "url": card.picture, "size": "full",
            "aspectRatio": "20:13", "aspectMode": "cover",
        }  # fmt: skip
    made["header"] = _column(
        [_words(card.title, weight="bold", color="#FFFFFF", size="lg")]
        + ([_words(card.subtitle, color="#FFFFFF", size="sm")] if card.subtitle else []),
        backgroundColor=COLOURS.get(card.mood, COLOURS["calm"]), paddingAll="16px",
    )  # fmt: skip
    body = ([_words(card.text)] if card.text else []) + [_line(line) for line in card.lines]
    if body:
        made["body"] = _column(body, spacing="md")
    if card.choices:
        made["footer"] = _column([_button(choice) for choice in card.choices], spacing="sm")
    return made


def _column(contents: list[Message], **more: str) -> Message:
    return {"type": "box", "layout": "vertical", "contents": contents} | more


def _words(text: str, **more: Any) -> Message:
    shown = cut_units(text.strip() or "-", 2000)
    return {"type": "text", "text": shown, "wrap": True, "scaling": True} | more


def _line(line: Line) -> Message:
    value = _words(line.value, flex=5, size="sm")
    label = _words(line.label, flex=3, size="sm", color="#6B6B6B")
    made: Message = {
        "type": "box", "layout": "baseline", "spacing": "sm", "contents": [label, value],
    }  # fmt: skip
    if line.change is not None:
        made["contents"].append(_words("✎", flex=0, size="sm", color=COLOURS["calm"]))
        made["action"] = {
            "type": "postback", "label": cut_graphemes(line.label, BUTTON_LABEL),
            "data": line.change, "displayText": cut_graphemes(f"✎ {line.label}", 300),
        }  # fmt: skip
    return made


def _button(choice: Choice) -> Message:
    made: Message = {"type": "button", "height": "sm", "action": _action(choice, BUTTON_LABEL)}
    if choice.style == "main":
        return made | {"style": "primary", "color": COLOURS["calm"]}
    if choice.style == "danger":
        return made | {"style": "primary", "color": COLOURS["danger"]}
    return made | {"style": "secondary"}


def _quick(choice: Choice) -> Message:
    return {"type": "action", "action": _action(choice, QUICK_LABEL)}


def _action(choice: Choice, most: int) -> Message:
    label = cut_graphemes(choice.label, most)
    if choice.uri is not None:
        return {"type": "uri", "label": label, "uri": quote(choice.uri, safe=":/?#[]@!$&'()*+,;=%")}
    if choice.ask == "place":
        return {"type": "location", "label": label}
    if choice.ask == "camera":
        return {"type": "cameraRoll", "label": label}
    if choice.data is None or len(choice.data.encode("utf-16-le")) // 2 > 300:
        raise ValueError("a choice needs data of at most 300 characters")
    if choice.ask == "date":
        return {"type": "datetimepicker", "label": label, "data": choice.data, "mode": "date"}
    return {"type": "postback", "label": label, "data": choice.data, "displayText": label}


def units(text: str) -> int:
    """Returns the length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> list[str]:
    """Returns the user-perceived characters."""
    found: list[str] = regex.findall(r"\X", text)
    return found


def cut_graphemes(text: str, most: int) -> str:
    """Returns the text with at most so many graphemes, an ellipsis showing a cut."""
    parts = graphemes(text)
    return text if len(parts) <= most else "".join(parts[: most - 1]) + "…"


def cut_units(text: str, most: int) -> str:
    """Returns the text with at most so many UTF-16 units, cut between graphemes."""
    if units(text) <= most:
        return text
    return next(iter(_fill(graphemes(text), most - 1)), "") + "…"


def split(text: str) -> list[str]:
    """Returns the text in pieces of at most 5,000 UTF-16 units, at line ends or spaces if any."""
    if units(text) <= TEXT_UNITS:
        return [text] if text.strip() else []
    pieces = []
    for line in _fill(regex.findall(r"\X*?(?:\n|[ ]|$)", text), TEXT_UNITS):
        whole = [line] if units(line) <= TEXT_UNITS else _fill(_atoms(line), TEXT_UNITS)
        pieces += [piece for piece in whole if piece.strip()]
    return pieces


def _atoms(text: str) -> list[str]:
    """Graphemes; one that would not fit into a bubble by itself falls apart into its characters."""
    return [
        atom
        for part in graphemes(text)
        for atom in ([part] if units(part) <= TEXT_UNITS else list(part))
    ]


def _fill(parts: list[str], most: int) -> Iterator[str]:
    """Join parts into the longest strings that stay within `most` (a longer part stands alone)."""
    held, size = "", 0
    for part in parts:
        length = units(part)
        if held and size + length > most:
            yield held
            held, size = "", 0
        held, size = held + part, size + length
    if held:
        yield held
