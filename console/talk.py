"""The conversation of a case as staff see it: who said what, with what, and whether it went out."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.message import Attachment, Author, Keeping, Message
from models.outgoing import Delivery, Outgoing, may_arrive_twice
from models.staff import Staff

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
SOUNDS = frozenset(
    {"audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/ogg", "audio/wav", "audio/wave"}
)
FILMS = frozenset({"video/mp4"})
VOICE = "audio"
"""LINE's voices are MP4 files: by content alone they look like films."""
INLINE = PICTURES | SOUNDS | FILMS
"""Types that a browser may show in the page; everything else is only handed out as a file."""


@dataclass(frozen=True)
class Line:
    """One message with what is shown around it."""

    message: Message
    name: str
    call: Outgoing | None

    @property
    def attachment(self) -> Attachment | None:
        """What came with it, unless it was taken back."""
        return None if self.message.unsent_at else self.message.attachment

    @property
    def show(self) -> str:
        """How the attachment is shown: picture, sound, film, file, or its keeping if it is not."""
        held = self.attachment
        if held is None:
            return ""
        if held.keeping is not Keeping.STORED:
            return str(held.keeping)
        if held.kind == VOICE and held.content_type in FILMS:
            return "sound"
        kinds = {"picture": PICTURES, "sound": SOUNDS, "film": FILMS}
        return next((kind for kind, types in kinds.items() if held.content_type in types), "file")

    @property
    def can_repeat(self) -> bool:
        """Whether staff can send it again."""
        return self.call is not None and self.call.delivery in (Delivery.FAILED, Delivery.UNSURE)

    @property
    def twice(self) -> bool:
        """Whether sending again may show it to the person twice."""
        return self.call is not None and may_arrive_twice(self.call)

    @property
    def mark(self) -> str:
        """Changes whenever the line must be drawn anew."""
        sent = f"{self.call.id}{self.call.delivery}{self.twice}" if self.call else ""
        return f"{'unsent' if self.message.unsent_at else ''}.{self.show}.{sent}"


def lines(session: Session, messages: list[Message]) -> list[Line]:
    """Returns the messages with the names of staff and the calls that carried them."""
    staff = names(session, {each.staff_id for each in messages if each.staff_id})
    calls = _calls(session, {each.outgoing_id for each in messages if each.outgoing_id})
    return [
        Line(
            message,
            staff.get(message.staff_id or 0, ""),
            calls.get(message.outgoing_id or 0) if message.author is not Author.PERSON else None,
        )
        for message in messages
    ]


def names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Returns the names of members of staff."""
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def _calls(session: Session, ids: set[int]) -> dict[int, Outgoing]:
    rows = session.scalars(select(Outgoing).where(Outgoing.id.in_(ids)))
    return {row.id: row for row in rows}
