"""How messages of the bot get into chats: reply tokens, retry keys, the month's quota."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.simulator import chat, ids, people
from bot.simulator.platform import Platform
from bot.simulator.store import Store

Message = dict[str, Any]
Answer = dict[str, Any]

RETRY_KEY_LIFE = 24 * 3600 * 1000
QUOTA_ZONE = dt.timezone(dt.timedelta(hours=9))
"""LINE counts a month in UTC+9."""


class Refused(Exception):
    """LINE answers with an error and does nothing."""

    def __init__(self, status: int, message: str, details: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.details = [{"message": text, "property": name} for name, text in details]


@dataclass
class AcceptedBefore(Exception):
    """A request with this retry key was accepted earlier."""

    request_id: str
    answer: Answer


def reply(platform: Platform, token: str, messages: Sequence[Message]) -> Answer:
    """Answers an event. Raises: Refused for a token that is unknown, used or too old."""
    store = platform.store
    oldest = ids.now() - int(platform.settings.reply_token_seconds * 1000)
    with store.changing():
        row = store.row(
            "update token set used = 1 where value = ? and not used and fresh >= ?"
            " returning person",
            *(token, oldest),
        )
        if row is None:
            raise Refused(400, "Invalid reply token")
        if not people.reachable(store, row["person"]):
            return {"sentMessages": []}
        return {"sentMessages": chat.receive(store, row["person"], messages)}


def push(
    platform: Platform, person: str, messages: Sequence[Message], key: str | None, request_id: str
) -> Answer:
    """Sends to one person; 200 does not mean that it arrived.

    Raises: Refused for an unknown person or a used-up quota; AcceptedBefore.
    """
    store = platform.store
    with store.changing():
        _first_time(store, key)
        try:
            reachable = people.reachable(store, person)
        except people.NoSuchPerson:
            raise Refused(400, "Failed to send messages") from None
        _count(platform, int(reachable))
        sent = chat.receive(store, person, messages) if reachable else _unseen(store, messages)
        answer = {"sentMessages": sent}
        _accept(store, key, request_id, answer)
    return answer


def multicast(
    platform: Platform,
    to: Sequence[str],
    messages: Sequence[Message],
    key: str | None,
    request_id: str,
) -> Answer:
    """Sends to many; people who cannot be reached are skipped without a word.

    Raises: Refused for a used-up quota; AcceptedBefore.
    """
    store = platform.store
    with store.changing():
        _first_time(store, key)
        reached = people.friends_among(store, list(to))
        _count(platform, len(reached))
        for person in reached:
            chat.receive(store, person, messages)
        _accept(store, key, request_id, {})
    return {}


def used(store: Store) -> int:
    """Returns how many messages of this month's quota were used."""
    return int(store.recall(_month(), "0"))


def _month() -> str:
    return f"used {dt.datetime.now(QUOTA_ZONE):%Y-%m}"


def _count(platform: Platform, recipients: int) -> None:
    total = used(platform.store) + recipients
    if platform.settings.quota and total > platform.settings.quota:
        raise Refused(429, "You have reached your monthly limit.")
    platform.store.remember(_month(), str(total))


def _unseen(store: Store, messages: Sequence[Message]) -> list[dict[str, str]]:
    return [{"id": ids.message_id(store.next_number())} for _ in messages]


def _first_time(store: Store, key: str | None) -> None:
    if key is None:
        return
    try:
        UUID(key)
    except ValueError:
        raise Refused(400, "Invalid retry key") from None
    row = store.row(
        "select * from retry_key where value = ? and at > ?", key, ids.now() - RETRY_KEY_LIFE
    )
    if row:
        raise AcceptedBefore(row["request_id"], json.loads(row["answer"]))


def _accept(store: Store, key: str | None, request_id: str, answer: Answer) -> None:
    if key is not None:
        store.run(
            "insert or replace into retry_key values (?, ?, ?, ?)",
            *(key, request_id, json.dumps(answer), ids.now()),
        )
