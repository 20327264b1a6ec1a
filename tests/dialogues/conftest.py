"""A scene: the web process of the service, on one database that is emptied for every dialogue.

`settings` and `sessions` of tests/conftest.py are made once here: to copy a database and to have
every statement compiled anew takes longer than to play a dialogue.
"""

import os
from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from bot.database import Sessions, open_database
from bot.settings import Settings
from tests.conftest import TEMPLATE, settings_for
from tests.dialogues.scene import Scene
from tests.web import web

NAME = f"dialogues_{os.getpid()}"
_DELETE = """select format('delete from %I', tablename) from pg_tables
             where schemaname = 'public' and tablename <> 'alembic_version'"""


@pytest.fixture(scope="package")
def settings(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a service on a copy of the migrated template."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {NAME} template {TEMPLATE}")
    before, _, query = server_url.partition("?")
    url = f"{before.rsplit('/', 1)[0]}/{NAME}" + (f"?{query}" if query else "")
    yield settings_for(url, tmp_path_factory.mktemp("dialogues"))
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME} with (force)")


@pytest.fixture(scope="package")
def sessions(settings: Settings) -> Iterator[Sessions]:
    """The worker's session maker, sealing keys in use."""
    maker = open_database(settings)
    yield maker
    maker.kw["bind"].dispose()


@pytest.fixture(scope="package")
def app(settings: Settings) -> Iterator[Flask]:
    """The web process; it is shut down afterwards."""
    with web(settings) as made:
        yield made


@pytest.fixture
def scene(settings: Settings, app: Flask, sessions: Sessions, session: Session) -> Scene:
    """An empty scene: nothing was ever said."""
    with psycopg.connect(settings.libpq_url) as connection:
        connection.execute("set session_replication_role = replica")  # in any order
        for (delete,) in connection.execute(_DELETE).fetchall():
            connection.execute(delete)
    return Scene(app.test_client(), sessions, session)
