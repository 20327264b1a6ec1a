"""What stands in a chat: bubbles of the person, bubbles of the bot, small notes between them."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from bot.simulator import ids, people
from bot.simulator.store import Store

QUOTABLE = {"text", "textV2", "sticker", "image", "video", "template", "flex"}
"""Messages whose sending returns a quote token (LINE: "Get quote tokens")."""


def add(
    store: Store, person: str, side: str, message: dict[str, Any], delivery: int | None = None
) -> str:
    """Adds a bubble (side "person" or "bot") or a note (side "note"); returns its message id."""
    with store.changing():
        number = store.next_number()
        message_id = ids.message_id(number)
        store.run(
            "insert into item (person, side, message, message_id, at, delivery, version)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            *(person, side, json.dumps(message), message_id, ids.now(), delivery, number),
        )
    return message_id


def receive(store: Store, person: str, messages: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Shows the bot's messages in a chat and returns LINE's `sentMessages` for them."""
    with store.changing():
        people.show_loading(store, person, 0)
        return [_sent(message, add(store, person, "bot", message)) for message in messages]


def _sent(message: dict[str, Any], message_id: str) -> dict[str, str]:
    sent = {"id": message_id}
    if message["type"] in QUOTABLE:
        sent["quoteToken"] = ids.opaque()
    return sent


def touch(store: Store, column: str, value: Any) -> None:
    """Makes the page look again at the items with this value in this column."""
    where = {"delivery": "delivery = ?", "id": "id = ?", "message_id": "message_id = ?"}[column]
    store.run(f"update item set version = ? where {where}", store.next_number(), value)  # noqa: S608


def mark_tapped(store: Store, item: int) -> None:
    """A quick reply of this item was used: its row goes away."""
    with store.changing():
        store.run("update item set tapped = 1 where id = ?", item)
        touch(store, "id", item)


def unsend(store: Store, person: str, message_id: str) -> bool:
    """Takes an own message back, content included. Returns False if there is no such message."""
    with store.changing():
        changed = store.run(
            "update item set message = ? where message_id = ? and person = ? and side = 'person'",
            *(json.dumps({"type": "unsent"}), message_id, person),
        )
        touch(store, "message_id", message_id)
        store.run("update content set gone = 1 where message_id = ?", message_id)
    (store.contents / message_id).unlink(missing_ok=True)
    return bool(changed)


def since(store: Store, person: str, version: int) -> list[dict[str, Any]]:
    """Returns the items of a chat that are new or changed after a version, oldest first."""
    rows = store.rows(
        "select item.*, delivery.state as state from item left join delivery"
        " on delivery.id = item.delivery"
        " where item.person = ? and item.version > ? order by item.id",
        *(person, version),
    )
    return [_item(row) for row in rows]


def _item(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "side": row["side"],
        "message": json.loads(row["message"]),
        "messageId": row["message_id"],
        "at": row["at"],
        "delivery": row["delivery"],
        "state": row["state"] or "done",
        "tapped": bool(row["tapped"]),
        "version": row["version"],
    }
