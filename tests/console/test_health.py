"""What was given up is seen by administrators, without its words, and can be tried again."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from models.base import now
from models.incoming import Incoming, Reading
from models.staff import Role, Staff


def test_a_given_up_event_is_shown_without_its_words_and_tried_again(
    browser: Callable[..., Any], hire: Callable[..., Staff], session: Session
) -> None:
    row = Incoming(
        event_id="e", chat_key=b"c", occurred_at=now(), raw=b"secret words",
        reading=Reading.DEAD, tries=3, error="ZeroDivisionError (told)",
    )  # fmt: skip
    session.add(row)
    session.commit()
    admin = browser(hire(Role.ADMIN))
    page = admin.get("/console/health").get_data(as_text=True)
    assert "ZeroDivisionError" in page
    assert "secret words" not in page
    assert admin.post(f"/console/health/{row.id}/again").status_code == 302
    session.refresh(row)
    assert (row.reading, row.tries) == (Reading.WAITING, 0)
    assert admin.post(f"/console/health/{row.id}/again").status_code == 404


def test_nobody_else_sees_it(browser: Callable[..., Any], hire: Callable[..., Staff]) -> None:
    assert browser(hire(Role.OFFICER)).get("/console/health").status_code in (403, 404)
