"""/healthz (the process lives), /readyz (it can work) and /metrics (figures, with a token)."""

import hmac

from flask import Flask, Response, g, jsonify, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
    multiprocess,
)
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot import startup
from bot.database import Sessions
from bot.migrate import behind

_WAITING = {
    "incoming_waiting": "select count(*) from incoming where reading = 'waiting'",
    "incoming_dead": "select count(*) from incoming where reading = 'dead'",
    "outgoing_waiting": "select count(*) from outgoing where delivery = 'waiting'",
    "outgoing_failed_today": "select count(*) from outgoing where delivery in ('failed', 'unsure')"
    " and created_at > now() - interval '1 day'",
    "attachments_waiting": "select count(*) from attachment where keeping = 'waiting'",
    "urgent_cases_open": "select count(*) from \"case\" where urgent_safety and state = 'triage'",
}


def hang_on(app: Flask, sessions: Sessions, token: str, several: bool) -> None:
    """Add the three routes to the application."""
    app.add_url_rule("/healthz", "healthz", lambda: Response("ok", mimetype="text/plain"))
    app.add_url_rule("/readyz", "readyz", lambda: _ready(sessions))
    app.add_url_rule("/metrics", "metrics", lambda: _metrics(token, several))


def _ready(sessions: Sessions) -> tuple[Response, int]:
    checks = {"database": False, "migrations": False, "worker": False}
    try:
        with sessions() as session:
            checks["migrations"] = not behind(session.connection())
            checks["database"] = True
            checks["worker"] = startup.worker_is_whole(session)
    except SQLAlchemyError:
        pass  # what could not be asked stays False
    return jsonify(checks), 200 if all(checks.values()) else 503


def _metrics(token: str, several: bool) -> Response:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), token.encode()):
        return Response("a token is needed", 401, {"WWW-Authenticate": "Bearer"})
    lines = [
        f"# TYPE {name} gauge\n{name} {g.session.scalar(text(query))}\n"
        for name, query in _WAITING.items()
    ]
    return Response(_counted(several) + "".join(lines).encode(), content_type=CONTENT_TYPE_LATEST)


def _counted(several: bool) -> bytes:
    if not several:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
