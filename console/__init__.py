"""What staff see. `hang_on` puts the console on a Flask application."""

from pathlib import Path

from flask import Flask
from flask_bootstrap import Bootstrap5

ROOT = str(Path(__file__).parent)
"""The folder with templates/ and static/."""


def hang_on(app: Flask) -> None:
    """Add the console under /console/ to an application that sets `g.session` per request."""
    from console import (
        account,
        approvals,
        attachments,
        audit,
        broadcasts,
        cases,
        guard,
        health,
        model,
        signin,
        staff,
        volunteers,
        words,
        work,
    )

    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    words.hang_on(app)
    guard.hang_on(app)
    rooms = (signin, account, cases, work, attachments, approvals, staff, audit)
    for room in (*rooms, broadcasts, volunteers, health, model):
        app.register_blueprint(room.pages, url_prefix="/console")
