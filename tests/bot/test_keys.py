"""Keys can be changed while everything that was sealed and everything that is found stays so."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot import keys
from bot.database import Sessions, open_database
from bot.keys import reindex, rotate
from bot.settings import Settings
from models.base import now
from models.case import Case, Office, open_draft, submit
from models.incoming import Incoming
from models.message import Attachment, Author, Keeping, Message
from models.person import find_person, line_key, lock_conversation
from models.words import CaseWord, remember_words, word_key

USER = "U" + "c" * 32


@contextmanager
def opened(settings: Settings, **changes: object) -> Iterator[Sessions]:
    """The database opened with other keys."""
    sessions = open_database(settings.model_copy(update=changes))
    yield sessions
    sessions.kw["bind"].dispose()


def lodge(session: Session) -> None:
    person = lock_conversation(session, USER).person
    case = open_draft(session, person)
    case.narrative = "นายจ้างไม่จ่ายค่าแรง"
    submit(session, case)
    message = Message(person_id=person.id, case_id=case.id, author=Author.PERSON, text="ค่าแรง")
    session.add(message)
    session.flush()
    session.add(
        Attachment(
            message_id=message.id, kind="image", line_message_id="1", keeping=Keeping.STORED,
            key=b"k" * 32,
        )
    )  # fmt: skip
    remember_words(session, case, message.id, ["ค่าแรง"])
    session.commit()


def file_event(session: Session) -> None:
    raw = f'{{"type": "message", "source": {{"type": "user", "userId": "{USER}"}}}}'
    session.add(
        Incoming(event_id="e1", chat_key=line_key(USER), occurred_at=now(), raw=raw.encode())
    )
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
        assert fresh.scalars(select(Attachment.key)).one() == b"k" * 32
        assert find_person(fresh, USER) is not None
        assert fresh.execute(text('select narrative from "case"')).scalar_one() != before


def test_after_reindexing_people_and_words_are_found_by_the_new_key(
    settings: Settings, sessions: Sessions, session: Session
) -> None:
    lodge(session)
    file_event(session)
    words = set(session.scalars(select(CaseWord.word)))
    with opened(settings, index_key=SecretStr("n" * 40)) as changed:
        with changed() as fresh:
            assert find_person(fresh, USER) is None
        assert reindex(changed) > 0
        with changed() as fresh:
            assert find_person(fresh, USER) is not None
            assert fresh.scalars(select(Incoming.chat_key)).one() == line_key(USER)
            found = set(fresh.scalars(select(CaseWord.word)))
            assert word_key(Office.OMBUDSMAN, "ค่าแรง") in found
            assert found.isdisjoint(words)
        assert reindex(changed) > 0, "begun again, it does no harm"


def test_a_draft_whose_words_were_not_kept_yet_can_be_lodged_after_reindexing(
    sessions: Sessions, session: Session
) -> None:
    person = lock_conversation(session, USER).person
    case = open_draft(session, person)
    message = Message(person_id=person.id, case_id=case.id, author=Author.PERSON, text="ค่าแรง")
    session.add(message)
    session.commit()
    reindex(sessions)
    submit(session, case)
    remember_words(session, case, message.id, ["ค่าแรง"])
    session.commit()


def test_rotation_goes_on_page_after_page(
    sessions: Sessions, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "BATCH", 2)
    for number in range(5):
        lock_conversation(session, f"U{number:032d}")
    session.commit()
    assert rotate(sessions) == 10, "five people and their conversations"
