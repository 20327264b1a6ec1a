"""A scene: the web process of the service, on one database that is emptied for every dialogue."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from flask import g
from sqlalchemy.orm import Session

from bot.app import create_app
from bot.database import Sessions
from bot.settings import Settings
from bot.webhook import Webhook
from tests.conftest import TEMPLATE
from tests.dialogues.scene import Scene

NAME = f"dialogues_{os.getpid()}"
_DELETE = """select format('delete from %I', tablename) from pg_tables
             where schemaname = 'public' and tablename <> 'alembic_version'"""


@pytest.fixture(scope="package")
def empty_database(server_url: str) -> Iterator[str]:
    """A copy of the migrated template, made once: to copy it for every dialogue takes longer
    than to play it."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {NAME} template {TEMPLATE}")
    before, _, query = server_url.partition("?")
    yield f"{before.rsplit('/', 1)[0]}/{NAME}" + (f"?{query}" if query else "")
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME} with (force)")


@pytest.fixture
def database_url(empty_database: str) -> str:
    """The database, with nothing in it (in place of the fixture of tests/conftest.py)."""
    with psycopg.connect(empty_database) as connection:
        connection.execute("set session_replication_role = replica")  # in any order
        for (delete,) in connection.execute(_DELETE).fetchall():
            connection.execute(delete)
    return empty_database


@pytest.fixture
def scene(settings: Settings, sessions: Sessions, session: Session) -> Iterator[Scene]:
    """An empty scene; its web process is shut down afterwards."""
    app = create_app(settings)
    app.testing = True
    yield Scene(app.test_client(), sessions, session)
    session.rollback()
    webhook = app.view_functions["webhook"].__self__  # type: ignore[attr-defined]
    assert isinstance(webhook, Webhook)
    webhook.pool.close()
    webhook.threads.shutdown()
    with app.test_request_context("/"):
        app.preprocess_request()
        g.session.get_bind().dispose()
