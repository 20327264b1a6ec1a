"""Alembic's environment: the URL comes from the caller (bot.migrate or the tests)."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool

from models import Base


def include(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Tables of the job queue are not ours."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def run(connection: Connection) -> None:
    """Migrate over one connection in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool)
    with engine.connect() as connection_:
        run(connection_)
