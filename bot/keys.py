"""Keys: seal everything under the newest data key, or make the keyed look-ups anew.

Both go row by row in short transactions, may be stopped at any moment and begun again, and leave
the service running meanwhile: MultiFernet opens what older keys sealed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, delete, select, tuple_, type_coerce, update
from sqlalchemy.orm import InstrumentedAttribute, Mapper, Session

from bot.database import Sessions
from models import Base
from models.base import now
from models.case import Case, CaseWord, remember_words
from models.incoming import Incoming, Reading
from models.message import Author, Message
from models.person import Person, line_key
from models.sealing import SealedBytes, SealedJSON, SealedText, vault
from models.volunteer import Invitation

BATCH = 500
SEALED = (SealedText, SealedJSON, SealedBytes)


def rotate(sessions: Sessions) -> int:
    """Seal all that is sealed under the newest of DATA_KEYS. Returns how many rows were looked at.

    Files of people need no new seal: their keys are sealed columns, like the rest.
    """
    return sum(_rotate_table(sessions, mapper) for mapper in Base.registry.mappers)


def _rotate_table(sessions: Sessions, mapper: Mapper[Base]) -> int:
    columns = [column for column in mapper.columns if isinstance(column.type, SEALED)]
    if not columns:
        return 0
    seen = 0
    for keys in _pages(sessions, mapper):
        with sessions.begin() as session:
            _reseal(session, mapper, columns, keys)
        seen += len(keys)
    return seen


def _reseal(
    session: Session,
    mapper: Mapper[Base],
    columns: Sequence[ColumnElement[Any]],
    keys: list[object],
) -> None:
    """Seal the columns of some rows again: as bytes, without opening more than needed."""
    primary = list(mapper.primary_key)
    raw = [type_coerce(column, LargeBinary) for column in columns]
    rows = session.execute(
        select(*primary, *raw).where(tuple_(*primary).in_(keys)).with_for_update()
    )
    for row in rows.all():
        fresh = {
            column: type_coerce(vault().reseal(bytes(value)), LargeBinary)
            for column, value in zip(columns, row[len(primary) :], strict=True)
            if value is not None
        }
        if fresh:
            same = tuple_(*primary) == tuple(row[: len(primary)])
            session.execute(update(mapper.class_).where(same).values(fresh))


def _pages(sessions: Sessions, mapper: Mapper[Base]) -> Iterator[list[object]]:
    """Yields the primary keys of a table in pages, in order."""
    primary = list(mapper.primary_key)
    after: tuple[object, ...] | None = None
    while True:
        query = select(*primary).order_by(*primary).limit(BATCH)
        if after is not None:
            query = query.where(tuple_(*primary) > after)
        with sessions() as session:
            page: list[object] = [tuple(row) for row in session.execute(query)]
        if not page:
            return
        yield page
        after = page[-1]  # type: ignore[assignment]


def reindex(sessions: Sessions) -> int:
    """Make the keyed look-ups anew after INDEX_KEY was changed. Returns how many rows were made.

    Invitation codes were never kept, only their look-ups: those that are open run out at once.
    """
    made = _each(sessions, Person, _reindex_person)
    made += _each(sessions, Case, _reindex_case)
    made += _each(sessions, Incoming, _reindex_incoming)
    with sessions.begin() as session:
        session.execute(update(Invitation).values(expires_at=now()))
    return made


def _each(sessions: Sessions, table: type[Base], work: object) -> int:
    count = 0
    identity: InstrumentedAttribute[int] = table.id  # type: ignore[attr-defined]
    last = 0
    while True:
        with sessions.begin() as session:
            rows = session.scalars(
                select(table).where(identity > last).order_by(identity).limit(BATCH)
            ).all()
            for row in rows:
                work(session, row)  # type: ignore[operator]
            if not rows:
                return count
            last, count = rows[-1].id, count + len(rows)  # type: ignore[attr-defined]


def _reindex_person(_: Session, person: Person) -> None:
    person.line_key = line_key(person.line_user_id)


def _reindex_case(session: Session, case: Case) -> None:
    from nlp import words

    if case.reporter_phone:
        case.phone_key = vault().trace("phone", case.reporter_phone)
    session.execute(delete(CaseWord).where(CaseWord.case_id == case.id))
    said = select(Message).where(Message.case_id == case.id, Message.author == Author.PERSON)
    for message in session.scalars(said):
        if message.text:
            remember_words(session, case, message.id, words(message.text))


def _reindex_incoming(_: Session, row: Incoming) -> None:
    from bot.arrivals import read

    if row.reading is Reading.WAITING and row.raw is not None:
        row.chat_key = line_key(read(row).chat)
