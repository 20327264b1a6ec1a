"""What a person does on the phone, written as the event that LINE would send for it.

    (picture) (picture x3) (voice) (video) (file pay.pdf) (sticker) (sticker sad)
    (place address) (adds us) (blocks us) (data menu:track) (beacon)
    (unsends "words") (unsends the picture) (edits "words" to "others") (quotes "words": new words)
    (in a group: words) (a group adds us) (5000 characters of words)

`⏎` begins a new line within a message.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

Event = dict[str, Any]
Finder = Callable[[str], str]
"""Finds LINE's id of the message that holds these words; of "a image" the newest picture."""

_THING = re.compile(r"\(([^()]*)\)")
_MEDIA = {"picture": "image", "voice": "audio", "video": "video"}
_LABEL = re.compile(r"\[(?P<label>.+?)(?:: (?P<day>\d{4}-\d\d-\d\d))?\]")
GROUP = {"type": "group", "groupId": "C" + "1" * 32}


def label_of(text: str) -> tuple[str, str] | None:
    """Returns the label that is tapped, and the day that is picked; None for other texts."""
    found = _LABEL.fullmatch(text)
    return (found["label"], found["day"] or "") if found else None


def events_of(text: str, find: Finder) -> Iterator[Event]:
    """Yields the events of one message or of several things in brackets."""
    if _THING.sub("", text).strip():
        yield _text(text.replace("⏎", "\n"))
        return
    for thing in _THING.findall(text):
        yield from _thing(thing, find)


def _message(kind: str, **more: Any) -> Event:
    return {"type": "message", "message": {"type": kind} | more}


def _text(text: str) -> Event:
    return _message("text", text=text)


def _thing(thing: str, find: Finder) -> Iterator[Event]:
    word, _, rest = thing.partition(" ")
    if word in _MEDIA:
        how_many = int(rest.removeprefix("x") or 1)
        yield from [_message(_MEDIA[word], contentProvider={"type": "line"})] * how_many
        return
    for pattern, make in _THINGS:
        found = re.fullmatch(pattern, thing)
        if found:
            yield make(found, find)
            return
    raise ValueError(f"nobody can send ({thing})")


def _place(found: re.Match[str], _: Finder) -> Event:
    return _message("location", latitude=16.4, longitude=102.8, address=found[1])


def _sticker(found: re.Match[str], _: Finder) -> Event:
    return _message("sticker", packageId="1", stickerId="1", keywords=(found[1] or "").split())


def _edits(found: re.Match[str], find: Finder) -> Event:
    message = {"type": "text", "id": find(found[1]), "text": found[2]}
    return {"type": "messageEdited", "message": message}


def _quotes(found: re.Match[str], find: Finder) -> Event:
    return _message("text", text=found[2], quotedMessageId=find(found[1]))


def _long(found: re.Match[str], _: Finder) -> Event:
    how_many = int(found[1])
    return _text((found[2] * (how_many // len(found[2]) + 1))[:how_many])


def _group(found: re.Match[str], _: Finder) -> Event:
    mention = {"mentionees": [{"isSelf": True}]} if "@" in found[1] else {}
    return _message("text", text=found[1], mention=mention) | {"source": GROUP}


_THINGS: list[tuple[str, Callable[[re.Match[str], Finder], Event]]] = [
    (r"file (\S+)", lambda m, _: _message("file", fileName=m[1], fileSize=1000)),
    (r"sticker ?(.*)", _sticker),
    (r"place (.+)", _place),
    (r"adds us", lambda _m, _f: {"type": "follow", "follow": {"isUnblocked": False}}),
    (r"blocks us", lambda _m, _f: {"type": "unfollow"}),
    (r"data (.*)", lambda m, _: {"type": "postback", "postback": {"data": m[1]}}),
    (r"beacon", lambda _m, _f: {"type": "beacon", "beacon": {"hwid": "d41d8cd98f"}}),
    (r'unsends "(.+)"', lambda m, find: {"type": "unsend", "unsend": {"messageId": find(m[1])}}),
    (
        r"unsends the (picture|voice)",
        lambda m, find: {"type": "unsend", "unsend": {"messageId": find(f"a {_MEDIA[m[1]]}")}},
    ),
    (r'edits "(.+)" to "(.+)"', _edits),
    (r'quotes "(.+)": (.+)', _quotes),
    (r"in a group: (.+)", _group),
    (r"a group adds us", lambda _m, _f: {"type": "join", "source": GROUP}),
    (r"(\d+) characters of (.+)", _long),
]
