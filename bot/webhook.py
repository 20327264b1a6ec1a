"""POST /line/webhook: verify, file every event as it came, answer. Nothing is interpreted here.

LINE waits two seconds and repeats what was not answered with 2xx (if redelivery is on); so: not
durable -> 5xx, durable -> 200. All waits together stay below 1.5 s.
"""

import base64
import hashlib
import hmac
import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import psycopg
from flask import Flask, Response, request
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.metrics import EVENTS, WEBHOOKS
from bot.queue import defer_all
from bot.settings import Settings
from models.person import line_key
from models.sealing import vault

MOST_BYTES = 1024 * 1024
POOL = 8
GIVE_UP = 1.5
"""Seconds; LINE calls it a failure after two."""
_SENSIBLE_ID = re.compile(r"[\x21-\x7e]{1,64}")
_INSERT = (
    "insert into incoming (event_id, chat_key, occurred_at, raw) values (%s, %s, %s, %s) "
    "on conflict (event_id) do nothing"
)
_log = logging.getLogger("webhook")
Row = tuple[str, bytes, datetime, bytes]


class Webhook:
    """The view, with a small pool of its own whose time-outs fit into LINE's two seconds."""

    def __init__(self, settings: Settings) -> None:
        self.threads = ThreadPoolExecutor(POOL, "webhook")
        self.secrets = [s.get_secret_value().encode() for s in settings.line_channel_secret]
        self.pool = ConnectionPool(
            settings.libpq_url,
            min_size=0,
            max_size=POOL,
            open=False,
            timeout=0.5,
            reconnect_timeout=5,
            kwargs={
                "connect_timeout": 2,
                "tcp_user_timeout": 1000,
                "keepalives_idle": 5,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "options": "-c statement_timeout=700 -c lock_timeout=700 -c timezone=UTC",
            },
        )

    def hang_on(self, app: Flask) -> None:
        """Add the route to the application."""
        app.add_url_rule("/line/webhook", "webhook", self.receive, methods=["POST"])

    def receive(self) -> Response:
        """Returns 200 once every event is filed, 4xx for what is not from LINE, 503 else."""
        request.max_content_length = MOST_BYTES
        body = request.get_data(cache=False)
        if not self.signed(body, request.headers.get("X-Line-Signature", "")):
            return _answer(400, "bad signature")
        try:
            rows = file_rows(body)
        except ValueError:
            return _answer(400, "not a webhook of LINE")
        try:
            self.file(rows)
        except (psycopg.Error, PoolTimeout, TimeoutError) as error:
            _log.warning("events not filed", extra={"error": type(error).__name__})
            return _answer(503, "not filed, send again")
        EVENTS.inc(len(rows))
        return _answer(200, "ok")

    def signed(self, body: bytes, signature: str) -> bool:
        """Whether the signature is of one of our channel secrets (LINE: "Verify signature")."""
        given = signature.encode("ascii", "replace")
        return any(
            hmac.compare_digest(base64.b64encode(hmac.digest(secret, body, hashlib.sha256)), given)
            for secret in self.secrets
        )

    def file(self, rows: list[Row]) -> None:
        """Write the events and wake a job per person in one transaction; a connection that turns
        out to be dead is replaced once (filing twice is filing once)."""
        if not rows:
            return
        self.pool.open()  # the first request of the process, after gunicorn has forked
        # The server's own time-outs do not help against a server that is frozen or cut off: the
        # request gives up by its own clock. What is filed later all the same is filed once.
        self.threads.submit(self._file_or_again, rows).result(GIVE_UP)

    def _file_or_again(self, rows: list[Row]) -> None:
        try:
            self._file(rows)
        except psycopg.OperationalError as error:
            if isinstance(error, psycopg.errors.QueryCanceled | psycopg.errors.LockNotAvailable):
                raise
            self._file(rows)

    def _file(self, rows: list[Row]) -> None:
        with self.pool.connection() as connection:
            with connection.cursor() as cursor:
                cursor.executemany(_INSERT, rows)
            defer_all(connection, "attend", "people", [{"chat": key.hex()} for key in _chats(rows)])


def _chats(rows: list[Row]) -> list[bytes]:
    return list(dict.fromkeys(row[1] for row in rows))


def file_rows(body: bytes) -> list[Row]:
    """Returns a row per event. Raises ValueError where the body is no webhook at all."""
    data = json.loads(body)
    events = data.get("events") if isinstance(data, dict) else None
    if not isinstance(events, list):
        raise ValueError("no events")
    return [_row(event) for event in events]


def _row(event: Any) -> Row:
    raw = json.dumps(event).encode()
    found = event if isinstance(event, dict) else {}
    event_id = found.get("webhookEventId")
    if not (isinstance(event_id, str) and _SENSIBLE_ID.fullmatch(event_id)):
        event_id = "sha256:" + hashlib.sha256(raw).hexdigest()[:48]
    return event_id, line_key(chat_of(found)), _moment(found.get("timestamp")), vault().seal(raw)


def chat_of(event: dict[str, Any]) -> str:
    """Returns the LINE id of the group, room or person an event is from; "" for none."""
    source = event.get("source")
    if isinstance(source, dict):
        for name in ("groupId", "roomId", "userId"):
            if isinstance(source.get(name), str):
                return str(source[name])
    return ""


def _moment(timestamp: Any) -> datetime:
    try:
        return datetime.fromtimestamp(timestamp / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def _answer(status: int, text: str) -> Response:
    WEBHOOKS.labels(status).inc()
    return Response(text, status, mimetype="text/plain")
