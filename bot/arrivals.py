"""Reads LINE's events into Arrivals. Tolerant: what is new or odd becomes Kind.OTHER.

LINE may add event types, properties and values without notice (Messaging API: development
guidelines), so nothing here raises for what it does not know.
"""

import json
from datetime import datetime
from typing import Any

from bot.webhook import chat_of
from handlers.arrival import Arrival, Kind, Place
from models.incoming import Incoming

_EVENTS = {
    "follow": Kind.FOLLOWED,
    "unfollow": Kind.UNFOLLOWED,
    "unsend": Kind.UNSENT,
    "postback": Kind.PRESSED,
    "messageEdited": Kind.EDITED,
    "join": Kind.JOINED,
}
_MESSAGES = {
    "text": Kind.TEXT,
    "image": Kind.IMAGE,
    "video": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "file": Kind.FILE,
    "location": Kind.LOCATION,
    "sticker": Kind.STICKER,
}
LONGEST = 20_000
"""Characters of one message that are kept; LINE's own limit is not documented."""


def read(row: Incoming) -> Arrival:
    """Returns the Arrival of a filed event."""
    event = _dict(json.loads(row.raw or b"{}"))
    source, message = _dict(event.get("source")), _dict(event.get("message"))
    kind = _kind(event, message)
    postback = _dict(event.get("postback"))
    return Arrival(
        kind=kind,
        chat=chat_of(event),
        at=row.occurred_at,
        received_at=row.received_at,
        incoming_id=row.id,
        private=source.get("type") == "user",
        standby=event.get("mode") == "standby",
        message_id=_text(message.get("id")) or _text(_dict(event.get("unsend")).get("messageId")),
        quoted_message_id=_text(message.get("quotedMessageId")) or None,
        text=_words(kind, message),
        data=_text(postback.get("data")),
        picked=_text(_dict(postback.get("params")).get("date")),
        place=_place(message) if kind is Kind.LOCATION else None,
        file_name=_text(message.get("fileName")) or None,
        fetchable=_dict(message.get("contentProvider")).get("type", "line") == "line",
        reply_token=_text(event.get("replyToken")) or None,
        mentions_us=_mentions_us(message),
        raw_type=_text(message.get("type")) or _text(event.get("type")) or "unknown",
    )


def _kind(event: dict[str, Any], message: dict[str, Any]) -> Kind:
    if event.get("type") == "message":
        kind = _MESSAGES.get(_text(message.get("type")), Kind.OTHER)
        if kind is Kind.LOCATION and _place(message) is None:
            return Kind.OTHER
        return kind if _text(message.get("id")) else Kind.OTHER
    return _EVENTS.get(_text(event.get("type")), Kind.OTHER)


def _words(kind: Kind, message: dict[str, Any]) -> str:
    if kind in (Kind.TEXT, Kind.EDITED):
        return _clean(_text(message.get("text")))[:LONGEST]
    if kind is Kind.STICKER:
        keywords = message.get("keywords")
        words = [_text(word) for word in keywords] if isinstance(keywords, list) else []
        return _clean(_text(message.get("text")) or " ".join(words[:3]))
    return ""


def _clean(text: str) -> str:
    """Lone surrogates and NUL cannot be stored; nothing else is touched."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _place(message: dict[str, Any]) -> Place | None:
    lat, lon = message.get("latitude"), message.get("longitude")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    address = " ".join(filter(None, (_text(message.get(k)) for k in ("title", "address"))))
    return Place(float(lat), float(lon), _clean(address)[:500])


def _mentions_us(message: dict[str, Any]) -> bool:
    people = _dict(message.get("mention")).get("mentionees")
    return isinstance(people, list) and any(_dict(one).get("isSelf") is True for one in people)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def moment_of_token(arrivals: list[Arrival]) -> tuple[str, datetime] | None:
    """Returns the newest reply token and when it came, or None."""
    with_token = [a for a in arrivals if a.reply_token]
    if not with_token:
        return None
    newest = max(with_token, key=lambda a: a.received_at)
    return str(newest.reply_token), newest.received_at
