"""The web process, whole, on a test's database; it leaves no connection behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g

from bot.app import create_app
from bot.settings import Settings
from bot.webhook import Webhook


@contextmanager
def web(settings: Settings) -> Iterator[Flask]:
    """Makes the application; ends its threads and connections afterwards."""
    made = create_app(settings)
    made.testing = True
    yield made
    webhook = made.view_functions["webhook"].__self__  # type: ignore[union-attr]
    assert isinstance(webhook, Webhook)
    webhook.threads.shutdown()
    webhook.pool.close()
    with made.test_request_context("/"):
        made.preprocess_request()
        g.session.get_bind().dispose()
