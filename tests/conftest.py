"""One embedded PostgreSQL for the run; each test gets a migrated database that it may fill.

A template is migrated once and copied per test (about 40 ms): tests commit for real, as the
service does, and still know nothing of each other.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bot import embedded
from bot.database import Sessions, open_database
from bot.migrate import migrate
from bot.settings import Settings

TEMPLATE = "template_of_tests"
ROOM = 2 * 10**9  # bytes
SECRET, TOKEN = "channel-secret", "channel-token"


def settings_for(url: str, folder: Path, **changes: object) -> Settings:
    """Returns settings of a service on a test database."""
    values: dict[str, object] = {
        "environment": "development",
        "database_url": url,
        "secret_key": "s" * 40,
        "data_keys": Fernet.generate_key().decode(),
        "index_key": "i" * 40,
        "metrics_token": "metrics-token",
        "line_channel_secret": SECRET,
        "line_channel_access_token": TOKEN,
        "public_url": "https://bot.example",
        "media_dir": folder / "media",
    }
    return Settings(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The embedded server, with the migrated template on it.

    Not under pytest's own folder: pytest takes away the right to enter it from everybody else,
    the server's user included, whenever another pytest starts.
    """
    with (
        tempfile.TemporaryDirectory(prefix="tests-postgres-", dir=_quick_folder()) as folder,
        embedded.server(Path(folder) / "data") as url,
    ):
        template = embedded.create_database(url, TEMPLATE, anew=True)
        engine = create_engine(template.replace("postgresql://", "postgresql+psycopg://", 1))
        migrate(engine)
        engine.dispose()
        yield url


def _quick_folder() -> str | None:
    """Returns where files are made fast: copying a database makes 300 of them. None: the usual."""
    memory = Path("/dev/shm")  # noqa: S108
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


_COUNT = iter(range(1, 100_000))


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    """A fresh copy of the template."""
    name = f"test_{os.getpid()}_{next(_COUNT)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name} template {TEMPLATE}")
    before, _, query = server_url.partition("?")
    yield f"{before.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a service on a fresh database."""
    return settings_for(database_url, tmp_path)


@pytest.fixture
def sessions(settings: Settings) -> Iterator[Sessions]:
    """The session maker on the fresh database, sealing keys in use."""
    maker = open_database(settings)
    yield maker
    maker.kw["bind"].dispose()


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    """An open session; tests commit where they want others to see."""
    with sessions() as opened:
        yield opened
