"""Two people whose talks go the whole way in (tests/handlers/talk.py)."""

import pytest
from sqlalchemy.orm import Session

from bot.database import Sessions
from tests.bot.test_attend import MALI, SOMCHAI, Mailbox
from tests.handlers.talk import Talk


@pytest.fixture
def mailbox(sessions: Sessions) -> Mailbox:
    return Mailbox(sessions)


@pytest.fixture
def mali(mailbox: Mailbox, session: Session) -> Talk:
    return Talk(mailbox, session, MALI)


@pytest.fixture
def somchai(mailbox: Mailbox, session: Session) -> Talk:
    return Talk(mailbox, session, SOMCHAI)
