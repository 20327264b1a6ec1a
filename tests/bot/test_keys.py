"""Keys can be changed while everything that was sealed and everything that is found stays so."""

from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.database import Sessions, open_database
from bot.keys import reindex, rotate
from bot.settings import Settings
from models.case import Case, CaseWord, open_draft, remember_words
from models.message import Author, Message
from models.person import find_person, lock_conversation

USER = "U" + "c" * 32


@contextmanager
def opened(settings: Settings, **keys: object) -> Iterator[Sessions]:
    """The database opened with other keys."""
    sessions = open_database(settings.model_copy(update=keys))
    yield sessions
    sessions.kw["bind"].dispose()


def lodge(session: Session) -> None:
    person = lock_conversation(session, USER).person
    case = open_draft(session, person)
    case.narrative = "นายจ้างไม่จ่ายค่าแรง"
    message = Message(person_id=person.id, case_id=case.id, author=Author.PERSON, text="ค่าแรง")
    session.add(message)
    session.flush()
    remember_words(session, case, message.id, ["ค่าแรง"])
    session.commit()


def test_after_rotation_the_old_key_can_be_thrown_away(
    settings: Settings, sessions: Sessions, session: Session
) -> None:
    lodge(session)
    newest = Fernet.generate_key().decode()
    before = session.execute(text('select narrative from "case"')).scalar_one()
    with opened(settings, data_keys=[SecretStr(newest), *settings.data_keys]) as both:
        assert rotate(both) > 0
    with opened(settings, data_keys=[SecretStr(newest)]) as alone, alone() as fresh:
        assert fresh.scalars(select(Case.narrative)).one() == "นายจ้างไม่จ่ายค่าแรง"
        assert fresh.scalars(select(Message.text)).one() == "ค่าแรง"
        assert find_person(fresh, USER) is not None
        assert fresh.execute(text('select narrative from "case"')).scalar_one() != before


def test_after_reindexing_people_and_words_are_found_by_the_new_key(
    settings: Settings, sessions: Sessions, session: Session
) -> None:
    lodge(session)
    words = set(session.scalars(select(CaseWord.word)))
    with opened(settings, index_key=SecretStr("n" * 40)) as changed:
        with changed() as fresh:
            assert find_person(fresh, USER) is None
        assert reindex(changed) > 0
        with changed() as fresh:
            assert find_person(fresh, USER) is not None
            assert set(fresh.scalars(select(CaseWord.word))).isdisjoint(words)
