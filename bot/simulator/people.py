"""The people of the simulator: who may chat with the bot, and whether it reaches them."""

import sqlite3
from typing import Any

from bot.simulator import ids
from bot.simulator.store import Store

FIRST_PEOPLE = (
    ("ประชาชน", "สมหญิง"),
    ("ประชาชน", "คนที่สอง"),
    ("อาสาสมัคร", "อารีย์"),
    ("", "เจ้าหน้าที่"),
)
NAME_LIMIT = 60


class NoSuchPerson(Exception):
    """There is nobody with this id."""


def seed(store: Store) -> None:
    """Makes the first people of a new data folder."""
    with store.changing():
        if not store.row("select 1 from person limit 1"):
            for role, name in FIRST_PEOPLE:
                make(store, name, role)


def make(store: Store, name: str, role: str = "", language: str = "th") -> str:
    """Makes a person who is not yet a friend of the account and returns their LINE user id."""
    person = ids.user_id()
    with store.changing():
        store.run(
            "insert into person (id, name, role, language, place) values (?, ?, ?, ?, ?)",
            *(person, name[:NAME_LIMIT], role[:NAME_LIMIT], language, store.next_number()),
        )
    return person


def find(store: Store, person: str) -> sqlite3.Row:
    """Returns a person's row. Raises NoSuchPerson."""
    row = store.row("select * from person where id = ?", person)
    if row is None:
        raise NoSuchPerson(person)
    return row


def everyone(store: Store) -> list[dict[str, Any]]:
    """Returns all people, in the order they were made, each with the newest of their chat."""
    rows = store.rows(
        "select person.*, item.message, item.side, item.at, item.version from person left join item"
        " on item.id = (select max(id) from item where item.person = person.id) order by place"
    )
    return [dict(row) for row in rows]


def befriend(store: Store, person: str, *, blocked: bool = False) -> None:
    """The person adds the account, or blocks it."""
    store.run("update person set friend = 1, blocked = ? where id = ?", int(blocked), person)


def reachable(store: Store, person: str) -> bool:
    """Whether a push arrives: friends who have not blocked, and people who wrote to the account.

    Source: Messaging API reference, "Send push message". LINE limits the latter to seven days.
    """
    row = find(store, person)
    return not row["blocked"] and bool(row["friend"] or row["wrote"])


def friends_among(store: Store, people: list[str]) -> list[str]:
    """Returns those whom a multicast reaches: friends who have not blocked."""
    rows = store.rows("select id from person where friend and not blocked")
    known = {row["id"] for row in rows}
    return [person for person in people if person in known]


def show_loading(store: Store, person: str, seconds: int) -> None:
    """Shows the three dots until the next message or until the time is up."""
    until = ids.now() + seconds * 1000 if seconds else 0
    store.run("update person set loading_until = ? where id = ?", until, person)
