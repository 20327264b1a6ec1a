"""The stage: people with telephones, LINE's signed webhook, the worker's turn, PostgreSQL."""

import json
import re
import time
from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.attend import apologise, attend
from bot.database import Sessions
from models.case import Case, cases_of
from models.incoming import Incoming, Reading
from models.message import Author, Message
from models.person import Person, line_key
from tests.bot.test_webhook import body_of, post
from tests.dialogues import screens, sending
from tests.dialogues.sending import GROUP, Event

GROUP_NAME = "Group"
"""Whose screen shows what is said in a group."""
_ASIDE = re.compile(r"\{(?:(\w+)\.)?(number|first|id|code)\}")


class Wrong(AssertionError):
    """What is on the screen or in the database is not what a dialogue says."""


class Scene:
    """Everybody's telephones in one dialogue. `page` is the web page that was opened last."""

    def __init__(self, client: FlaskClient, sessions: Sessions, session: Session) -> None:
        self.client, self.sessions, self.session = client, sessions, session
        self.who = "Mali"
        self.people = {"Mali": _user("Mali")}
        self.screens: dict[str, str] = {}
        self.answers: dict[str, int] = {}
        self.codes: dict[str, str] = {}
        self.page = ""
        self._shown: dict[str, int] = {}
        self._ids, self._moment = count(1), 0

    def turn_to(self, who: str) -> None:
        """From now on it is this person who acts and looks."""
        self.who = who or self.who
        if self.who != GROUP_NAME:
            self.people.setdefault(self.who, _user(self.who))

    def write(self, *pieces: str) -> None:
        """The person writes and sends these in one breath, and the worker answers."""
        events = [event for piece in pieces for event in self._events(piece)]
        answer = post(self.client, body_of(*map(self._from_line, events)))
        if answer.status_code != 200:
            raise Wrong(f"the webhook answered {answer.status_code}")
        self.attend(*{_chat(event, self.people[self.who]) for event in events})

    def attend(self, *chats: str) -> None:
        """Let the worker answer in these chats, and look at what everybody sees then."""
        self.session.commit()
        for chat in chats:
            attend(self.sessions, line_key(chat))
            apologise(self.sessions, line_key(chat))
        self.look()
        failed = self.session.scalars(
            select(Incoming.error).where(Incoming.reading != Reading.DONE)
        )
        if errors := failed.all():
            raise Wrong(f"an event was given up: {errors}")

    def look(self) -> None:
        """See what is new on every telephone; whoever acts sees nothing where nothing is."""
        self.session.commit()
        self.session.expire_all()
        for name, user in {**self.people, GROUP_NAME: None}.items():
            self._look_at(name, user)

    def _look_at(self, name: str, user: str | None) -> None:
        new = screens.rows_of(self.session, user, self._shown.get(name, 0))
        if new:
            self._shown[name] = new[-1].id
        if new or name == self.who:
            self.screens[name], self.answers[name] = screens.read(new), len(new)
        for code in screens.codes_in(new):
            self.codes[name] = code

    def _events(self, piece: str) -> list[Event]:
        label = sending.label_of(piece)
        if label is None:
            return list(sending.events_of(self.fill(piece), self.find_message))
        data = self.button(label[0])
        params = {"params": {"date": label[1]}} if label[1] else {}
        return [{"type": "postback", "postback": {"data": data} | params}]

    def button(self, label: str) -> str:
        """Returns what the newest button of this label carries."""
        label = self.fill(label)
        shown = screens.buttons(screens.rows_of(self.session, self.people[self.who]))
        found = [choice for choice in shown if choice.label == label]
        if not found:
            raise Wrong(f"there is no button [{label}]")
        if not found[-1].data:
            raise Wrong(f"[{label}] opens something on the phone")
        return str(found[-1].data)

    def link(self, label: str) -> str:
        """Returns the address that the newest button of this label opens."""
        shown = screens.buttons(screens.rows_of(self.session, self.people[self.who]))
        found = [choice.uri for choice in shown if choice.label == label and choice.uri]
        if not found:
            raise Wrong(f"there is no link [{label}]")
        return found[-1]

    def _from_line(self, event: Event) -> Event:
        """Returns the event as LINE sends it: with ids, a time and who it is from."""
        number = next(self._ids)
        self._moment = max(self._moment + 1, int(time.time() * 1000))
        if event["type"] == "message":
            event = event | {"message": {"id": f"9{number:05}"} | event["message"]}
        source = {"type": "user"} | event.get("source", {}) | {"userId": self.people[self.who]}
        return {
            "mode": "active", "timestamp": self._moment, "webhookEventId": f"E{number:05}",
            "deliveryContext": {"isRedelivery": False}, "replyToken": f"t{number}",
        } | event | {"source": source}  # fmt: skip

    def find_message(self, words: str) -> str:
        """Returns LINE's id of the newest message of the person that holds these words, or is of
        this kind ("a image")."""
        said = select(Message).where(Message.author == Author.PERSON).order_by(Message.id.desc())
        for message in self.session.scalars(said.where(Message.person_id == self.person.id)):
            if words == f"a {message.kind}" or words in (message.text or ""):
                return str(message.line_message_id)
        raise Wrong(f"nobody wrote {words!r}")

    @property
    def person(self) -> Person:
        """Who acts. Raises Wrong where they never wrote."""
        return self.person_called(self.who)

    def person_called(self, name: str) -> Person:
        """Returns somebody. Raises Wrong where they never wrote."""
        found = screens.person_of(self.session, self.people.get(name, ""))
        if found is None:
            raise Wrong(f"{name} never wrote")
        return found

    def cases(self, name: str = "") -> list[Case]:
        """Returns somebody's lodged cases, newest first."""
        return cases_of(self.session, self.person_called(name or self.who).id)

    def case(self, name: str = "") -> Case:
        """Returns somebody's newest lodged case. Raises Wrong where there is none."""
        found = self.cases(name)
        if not found:
            raise Wrong(f"{name or self.who} has sent no case")
        return found[0]

    def fill(self, text: str) -> str:
        """Returns the text with {number}, {first}, {id} and {code} filled in."""
        return _ASIDE.sub(lambda found: self._aside(found[1] or self.who, found[2]), text)

    def _aside(self, name: str, what: str) -> str:
        if what == "code":
            return self.codes.get(name, "no code was shown")
        newest = self.case(name)
        if what == "id":
            return str(newest.id)
        return str(newest.number if what == "number" else self.cases(name)[-1].number)


def _user(name: str) -> str:
    """Returns an invented LINE id."""
    return "U" + name.encode().hex().ljust(32, "0")[:32]


def _chat(event: Event, user: str) -> str:
    return GROUP["groupId"] if event.get("source") == GROUP else user


def dumped(value: Any) -> str:
    """Returns anything stored as one text that can be searched."""
    if isinstance(value, bytes):
        try:
            value = json.loads(value)
        except ValueError:
            return ""  # a key or a hash
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
