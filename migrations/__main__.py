"""python -m migrations "what changed": write the next migration from the models."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from bot import embedded
from bot.migrate import FOLDER, config


def main(what: str) -> None:
    """Migrate an empty embedded database to the head and compare it with the models."""
    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder, embedded.server(Path(folder) / "data") as server:
        url = embedded.create_database(server, "migration")
        engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
        with engine.begin() as connection:
            settings = config()
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")
            command.revision(settings, what, autogenerate=True, rev_id=f"{number:04d}")
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
