"""The strict stand-in for LINE (not part of this project; its folder is put on PYTHONPATH)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.conftest import SECRET, TOKEN
from tests.service import Service

standin = pytest.importorskip("line_standin", reason="the stand-in of the LINE platform is absent")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a contract test."""
    for item in items:
        if "contract" in item.nodeid:
            item.add_marker(pytest.mark.contract)


@pytest.fixture
def line(request: pytest.FixtureRequest) -> Iterator["standin.LineStandin"]:
    """A LINE that knows nobody yet; at the end of a test it must have seen no violation.

    `@pytest.mark.expects("reply_token")`: the one exception. Trying an open reply's token once
    more is what LINE's rules leave us; where it had been accepted, LINE refuses the second try.
    """
    mark = request.node.get_closest_marker("expects")
    expected = set(mark.args) if mark else set()
    with standin.LineStandin(secret=SECRET, token=TOKEN) as running:
        yield running
        wrong = [one for one in running.violations() if one["category"] not in expected]
        assert wrong == []


@pytest.fixture
def service(settings: Settings, line: "standin.LineStandin", tmp_path: Path) -> Iterator[Service]:
    """Web and worker, speaking to the stand-in, which sends them its webhooks."""
    with Service(settings, line.url, tmp_path) as running:
        running.start().wait_ready()
        line.set_bot_url(running.url + "/line/webhook")
        yield running
