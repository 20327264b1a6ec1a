"""What LINE sends is filed exactly once, whatever is in it; what others send changes nothing."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from bot.settings import Settings
from models.incoming import Incoming
from tests.conftest import SECRET
from tests.web import web


@pytest.fixture
def client(settings: Settings, session: Session) -> Iterator[FlaskClient]:
    with web(settings) as app:
        yield app.test_client()


def signature(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def post(client: FlaskClient, body: bytes, **headers: str) -> TestResponse:
    given = {"X-Line-Signature": signature(body)} | headers
    return client.post("/line/webhook", data=body, headers=given)


def event(event_id: str, user: str = "U" + "1" * 32, **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": 1_790_000_000_000,
        "source": {"type": "user", "userId": user},
        "webhookEventId": event_id,
        "deliveryContext": {"isRedelivery": False},
        "replyToken": "r",
        "message": {"type": "text", "id": "1", "text": "สวัสดี"},
    } | more


def body_of(*events: Any) -> bytes:
    return json.dumps({"destination": "U" + "0" * 32, "events": list(events)}).encode()


def filed(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Incoming)) or 0


def jobs(session: Session) -> int:
    session.rollback()
    return session.scalar(text("select count(*) from procrastinate_jobs")) or 0


def test_verify_without_events_is_answered(client: FlaskClient, session: Session) -> None:
    assert post(client, body_of()).status_code == 200
    assert post(client, b'{"events": []}').status_code == 200
    assert filed(session) == 0


def test_events_of_two_people_are_filed_with_a_job_each(
    client: FlaskClient, session: Session
) -> None:
    assert post(client, body_of(event("a"), event("b", "U" + "2" * 32))).status_code == 200
    assert (filed(session), jobs(session)) == (2, 2)


def test_the_same_event_twice_is_filed_once(client: FlaskClient, session: Session) -> None:
    again = event("a", deliveryContext={"isRedelivery": True})
    assert post(client, body_of(event("a"))).status_code == 200
    assert post(client, body_of(again)).status_code == 200
    assert filed(session) == 1


def test_the_same_event_at_the_same_moment_is_filed_once(
    settings: Settings, client: FlaskClient, session: Session
) -> None:
    statuses: list[int] = []
    gate = threading.Barrier(6)

    def deliver() -> None:
        gate.wait()
        statuses.append(post(client.application.test_client(), body_of(event("a"))).status_code)

    threads = [threading.Thread(target=deliver) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 6
    assert filed(session) == 1


@pytest.mark.parametrize("wrong", ["", "ก", "AAAA", "x" * 5000])
def test_a_wrong_signature_stores_nothing(
    client: FlaskClient, session: Session, wrong: str
) -> None:
    given = client.post(
        "/line/webhook",
        data=body_of(event("a")),
        headers={"X-Line-Signature": wrong.encode().decode("latin-1")},
    )
    assert given.status_code == 400
    assert filed(session) == 0


def test_a_missing_signature_and_one_of_another_secret_store_nothing(
    client: FlaskClient, session: Session
) -> None:
    body = body_of(event("a"))
    assert client.post("/line/webhook", data=body).status_code == 400
    assert post(client, body, **{"X-Line-Signature": signature(body, "other")}).status_code == 400
    assert filed(session) == 0


def test_the_bytes_are_what_is_signed(client: FlaskClient, session: Session) -> None:
    odd = '{ "events" :[' + json.dumps(event("a")).replace("/", "\\/") + ' ], "x":"\\u0e01"}'
    assert post(client, odd.encode()).status_code == 200
    flipped = odd.replace("active", "activf").encode()
    wrong = client.post(
        "/line/webhook", data=flipped, headers={"x-line-signature": signature(odd.encode())}
    )
    assert wrong.status_code == 400
    assert filed(session) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b'{"events": 3}', b"\xff\xfe"])
def test_a_signed_body_that_is_no_webhook_is_refused(
    client: FlaskClient, session: Session, body: bytes
) -> None:
    assert post(client, body).status_code == 400
    assert filed(session) == 0


def test_more_than_a_mebibyte_is_refused(client: FlaskClient, session: Session) -> None:
    assert post(client, body_of(event("a", x="y" * 1024 * 1024))).status_code == 413
    assert filed(session) == 0


def test_odd_events_are_kept_beside_good_ones(client: FlaskClient, session: Session) -> None:
    odd: list[Any] = [
        event("good-1"),
        {"type": "something new"},
        None,
        7,
        event("odd", source=None, timestamp="yesterday", mode={"new": 1}),
        event("nul\0", message={"type": "text", "id": "9", "text": "a\0b\ud800"}),
        event("x" * 5000),
        event("good-2"),
    ]
    assert post(client, body_of(*odd)).status_code == 200
    assert filed(session) == len(odd)


def test_what_is_filed_cannot_be_read_in_the_table(client: FlaskClient, session: Session) -> None:
    post(client, body_of(event("a")))
    session.rollback()
    row = session.execute(text("select * from incoming")).one()
    assert "สวัสดี".encode() not in bytes(row.raw)
    assert ("U" + "1" * 32).encode() not in bytes(row.raw) + bytes(row.chat_key)


def test_a_database_that_is_away_is_answered_with_5xx_in_time(
    settings: Settings, session: Session
) -> None:
    away = settings.model_copy(
        update={"database_url": type(settings.database_url)("postgresql://x@127.0.0.1:1/none")}
    )
    with web(away) as app:
        answer = post(app.test_client(), body_of(event("a")))
    assert answer.status_code == 503
