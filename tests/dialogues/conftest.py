"""A scene: the web process of the service on the test's own database."""

from collections.abc import Iterator

import pytest
from flask import g
from sqlalchemy.orm import Session

from bot.app import create_app
from bot.database import Sessions
from bot.settings import Settings
from bot.webhook import Webhook
from tests.dialogues.scene import Scene


@pytest.fixture
def scene(settings: Settings, sessions: Sessions, session: Session) -> Iterator[Scene]:
    """An empty scene; its web process is shut down afterwards."""
    app = create_app(settings)
    app.testing = True
    yield Scene(app.test_client(), sessions, session)
    webhook = app.view_functions["webhook"].__self__  # type: ignore[attr-defined]
    assert isinstance(webhook, Webhook)
    webhook.pool.close()
    webhook.threads.shutdown()
    with app.test_request_context("/"):
        app.preprocess_request()
        g.session.get_bind().dispose()
