"""Where the simulator remembers people, chats, menus and deliveries: one SQLite file."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists meta (key text primary key, value text not null);
create table if not exists person (
    id text primary key, name text not null, role text not null default '',
    language text not null default 'th', friend integer not null default 0,
    blocked integer not null default 0, wrote integer not null default 0,
    loading_until integer not null default 0, menu text, place integer not null
);
create table if not exists delivery (
    id integer primary key, person text not null, events text not null,
    state text not null default 'waiting', tries integer not null default 0,
    due integer not null, outcome text not null default ''
);
create index if not exists delivery_due on delivery (state, due);
create table if not exists item (
    id integer primary key, person text not null, side text not null, message text not null,
    message_id text unique, at integer not null, delivery integer,
    tapped integer not null default 0, version integer not null
);
create index if not exists item_version on item (person, version);
create table if not exists token (
    value text primary key, person text not null, delivery integer not null,
    born integer not null, fresh integer not null, used integer not null default 0
);
create table if not exists retry_key (
    value text primary key, request_id text not null, answer text not null, at integer not null
);
create table if not exists content (
    message_id text primary key, mime text not null, name text not null, gone integer not null
);
create table if not exists menu (
    id text primary key, body text not null, mime text, made integer not null
);
create table if not exists alias (id text primary key, menu text not null);
"""


class Store:
    """The SQLite file of a data folder. One connection, shared by all threads under a lock.

    Every change is committed to disk before the caller goes on, so a killed simulator loses
    nothing that the page or the bot was told.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.contents = folder / "content"
        self.contents.mkdir(exist_ok=True)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(
            folder / "simulator.sqlite3", check_same_thread=False, isolation_level=None
        )
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode = wal")
        self._connection.executescript(SCHEMA)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All changes inside the block happen together or not at all. Blocks may be nested."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Runs one statement and returns its rows."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """Runs one statement and returns its first row, if there is one."""
        rows = self.rows(sql, *values)
        return rows[0] if rows else None

    def run(self, sql: str, *values: Any) -> int:
        """Runs one statement and returns how many rows it changed."""
        with self._lock:
            return self._connection.execute(sql, values).rowcount

    def remember(self, key: str, value: str) -> None:
        """Keeps a single value under a key."""
        self.run("insert or replace into meta values (?, ?)", key, value)

    def recall(self, key: str, default: str = "") -> str:
        """Returns the value kept under a key."""
        row = self.row("select value from meta where key = ?", key)
        return str(row["value"]) if row else default

    def next_number(self) -> int:
        """Returns a number larger than all before: for ids and for the page's "what is new"."""
        with self.changing():
            number = int(self.recall("number", "0")) + 1
            self.remember("number", str(number))
            return number

    def last_number(self) -> int:
        """Returns the newest of those numbers."""
        return int(self.recall("number", "0"))

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._connection.close()
