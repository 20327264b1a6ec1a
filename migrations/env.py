"""Alembic's environment: the URL comes from the caller (bot.migrate or the tests)."""

from alembic import context
from sqlalchemy import Connection, Enum, create_engine, pool

from models import Base


def include(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Tables of the job queue are not ours."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def render(kind: str, item: object, _: object) -> str | bool:
    """A sealed column is bytes to the database; an enum is its text, checked by the code."""
    if kind == "type" and type(item).__module__ == "models.sealing":
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def run(connection: Connection) -> None:
    """Migrate over one connection in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include,
        compare_server_default=False,
        render_item=render,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(
        context.config.get_main_option("sqlalchemy.url") or "", poolclass=pool.NullPool
    )
    with engine.connect() as connection_:
        run(connection_)
