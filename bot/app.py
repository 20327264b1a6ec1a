"""create_app(): the web process. Webhook, console, pictures, health and metrics on one Flask."""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from flask import Flask, Response, g, request
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

import console
from bot import health, log, media, pages, pictures
from bot.database import Sessions, open_database
from bot.settings import Settings, read_settings
from bot.startup import refuse_demo_accounts
from bot.webhook import Webhook

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def create_app(settings: Settings | None = None) -> Flask:
    """Returns the WSGI application. Raises WrongSettings where the environment is not complete."""
    settings = settings or read_settings()
    log.set_up(settings.log_level)
    app = Flask("console", root_path=console.ROOT)
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=12 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="staff",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=10),
        REQUIRE_TOTP=settings.production,
        PUBLIC_URL=settings.public_url,
        DEMO=settings.demo,
    )
    if settings.production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    sessions = open_database(settings)
    with suppress(SQLAlchemyError):  # a database that is away is what /readyz is for
        refuse_demo_accounts(settings, sessions)
    _one_session_per_request(app, sessions)
    _safe_headers(app)
    app.extensions["media"] = media.Store(settings.media_dir)
    app.extensions["models"] = settings.model_dir
    Webhook(settings).hang_on(app)
    health.hang_on(
        app,
        sessions,
        settings.metrics_token.get_secret_value(),
        several=settings.prometheus_multiproc_dir is not None,
    )
    pictures.hang_on(app)
    pages.hang_on(app)
    console.hang_on(app)
    return app


def _one_session_per_request(app: Flask, sessions: Sessions) -> None:
    """A request that succeeds commits, one that fails rolls back; nobody else commits."""

    def begin() -> None:
        g.session = sessions()

    def finish(response: Response) -> Response:
        # A session that was never used has no transaction and costs nothing.
        if response.status_code < 400 or g.get("keep_anyway"):
            g.session.commit()
        return response

    def end(_: BaseException | None) -> None:
        session = g.pop("session", None)
        if session is not None:
            session.close()

    app.before_request(begin)
    app.after_request(finish)
    app.teardown_request(end)
    app.register_error_handler(Exception, _failed)
    app.register_error_handler(OperationalError, _failed)


def _failed(error: Exception) -> tuple[str, int] | HTTPException:
    if isinstance(error, HTTPException):
        return error
    incident = secrets.token_hex(4)
    logging.getLogger("web").exception("request failed", extra={"incident": incident})
    status = 503 if isinstance(error, OperationalError) else 500
    return f"The service has a problem and changed nothing. Incident {incident}.", status


def _safe_headers(app: Flask) -> None:
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if request.path.startswith("/console/") and request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    add_: Callable[[Response], Response] = add
    app.after_request(add_)
