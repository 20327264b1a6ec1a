"""What a person can do on their phone: each act changes the chat and sends the bot a webhook."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.simulator import chat, events, menus, people
from bot.simulator.events import Event
from bot.simulator.platform import Platform

Content = dict[str, Any]


class Impossible(Exception):
    """A phone would not let the person do this; the message says why."""


def say(platform: Platform, person: str, contents: Sequence[Content]) -> dict[str, Any]:
    """Sends messages of the person, all in one webhook.

    Args:
        contents: message objects as in webhooks, without id and tokens.

    Returns: number of the delivery, message ids and event ids.
    Raises: Impossible when the person has blocked the account; NoSuchPerson.
    """
    store = platform.store
    _must_not_be_blocked(platform, person)
    with store.changing():
        store.run("update person set wrote = 1 where id = ?", person)
        message_ids = [chat.add(store, person, "person", content) for content in contents]
        made = [
            events.message(person, message_id, content)
            for message_id, content in zip(message_ids, contents, strict=True)
        ]
        delivery = platform.courier.enqueue(person, made)
        store.run(
            f"update item set delivery = ? where message_id in ({_marks(message_ids)})",  # noqa: S608
            *(delivery, *message_ids),
        )
    platform.courier.wake()
    return _answer(delivery, made) | {"messages": message_ids}


def tap(
    platform: Platform, person: str, action: Content, params: dict[str, str] | None = None
) -> dict[str, Any]:
    """Does what a tapped action does: a message, or a postback with what the person chose.

    Raises: Impossible for actions that send nothing to the bot, or when blocked; NoSuchPerson.
    """
    kind = action.get("type")
    if kind == "message":
        return say(platform, person, [{"type": "text", "text": action["text"]}])
    if kind == "richmenuswitch":
        params = menus.switch(platform.store, person, str(action["richMenuAliasId"]))
    elif kind not in ("postback", "datetimepicker"):
        raise Impossible(f"{kind} sends nothing to the bot")
    _must_not_be_blocked(platform, person)
    with platform.store.changing():
        event = events.postback(person, str(action["data"]), params)
        delivery = platform.courier.enqueue(person, [event])
        _show_display_text(platform, person, action, delivery)
    platform.courier.wake()
    return _answer(delivery, [event])


def follow(platform: Platform, person: str) -> dict[str, Any]:
    """The person adds the account as a friend. Raises: Impossible if it is one already."""
    row = people.find(platform.store, person)
    if row["friend"]:
        raise Impossible("already a friend")
    return _change(platform, person, "followed", events.follow(person, unblocked=False))


def block(platform: Platform, person: str) -> dict[str, Any]:
    """The person blocks the account: nothing reaches them any more."""
    _must_not_be_blocked(platform, person)
    return _change(platform, person, "blocked", events.unfollow(person), blocked=True)


def unblock(platform: Platform, person: str) -> dict[str, Any]:
    """The person takes the block back. Raises: Impossible if there is none."""
    if not people.find(platform.store, person)["blocked"]:
        raise Impossible("not blocked")
    return _change(platform, person, "unblocked", events.follow(person, unblocked=True))


def unsend(platform: Platform, person: str, message_id: str) -> dict[str, Any]:
    """The person takes back a message of theirs. Raises: Impossible if it is not theirs."""
    with platform.store.changing():
        if not chat.unsend(platform.store, person, message_id):
            raise Impossible("no such message")
        event = events.unsend(person, message_id)
        delivery = platform.courier.enqueue(person, [event])
    platform.courier.wake()
    return _answer(delivery, [event])


BY_NAME: dict[str, Callable[[Platform, str], dict[str, Any]]] = {
    "follow": follow,
    "block": block,
    "unblock": unblock,
}
"""Acts that need no more than the person."""


def _change(
    platform: Platform, person: str, note: str, event: Event, *, blocked: bool = False
) -> dict[str, Any]:
    with platform.store.changing():
        people.befriend(platform.store, person, blocked=blocked)
        delivery = platform.courier.enqueue(person, [event])
        chat.add(platform.store, person, "note", {"type": note}, delivery)
    platform.courier.wake()
    return _answer(delivery, [event])


def _show_display_text(platform: Platform, person: str, action: Content, delivery: int) -> None:
    if text := action.get("displayText"):
        bubble = {"type": "text", "text": text}
        chat.add(platform.store, person, "person", bubble, delivery)


def _must_not_be_blocked(platform: Platform, person: str) -> None:
    if people.find(platform.store, person)["blocked"]:
        raise Impossible("the account is blocked")


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _answer(delivery: int, made: Sequence[Event]) -> dict[str, Any]:
    return {"delivery": delivery, "events": [event["webhookEventId"] for event in made]}
