"""A console with staff and cases: real PostgreSQL, Flask's test client."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from bot.database import Sessions
from bot.settings import Settings
from models.base import now
from models.case import Case, Office
from models.message import Author, Message
from models.number import next_number
from models.person import Person
from models.signin import hash_password
from models.staff import Role, Staff
from models.states import State
from tests.web import web

PASSWORD = "four words to remember"
HASH = hash_password(PASSWORD)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """A browser of a member of staff: keeps cookies, fills in the hidden token."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, *, address: str = "10.0.0.1", **form: Any) -> Any:
        page = self.client.get("/console/sign-in").get_data(as_text=True)
        token = _TOKEN.search(page)
        assert token is not None
        form["csrf_token"] = token.group(1)
        return self.client.post(path, data=form, environ_base={"REMOTE_ADDR": address})

    def sign_in(self, email: str, password: str = PASSWORD, **more: Any) -> Any:
        return self.post("/console/sign-in", email=email, password=password, **more)


@pytest.fixture
def app(settings: Settings, sessions: Sessions) -> Iterator[Flask]:
    """The whole web application on the test's database."""
    with web(settings) as made:
        yield made


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """Makes browsers; with a member of staff, one that is signed in."""

    def make(staff: Staff | None = None) -> Browser:
        opened = Browser(app)
        if staff is not None:
            assert opened.sign_in(staff.email).status_code == 302
        return opened

    return make


@pytest.fixture
def hire(session: Session) -> Callable[..., Staff]:
    """Makes members of staff."""

    def make(role: Role = Role.OFFICER, office: Office = Office.DLPW, **more: Any) -> Staff:
        email = more.pop("email", f"{role}.{office}@example.test")
        staff = Staff(
            email=email, name=f"{role} {office}", office=office, role=role, password_hash=HASH,
            language="en", **more,
        )  # fmt: skip
        session.add(staff)
        session.commit()
        return staff

    return make


@pytest.fixture
def lodge(session: Session) -> Callable[..., Case]:
    """Makes cases with one message of the person."""

    def make(said: str = "โรงงานค้างค่าแรง", **more: Any) -> Case:
        person = more.pop("person", None) or Person(
            line_key=next_number(session, now()).encode(), line_user_id="U1", name="สมชาย"
        )
        values: dict[str, Any] = {
            "state": State.IN_PROGRESS, "office": Office.DLPW, "category": "wages",
            "narrative": said, "province": "ขอนแก่น", "submitted_at": now(), "heard_at": now(),
        }  # fmt: skip
        case = Case(person=person, number=next_number(session, now()), **(values | more))
        session.add(case)
        session.flush()
        session.add(Message(person_id=person.id, case_id=case.id, author=Author.PERSON, text=said))
        session.commit()
        return case

    return make
