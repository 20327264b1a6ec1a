"""What all tables share: names of constraints, enums stored by value, UTC, bigint identities."""

import enum
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Enum, Identity, MetaData, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _values(kind: Iterable[Any]) -> list[str]:
    return [member.value for member in kind]


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012
        datetime: DateTime(timezone=True),
        enum.StrEnum: Enum(
            enum.StrEnum, native_enum=False, length=40, values_callable=_values, name=None
        ),
        str: Text(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


Id = Annotated[int, mapped_column(BigInteger, Identity(always=False), primary_key=True)]
"""A bigint that the database hands out."""

Moment = Annotated[datetime, mapped_column(server_default=func.clock_timestamp())]
"""When the row was written, by the database's clock (one clock for all processes)."""


def now() -> datetime:
    """Returns this moment, aware, UTC."""
    return datetime.now(UTC)
