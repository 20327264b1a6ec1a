"""Pages for everybody: reached without signing in, in Thai and English."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from bot.settings import Settings
from locales.privacy import version
from tests.web import web


@pytest.fixture
def client(settings: Settings, session: Session) -> Iterator[FlaskClient]:
    with web(settings) as app:
        yield app.test_client()


@pytest.mark.parametrize(
    ("address", "seen", "language"),
    [
        ("/privacy", "ประกาศความเป็นส่วนตัว", "th"),
        ("/privacy?lang=en", "Privacy notice", "en"),
        ("/privacy?lang=<script>", "ประกาศความเป็นส่วนตัว", "th"),
    ],
)
def test_the_privacy_notice_is_a_page(
    client: FlaskClient, address: str, seen: str, language: str
) -> None:
    answer = client.get(address)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert seen in page
    assert version() in page
    assert f'<html lang="{language}">' in page
    assert "LY Corporation" in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
