"""Migrations: our tables by Alembic, the job queue's by Procrastinate's own schema."""

from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

FOLDER = Path(__file__).parent.parent / "migrations"


def config() -> Config:
    """Returns Alembic's configuration."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    return settings


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema. Two at once: the second waits for the first."""
    with engine.begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(697869)"))
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
        if not _has_queue(connection):
            schema = files("procrastinate").joinpath("sql/schema.sql").read_text("utf-8")
            connection.exec_driver_sql(schema.replace("%", "%%"))


def behind(connection: Connection) -> bool:
    """Whether migrations are missing."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    current = MigrationContext.configure(connection).get_current_revision()
    return current != newest or not _has_queue(connection)


def _has_queue(connection: Connection) -> bool:
    return bool(connection.scalar(text("select to_regclass('procrastinate_jobs') is not null")))
