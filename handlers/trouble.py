"""What we say when an event could not be handled on our side."""

from gettext import NullTranslations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bubble import Bubble, Words
from models.incoming import Incoming, Reading

TOLD = "(told)"


def words(catalogue: NullTranslations) -> list[Bubble]:
    """Returns the apology: it is kept, it need not be sent again."""
    _ = catalogue.gettext
    return [
        Words(
            _(
                "Sorry, something went wrong on our side. Your message is kept and staff can see"
                " that it needs a look. There is no need to send it again."
            )
        )
    ]


def untold(session: Session, chat_key: bytes) -> list[Incoming]:
    """Returns the given-up events of a chat whose sender was not told yet."""
    dead = session.scalars(
        select(Incoming)
        .where(Incoming.chat_key == chat_key, Incoming.reading == Reading.DEAD)
        .with_for_update()
    )
    return [row for row in dead if not (row.error or "").endswith(TOLD)]


def kept_by_law(catalogue: NullTranslations) -> str:
    """Returns what is said of a message that was taken back and has to be kept all the same."""
    return catalogue.gettext(
        "You took a message back. By law this case has to be kept as it is for now, so the message"
        " stays with the staff who handle it, and goes to nobody else."
    )
