"""The words of a case, as keyed hashes: what staff search by, without a readable text."""

from collections.abc import Iterable

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base
from models.case import Case, Office
from models.sealing import vault


class CaseWord(Base):
    """A keyed hash of a word of a message, bound to the office, for search."""

    __tablename__ = "case_word"

    case_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("case.id", ondelete="CASCADE"), primary_key=True
    )
    message_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("message.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True, index=True)


def remember_words(session: Session, case: Case, message_id: int, words: Iterable[str]) -> None:
    """Make a message of a case findable by its words."""
    hashes = {word_key(case.office, word) for word in words}
    session.add_all(CaseWord(case_id=case.id, message_id=message_id, word=key) for key in hashes)


def forget_words(session: Session, case_id: int, message_id: int) -> None:
    """Undo `remember_words`."""
    session.execute(
        delete(CaseWord).where(CaseWord.case_id == case_id, CaseWord.message_id == message_id)
    )


def word_key(office: Office, word: str) -> bytes:
    """Returns the keyed hash of a word, bound to an office."""
    return vault().trace(f"word:{office}", word)[:16]
