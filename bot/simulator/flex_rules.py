"""LINE's rules for Flex Messages: containers, which parts may stand where, sizes.

Source: Messaging API reference, "Flex Message".
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.actions import Problem, check_action

Part = dict[str, Any]

BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
BLOCKS = ("header", "hero", "body", "footer")
UPRIGHT = {"box", "button", "image", "text", "separator", "filler", "video"}
BASELINE = {"icon", "text", "filler", "span"}
LOOPBACK = {"127.0.0.1", "localhost"}


def is_media_address(value: object) -> bool:
    """Whether LINE would load a picture or sound from here: https, at most 2,000 characters.

    http is let through for this machine, where the bot has no certificate.
    """
    if not isinstance(value, str) or len(value) > 2000:
        return False
    parts = urlsplit(value)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or local)


def check_container(container: object, path: str) -> Iterator[Problem]:
    """Checks the `contents` of a Flex Message: a bubble or a carousel of bubbles."""
    kind = container.get("type") if isinstance(container, dict) else None
    if not isinstance(container, dict) or kind not in ("bubble", "carousel"):
        yield path, "must be a bubble or a carousel"
    elif kind == "bubble":
        yield from _check_bubble(container, path)
    else:
        yield from _check_carousel(container, path)


def _check_carousel(carousel: Part, path: str) -> Iterator[Problem]:
    bubbles = carousel.get("contents")
    if not isinstance(bubbles, list) or not 1 <= len(bubbles) <= 12:
        yield f"{path}/contents", "Size must be between 1 and 12"
        return
    if len({bubble.get("size", "mega") for bubble in bubbles}) > 1:
        yield f"{path}/contents", "All bubbles must have the same size"
    if _bytes(carousel) > CAROUSEL_BYTES:
        yield path, "The carousel is larger than 50 KB"
    for index, bubble in enumerate(bubbles):
        yield from _check_bubble(bubble, f"{path}/contents[{index}]")


def _check_bubble(bubble: Part, path: str) -> Iterator[Problem]:
    if bubble.get("type") != "bubble":
        yield f"{path}/type", "must be bubble"
        return
    if _bytes(bubble) > BUBBLE_BYTES:
        yield path, "The bubble is larger than 30 KB"
    if not any(block in bubble for block in BLOCKS):
        yield path, "At least one block must be specified"
    for block in BLOCKS:
        if block in bubble:
            yield from _check_part(bubble[block], f"{path}/{block}", UPRIGHT)


def _check_part(part: object, path: str, allowed: set[str]) -> Iterator[Problem]:
    kind = str(part.get("type")) if isinstance(part, dict) else ""
    if not isinstance(part, dict) or kind not in allowed:
        yield f"{path}/type", f"invalid component: {kind}"
        return
    if kind == "button" or "action" in part:
        button = kind == "button"
        yield from check_action(part.get("action"), f"{path}/action", 40, labelled=button)
    if kind == "text" and not part.get("text") and not part.get("contents"):
        yield f"{path}/text", "May not be empty"
    if kind in ("image", "icon") and not is_media_address(part.get("url")):
        yield f"{path}/url", "Must be a valid HTTPS URL"
    if kind == "box":
        yield from _check_box(part, path)


def _check_box(box: Part, path: str) -> Iterator[Problem]:
    layout, contents = box.get("layout"), box.get("contents")
    if layout not in ("horizontal", "vertical", "baseline"):
        yield f"{path}/layout", f"invalid layout: {layout}"
    if not isinstance(contents, list):
        yield f"{path}/contents", "May not be null"
        return
    for index, part in enumerate(contents):
        allowed = BASELINE if layout == "baseline" else UPRIGHT
        yield from _check_part(part, f"{path}/contents[{index}]", allowed)


def _bytes(part: Part) -> int:
    return len(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())
