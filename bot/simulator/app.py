"""The simulator as a Flask application."""

from urllib.parse import urlsplit

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.wrappers import Response

from bot.simulator import line_api, menu_api, page
from bot.simulator.acts import Impossible
from bot.simulator.menus import NoSuchMenu
from bot.simulator.people import NoSuchPerson
from bot.simulator.platform import Platform, Settings
from bot.simulator.sending import AcceptedBefore, Refused

LARGEST_UPLOAD = 200 * 1024 * 1024
LOCAL_NAMES = {"127.0.0.1", "localhost", "::1"}
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob: https: http://127.0.0.1:* http://localhost:*; "
    "media-src 'self' blob: https:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


def create_app(settings: Settings) -> Flask:
    """Returns the application, its webhooks running. `extensions["platform"].close()` ends them."""
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_UPLOAD
    platform = app.extensions["platform"] = Platform(settings)
    app.before_request(_refuse_strangers)
    app.after_request(_protect)
    for blueprint in (page.page, line_api.api, menu_api.api):
        app.register_blueprint(blueprint)
    _register_errors(app)
    platform.courier.start()
    return app


def _register_errors(app: Flask) -> None:
    app.register_error_handler(Refused, line_api.refuse)
    app.register_error_handler(AcceptedBefore, line_api.accepted_before)
    app.register_error_handler(
        NoSuchMenu, lambda _error: line_api.refuse(Refused(404, "Not found"))
    )
    app.register_error_handler(NoSuchPerson, page.unknown_person)
    app.register_error_handler(Impossible, page.impossible)
    app.register_error_handler(HTTPException, _http_error)


def _refuse_strangers() -> None:
    """Other web sites, open in the same browser, must not steer the simulator."""
    origin = request.headers.get("Origin")
    names = [urlsplit(f"//{request.host}").hostname]
    if origin:
        names.append(urlsplit(origin).hostname)
    if not LOCAL_NAMES.issuperset(names):
        raise Forbidden


def _protect(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    if request.path.startswith("/static/"):
        answer.headers["Cache-Control"] = "no-cache"
    return answer


def _http_error(error: HTTPException) -> ResponseReturnValue:
    return jsonify(message=error.name), error.code or 500
