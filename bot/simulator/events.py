"""Webhook events in LINE's JSON. Source: Messaging API reference, "Webhook Event Objects"."""

from typing import Any

from bot.simulator import ids

Event = dict[str, Any]

QUOTED = {"text", "sticker", "image", "video"}
"""Kinds of incoming messages that carry a quote token."""


def event(kind: str, person: str, **fields: Any) -> Event:
    """Returns an event of one person's chat with everything all events have."""
    at = ids.now()
    return {
        "type": kind,
        **fields,
        "webhookEventId": ids.ulid(at),
        "deliveryContext": {"isRedelivery": False},
        "timestamp": at,
        "source": {"type": "user", "userId": person},
        "mode": "active",
    }


def message(person: str, message_id: str, content: dict[str, Any]) -> Event:
    """Returns the event of a message that the person sent."""
    body = {"type": content["type"], "id": message_id, **content, "markAsReadToken": ids.opaque()}
    if content["type"] in QUOTED:
        body["quoteToken"] = ids.opaque()
    return event("message", person, replyToken=ids.opaque(), message=body)


def postback(person: str, data: str, params: dict[str, str] | None) -> Event:
    """Returns the event of a tap; `params` come from a date picker or a menu switch."""
    body: dict[str, Any] = {"data": data} | ({"params": params} if params else {})
    return event("postback", person, replyToken=ids.opaque(), postback=body)


def follow(person: str, *, unblocked: bool) -> Event:
    """Returns the event of adding the account as a friend, or of unblocking it."""
    return event("follow", person, replyToken=ids.opaque(), follow={"isUnblocked": unblocked})


def unfollow(person: str) -> Event:
    """Returns the event of blocking the account."""
    return event("unfollow", person)


def unsend(person: str, message_id: str) -> Event:
    """Returns the event of taking a message back."""
    return event("unsend", person, unsend={"messageId": message_id})
