"""What people wrote is answered, once, in order, whatever dies or lies on the way."""

import time
from collections.abc import Callable

from line_standin import LineStandin
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.service import Service


def wait_until(true: Callable[[], bool], timeout: float = 20) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


def test_a_greeting_is_answered_by_reply(line: LineStandin, service: Service) -> None:
    user = line.add_user(displayName="สมหญิง")
    assert line.say(user, "สวัสดีค่ะ")["status"] == 200
    line.wait_for(user, 1)
    assert [entry["via"] for entry in line.transcript(user)] == ["reply"]
