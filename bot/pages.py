"""Pages for everybody, outside the console: the privacy notice, and a copy of one's own data."""

import json
from hmac import compare_digest

from flask import Blueprint, Flask, Response, abort, current_app, g, render_template, request
from sqlalchemy import select

from handlers.receipt import screening
from locales import catalogue
from locales.privacy import LANGUAGES, privacy_notice
from models import audit
from models.base import now
from models.case import Case
from models.data_link import find_link, press
from models.number import find_numbers
from models.own_data import collect
from models.person import Person
from models.receipt import paper_mark

pages = Blueprint("pages", __name__, template_folder="templates", static_folder=None)
RECEIPTS = {"png": "image/png", "pdf": "application/pdf"}
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def hang_on(app: Flask) -> None:
    """Add the pages to the application."""
    app.register_blueprint(pages)


@pages.get("/privacy")
def privacy() -> str:
    """The whole privacy notice (?lang=th or en)."""
    asked = request.args.get("lang", "th")
    notice = privacy_notice(asked if asked in LANGUAGES else "th")
    return render_template("privacy.html", notice=notice)


@pages.get("/my/<token>")
def my_data(token: str) -> Response:
    """The page behind a link: two buttons. Looking at it shows and spends nothing, because chat
    programs open links by themselves to preview them."""
    link = find_link(g.session, token)
    if link is None:
        return _gone()
    person = g.session.get_one(Person, link.person_id)
    return _private(render_template("my_data.html", **_speaking(person.language)))


@pages.post("/my/<token>/<kind>")
def copy_of_my_data(token: str, kind: str) -> Response:
    """A press: the copy, as a PDF to read or as JSON to take elsewhere (PDPA s.30, 31)."""
    if kind not in ("pdf", "json"):
        abort(404)
    person = press(g.session, token)
    if person is None:
        return _gone()
    data = collect(g.session, person)
    audit.record(g.session, "copy_of_data", staff_id=None, by="the person", kind=kind)
    return _file(_written(data, person.language, kind), kind)


def _written(data: dict[str, object], language: str, kind: str) -> bytes:
    if kind == "json":
        return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    from bot.papers import data_copy  # fonts and their shaping: only where a paper is made

    return data_copy(data, language)


def _file(content: bytes, kind: str) -> Response:
    headers = PRIVATE | {"Content-Disposition": f"attachment; filename=my-data.{kind}"}
    return Response(content, headers=headers, content_type=f"application/{kind}")


@pages.get("/receipt/<number>/<mark>.<kind>")
def receipt(number: str, mark: str, kind: str) -> Response:
    """The receipt of a case as a picture or a PDF. It holds nothing of what was told, and its
    address is known to nobody but those who have it."""
    known = compare_digest(mark.encode(), paper_mark(number).encode())
    if kind not in RECEIPTS or not known:
        abort(404)
    case = g.session.scalars(select(Case).where(Case.number == number)).one_or_none()
    if case is None or case.submitted_at is None:
        abort(404)
    content = _paper(case, kind)
    return Response(content, headers=PRIVATE, content_type=RECEIPTS[kind])


def _paper(case: Case, kind: str) -> bytes:
    from bot import papers

    language = case.person.language
    made = papers.receipt_picture if kind == "png" else papers.receipt_pdf
    return made(
        number=case.number or "", submitted_at=case.submitted_at or now(), office=case.office,
        category=None, language=language,
        next_=screening(catalogue(language), case.due_at, language),
        follow_url=f"{current_app.config['PUBLIC_URL']}/c/{case.number}",
    )  # fmt: skip


@pages.get("/c/<number>")
def follow(number: str) -> str:
    """Where the code on a receipt leads: how to ask for the case in the chat. Tells nothing of it,
    not even whether there is one."""
    if find_numbers(number) != [number]:
        abort(404)
    return render_template("follow.html", number=number, **_speaking("th"))


def _gone() -> Response:
    page = render_template("gone.html", **_speaking("th"))
    return _private(page, 410)


def _private(page: str, status: int = 200) -> Response:
    return Response(page, status, headers=PRIVATE, content_type="text/html; charset=utf-8")


def _speaking(language: str) -> dict[str, object]:
    return {"language": language, "spoken": catalogue(language).gettext}
