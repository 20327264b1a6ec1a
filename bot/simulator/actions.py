"""LINE's rules for actions: what happens when somebody taps.

Source: Messaging API reference, "Action objects". Labels and shown texts are counted in grapheme
clusters, data in UTF-16 code units ("Character counting in a text").
"""

from collections.abc import Callable, Iterator
from typing import Any

import regex

Problem = tuple[str, str]
Action = dict[str, Any]

SCHEMES = ("http://", "https://", "line://", "tel:")
QUICK_ONLY = {"camera", "cameraRoll", "location"}


def units(text: str) -> int:
    """Returns how many UTF-16 code units a text has."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def graphemes(text: str) -> int:
    """Returns how many grapheme clusters a text has."""
    return len(regex.findall(r"\X", text))


def check_action(
    action: object, path: str, label_limit: int, *, labelled: bool = True, quick: bool = False
) -> Iterator[Problem]:
    """Checks one action.

    Args:
        label_limit: graphemes a label may have where the action stands.
        labelled: whether a label is required there.
        quick: whether it stands in a quick reply, the only place for camera and location.
    """
    if not isinstance(action, dict):
        yield path, "May not be empty"
        return
    kind = str(action.get("type"))
    if kind not in CHECKS or (kind in QUICK_ONLY and not quick):
        yield f"{path}/type", f"invalid action type: {kind}"
        return
    if labelled or "label" in action:
        yield from _needed(action, "label", path, label_limit, graphemes)
    yield from CHECKS[kind](action, path)


def _needed(
    action: Action, name: str, path: str, limit: int, count: Callable[[str], int] = units
) -> Iterator[Problem]:
    value = action.get(name)
    if not isinstance(value, str) or not value:
        yield f"{path}/{name}", "May not be empty"
    elif count(value) > limit:
        yield f"{path}/{name}", f"Length must be between 0 and {limit}"


def _postback(action: Action, path: str) -> Iterator[Problem]:
    yield from _needed(action, "data", path, 300)
    for name in ("displayText", "fillInText"):
        if name in action:
            yield from _needed(action, name, path, 300, graphemes)


def _message(action: Action, path: str) -> Iterator[Problem]:
    yield from _needed(action, "text", path, 300, graphemes)


def _uri(action: Action, path: str) -> Iterator[Problem]:
    yield from _needed(action, "uri", path, 1000)
    if not str(action.get("uri")).lower().startswith(SCHEMES):
        yield f"{path}/uri", "invalid uri scheme"


def _datetimepicker(action: Action, path: str) -> Iterator[Problem]:
    yield from _needed(action, "data", path, 300)
    if action.get("mode") not in ("date", "time", "datetime"):
        yield f"{path}/mode", "invalid mode"


def _clipboard(action: Action, path: str) -> Iterator[Problem]:
    yield from _needed(action, "clipboardText", path, 1000)


def _menu_switch(action: Action, path: str) -> Iterator[Problem]:
    yield from _needed(action, "richMenuAliasId", path, 32)
    yield from _needed(action, "data", path, 300)


def _nothing_more(_action: Action, _path: str) -> Iterator[Problem]:
    yield from ()


CHECKS: dict[str, Callable[[Action, str], Iterator[Problem]]] = {
    "postback": _postback,
    "message": _message,
    "uri": _uri,
    "datetimepicker": _datetimepicker,
    "clipboard": _clipboard,
    "richmenuswitch": _menu_switch,
    "camera": _nothing_more,
    "cameraRoll": _nothing_more,
    "location": _nothing_more,
}
