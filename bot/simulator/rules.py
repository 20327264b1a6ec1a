"""LINE's rules for what a bot may send, as far as a bot is likely to break them.

Source: Messaging API reference, "Message objects" and "Action objects"; how characters are
counted: "Character counting in a text". Yields problems as (property, message).
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.simulator import flex_rules
from bot.simulator.actions import Problem, check_action, graphemes, units

Message = dict[str, Any]

EMPTY = "May not be empty"
ACTIONS_OF = {"buttons": 4, "confirm": 2, "carousel": 3, "image_carousel": 1}
TEXT_OF = {"buttons": 160, "confirm": 240, "carousel": 120}


def check_messages(messages: object) -> Iterator[Problem]:
    """Checks the `messages` of a request: one to five message objects."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        yield "messages", "Size must be between 1 and 5"
        return
    for index, message in enumerate(messages):
        yield from _check_message(message, f"messages[{index}]")


def _check_message(message: object, path: str) -> Iterator[Problem]:
    if not isinstance(message, dict):
        yield path, "must be an object"
        return
    check = CHECKS.get(str(message.get("type")))
    if check is None:
        yield f"{path}/type", "Must be one of the following values: " + str(sorted(CHECKS))
        return
    yield from check(message, path)
    if "quickReply" in message:
        yield from _check_quick_reply(message["quickReply"], f"{path}/quickReply")


def _check_quick_reply(quick_reply: Any, path: str) -> Iterator[Problem]:
    items = quick_reply.get("items") if isinstance(quick_reply, dict) else None
    if not isinstance(items, list) or not 1 <= len(items) <= 13:
        yield f"{path}/items", "Size must be between 1 and 13"
        return
    for index, item in enumerate(items):
        action = item.get("action") if isinstance(item, dict) else None
        yield from check_action(action, f"{path}/items[{index}]/action", 20, quick=True)


def _text(message: Message, path: str) -> Iterator[Problem]:
    yield from _sized(message.get("text"), f"{path}/text", 5000)


def _sized(
    value: object, path: str, limit: int, count: Callable[[str], int] = units
) -> Iterator[Problem]:
    if not isinstance(value, str) or not value:
        yield path, EMPTY
    elif count(value) > limit:
        yield path, f"Length must be between 0 and {limit}"


def _addresses(*names: str) -> Callable[[Message, str], Iterator[Problem]]:
    def check(message: Message, path: str) -> Iterator[Problem]:
        for name in names:
            if not flex_rules.is_media_address(message.get(name)):
                yield f"{path}/{name}", "Must be a valid HTTPS URL"

    return check


def _sticker(message: Message, path: str) -> Iterator[Problem]:
    for name in ("packageId", "stickerId"):
        if not re.fullmatch(r"\d+", str(message.get(name, ""))):
            yield f"{path}/{name}", EMPTY


def _location(message: Message, path: str) -> Iterator[Problem]:
    for name in ("title", "address"):
        yield from _sized(message.get(name), f"{path}/{name}", 100)
    for name, limit in (("latitude", 90), ("longitude", 180)):
        value = message.get(name)
        if not isinstance(value, int | float) or abs(value) > limit:
            yield f"{path}/{name}", "invalid coordinate"


def _flex(message: Message, path: str) -> Iterator[Problem]:
    yield from _sized(message.get("altText"), f"{path}/altText", 1500)
    yield from flex_rules.check_container(message.get("contents"), f"{path}/contents")


def _template(message: Message, path: str) -> Iterator[Problem]:
    yield from _sized(message.get("altText"), f"{path}/altText", 1500)
    template = message.get("template")
    kind = template.get("type") if isinstance(template, dict) else None
    if not isinstance(template, dict) or kind not in ACTIONS_OF:
        yield f"{path}/template", "invalid template"
        return
    columns = template.get("columns") if "carousel" in str(kind) else [template]
    if not isinstance(columns, list) or not 1 <= len(columns) <= 10:
        yield f"{path}/template/columns", "Size must be between 1 and 10"
        return
    for index, column in enumerate(columns):
        yield from _column(column, f"{path}/template[{index}]", str(kind))


def _column(column: Message, path: str, kind: str) -> Iterator[Problem]:
    if kind == "image_carousel":
        yield from check_action(column.get("action"), f"{path}/action", 12, labelled=False)
        return
    tight = bool(column.get("title") or column.get("thumbnailImageUrl"))
    limit = 60 if tight and kind != "confirm" else TEXT_OF[kind]
    yield from _sized(column.get("text"), f"{path}/text", limit, graphemes)
    actions = column.get("actions")
    if not isinstance(actions, list) or not 1 <= len(actions) <= ACTIONS_OF[kind]:
        yield f"{path}/actions", f"Size must be between 1 and {ACTIONS_OF[kind]}"
        return
    for index, action in enumerate(actions):
        yield from check_action(action, f"{path}/actions[{index}]", 20)


CHECKS: dict[str, Callable[[Message, str], Iterator[Problem]]] = {
    "text": _text,
    "textV2": _text,
    "sticker": _sticker,
    "image": _addresses("originalContentUrl", "previewImageUrl"),
    "video": _addresses("originalContentUrl", "previewImageUrl"),
    "audio": _addresses("originalContentUrl"),
    "location": _location,
    "flex": _flex,
    "template": _template,
    "imagemap": _addresses("baseUrl"),
}
