"""Pages for everybody, outside the console: the privacy notice."""

from flask import Blueprint, Flask, render_template, request

from locales.privacy import LANGUAGES, privacy_notice

pages = Blueprint("pages", __name__, template_folder="templates", static_folder=None)


def hang_on(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(pages)


@pages.get("/privacy")
def privacy() -> str:
    """The whole privacy notice (?lang=th or en)."""
    asked = request.args.get("lang", "th")
    notice = privacy_notice(asked if asked in LANGUAGES else "th")
    return render_template("privacy.html", notice=notice)
