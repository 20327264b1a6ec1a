"""A talk on the whole way in: LINE's own events, filed as the webhook files them, attended to.

chat.Chat enters behind the reading of events; here what counts is what lies in the database after
bot.attend, and that taps carry exactly the data that was sent to the phone.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.bubble import Bubble, Card, Cards, from_json, plain_text
from models.case import Case
from models.incoming import Incoming, Reading
from models.message import Author, Message
from models.outgoing import Outgoing
from models.person import Person, line_key
from tests.bot.test_attend import Mailbox
from tests.handlers.screen import Screen


class Talk(Screen):
    """One person's talk with the bot; `session` sees what is stored, afresh after each turn."""

    def __init__(self, mailbox: Mailbox, session: Session, user: str) -> None:
        self.mailbox, self.session, self.user = mailbox, session, user

    def says(self, *texts: str) -> "Talk":
        """Type these in one breath."""
        for text in texts:
            self._file({"type": "text", "text": text})
        return self._attend()

    def sends(self, *kinds: str) -> "Talk":
        """Send media or stickers in one breath."""
        for kind in kinds:
            self._file({"type": kind})
        return self._attend()

    def presses(self, label: str) -> "Talk":
        """Tap what was last shown with this label, however long ago."""
        found = [data for shown, data in self._buttons() if shown == label]
        assert found, f"no button {label!r} among {[shown for shown, _ in self._buttons()]}"
        return self.sends_data(found[-1])

    def sends_data(self, data: str) -> "Talk":
        """Send what a button would carry, true or forged."""
        self.mailbox.file(self.user, type="postback", postback={"data": data}, replyToken="t")
        return self._attend()

    @property
    def shown(self) -> str:
        """All that can be read of the last answer."""
        bubbles = [plain_text(bubble) for row in self.answers for bubble in _bubbles(row)]
        labels = [f"[{choice['label']}]" for row in self.answers for choice in row.choices]
        return "\n".join([*bubbles, *labels])

    @property
    def person(self) -> Person:
        """Who is talking."""
        query = select(Person).where(Person.line_key == line_key(self.user))
        return self.session.scalars(query).one()

    @property
    def cases(self) -> list[Case]:
        """All cases of the person, drafts too, oldest first."""
        query = select(Case).where(Case.person_id == self.person.id).order_by(Case.id)
        return list(self.session.scalars(query))

    @property
    def case(self) -> Case:
        """The only case."""
        (case,) = self.cases
        return case

    def said(self, case: Case | None = None) -> list[Message]:
        """What the person said, all of it or what lies under a case."""
        query = select(Message).where(
            Message.person_id == self.person.id, Message.author == Author.PERSON
        )
        query = query.where(Message.case_id == case.id) if case else query
        return list(self.session.scalars(query.order_by(Message.id)))

    def _file(self, message: dict[str, Any]) -> None:
        message_id = f"m{self.mailbox.count}"
        self.mailbox.file(self.user, message=message | {"id": message_id}, replyToken="t")

    def _attend(self) -> "Talk":
        self.session.commit()  # what a test changed lies in the database before the bot looks
        before = {row.id for row in self._outgoing()} if self._known() else set()
        self.session.commit()
        self.mailbox.attend(self.user)
        self.session.expire_all()
        self.answers = [row for row in self._outgoing() if row.id not in before]
        given_up = select(Incoming.error).where(Incoming.reading != Reading.DONE)
        assert self.session.scalars(given_up).all() == []
        return self

    def _known(self) -> bool:
        query = select(Person.id).where(Person.line_key == line_key(self.user))
        return self.session.scalar(query) is not None

    def _outgoing(self) -> list[Outgoing]:
        query = select(Outgoing).where(Outgoing.person_id == self.person.id)
        return list(self.session.scalars(query.order_by(Outgoing.id)))

    def _buttons(self) -> list[tuple[str, str]]:
        shown = []
        for row in self._outgoing():
            shown += [pair for bubble in _bubbles(row) for pair in _on(bubble)]
            shown += [(c["label"], c["data"]) for c in row.choices if c["data"]]
        return shown


def _bubbles(row: Outgoing) -> list[Bubble]:
    return [from_json(bubble) for bubble in row.bubbles]


def _on(bubble: Bubble) -> Iterator[tuple[str, str]]:
    if isinstance(bubble, Cards):
        for card in bubble.cards:
            yield from _on(card)
    elif isinstance(bubble, Card):
        yield from ((line.label, line.change) for line in bubble.lines if line.change)
        yield from ((choice.label, choice.data) for choice in bubble.choices if choice.data)
