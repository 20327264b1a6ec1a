"""Keys: seal everything under the newest data key, or make the keyed look-ups anew.

Both go in short transactions of 500 rows, may be stopped at any moment and begun again. Sealing
goes on beside the running service, because older keys still open; look-ups cannot: who writes
meanwhile would not be found and become a second person.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, LargeBinary, delete, select, tuple_, type_coerce, update
from sqlalchemy.orm import Mapper, Session

from bot.database import Sessions
from models import Base
from models.base import now
from models.case import Case
from models.incoming import Incoming, Reading
from models.message import Author, Message
from models.person import Person, line_key
from models.sealing import SealedBytes, SealedJSON, SealedText, vault
from models.staff import SignInFailure, Staff, StaffSession
from models.volunteer import Invitation
from models.words import CaseWord, remember_words

BATCH = 500
SEALED = (SealedText, SealedJSON, SealedBytes)
Row = TypeVar("Row", Person, Case, Incoming)
Key = tuple[object, ...]


def sealed_tables() -> Iterator[tuple[Mapper[Any], list[Column[Any]]]]:
    """Yields each table that has sealed columns, with these columns."""
    for mapper in Base.registry.mappers:
        columns = [column for column in mapper.columns if isinstance(column.type, SEALED)]
        if columns:
            yield mapper, columns


def rotate(sessions: Sessions) -> int:
    """Seal all that is sealed under the newest of DATA_KEYS. Returns how many rows were looked at.

    Files of people need no new seal: their keys are sealed columns, like the rest. Raises
    BrokenSeal where a value was sealed with a key that is not there.
    """
    return sum(_rotate_table(sessions, *table) for table in sealed_tables())


def _rotate_table(sessions: Sessions, mapper: Mapper[Any], columns: list[Column[Any]]) -> int:
    seen = 0
    for keys in _pages(sessions, mapper):
        with sessions.begin() as session:
            _reseal(session, mapper, columns, keys)
        seen += len(keys)
    return seen


def _reseal(
    session: Session,
    mapper: Mapper[Any],
    columns: Sequence[Column[Any]],
    keys: list[Key],
) -> None:
    """Seal the columns of some rows again: as bytes, never read as what they mean."""
    primary = list(mapper.primary_key)
    raw = [type_coerce(column, LargeBinary) for column in columns]
    rows = session.execute(
        select(*primary, *raw)
        .where(tuple_(*primary).in_(keys))
        .order_by(*primary)
        .with_for_update()
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


def _pages(sessions: Sessions, mapper: Mapper[Any]) -> Iterator[list[Key]]:
    """Yields the primary keys of a table in pages, in order."""
    primary = list(mapper.primary_key)
    query = select(*primary).order_by(*primary).limit(BATCH)
    page = _page(sessions, query)
    while page:
        yield page
        page = _page(sessions, query.where(tuple_(*primary) > page[-1]))


def _page(sessions: Sessions, query: Any) -> list[Key]:
    with sessions() as session:
        return [tuple(row) for row in session.execute(query)]


def reindex(sessions: Sessions) -> int:
    """Make the keyed look-ups anew after INDEX_KEY was changed. Returns how many rows were made.

    Nobody may write meanwhile. Codes and sessions were never kept, only their look-ups: open
    invitations run out, staff sign in anew.
    """
    with sessions.begin() as session:
        _end_what_cannot_be_made(session)
    made = _each(sessions, Person, _reindex_person)
    made += _each(sessions, Case, _reindex_case)
    return made + _each(sessions, Incoming, _reindex_incoming)


def _end_what_cannot_be_made(session: Session) -> None:
    session.execute(
        update(Invitation).where(Invitation.expires_at > now()).values(expires_at=now())
    )
    session.execute(update(Staff).values(link_code_key=None, link_code_until=None))
    session.execute(delete(StaffSession))
    session.execute(delete(SignInFailure))


def _each(sessions: Sessions, table: type[Row], work: Callable[[Session, Row], None]) -> int:
    count = last = 0
    while True:
        with sessions.begin() as session:
            rows = session.scalars(
                select(table).where(table.id > last).order_by(table.id).limit(BATCH)
            ).all()
            if not rows:
                return count
            for row in rows:
                work(session, row)
            last, count = rows[-1].id, count + len(rows)


def _reindex_person(_: Session, person: Person) -> None:
    person.line_key = line_key(person.line_user_id)


def _reindex_case(session: Session, case: Case) -> None:
    if case.reporter_phone:
        case.phone_key = vault().trace("phone", case.reporter_phone)
    session.execute(delete(CaseWord).where(CaseWord.case_id == case.id))
    if case.number is not None:  # the words of a draft are kept when it is lodged
        _keep_words(session, case)


def _keep_words(session: Session, case: Case) -> None:
    from nlp import words

    said = select(Message).where(Message.case_id == case.id, Message.author == Author.PERSON)
    for message in session.scalars(said).all():
        if message.text:
            remember_words(session, case, message.id, words(message.text))


def _reindex_incoming(_: Session, row: Incoming) -> None:
    from bot.arrivals import read

    if row.reading is not Reading.DONE and row.raw is not None:
        row.chat_key = line_key(read(row).chat)
