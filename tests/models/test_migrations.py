"""Migrations lead to what the models say, down and up again."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect

from bot import embedded
from bot.migrate import behind, config, migrate
from models import Base


def _engine(server_url: str, name: str):  # type: ignore[no-untyped-def]
    url = embedded.create_database(server_url, name, anew=True)
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))


def _differences(connection: Connection) -> list[object]:
    def ours(_: object, name: str | None, kind: str, *__: object) -> bool:
        return not (kind == "table" and (name or "").startswith("procrastinate_"))

    context = MigrationContext.configure(
        connection, opts={"include_object": ours, "compare_type": _types_differ}
    )
    return list(compare_metadata(context, Base.metadata))


def _types_differ(*arguments: object) -> bool | None:
    """Sealed columns are bytes and enums are text to the database: the same."""
    return False if type(arguments[4]).__module__ == "models.sealing" else None


def test_the_newest_migration_is_what_the_models_say(server_url: str) -> None:
    engine = _engine(server_url, "migrations_head")
    migrate(engine)
    with engine.connect() as connection:
        assert not behind(connection)
        assert _differences(connection) == []
    engine.dispose()


def test_every_migration_goes_down_and_up_again(server_url: str) -> None:
    engine = _engine(server_url, "migrations_down")
    migrate(engine)
    with engine.begin() as connection:
        before = sorted(inspect(connection).get_table_names())
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")
        command.upgrade(settings, "head")
        assert sorted(inspect(connection).get_table_names()) == before
        assert _differences(connection) == []
    engine.dispose()


def test_migrating_twice_changes_nothing(server_url: str) -> None:
    engine = _engine(server_url, "migrations_twice")
    migrate(engine)
    migrate(engine)
    engine.dispose()
