"""The queue of cases and the page of one case: what staff read."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from console import guard, talk
from console.words import category, page_address
from locales import N_, terms
from models import access, approval, audit, search, work
from models.base import now
from models.case import Case, Office, Urgency
from models.erasing import may_be_erased
from models.message import count_until
from models.message import news as news_of
from models.message import talk as talk_of
from models.number import find_numbers
from models.person import Contact
from models.reach import Reach
from models.staff import Role
from models.states import SCREENING, State, ways_from
from nlp.places import PROVINCES
from nlp.taxonomy import CATEGORIES

pages = Blueprint("cases", __name__)
LATELY = timedelta(minutes=1)
OPEN_FOR = timedelta(minutes=30)
HELD = {
    Reach.NEVER: N_("Do not write first: what you write waits until this person writes."),
    Reach.DAY: N_("May be written to only between 8 and 18: until then your answer waits."),
    Reach.EVENING: N_("May be written to only between 18 and 21: until then your answer waits."),
}
ENTITIES = {
    "province": N_("Province"),
    "district": N_("District"),
    "subdistrict": N_("Subdistrict"),
    "amount_baht": N_("Amount (baht)"),
    "date": N_("Date"),
    "phones": N_("Phone numbers"),
    "national_ids": N_("National id numbers"),
    "organisations": N_("Organisations"),
}


@pages.get("/cases")
@guard.needs("read_case")
def queue() -> ResponseReturnValue:
    """The cases that the member of staff may read, filtered, a page at a time."""
    drawn, staff, session = now(), guard.staff(), guard.session()
    page = max(1, request.args.get("page", 1, type=int))
    found, more = search.find(session, staff, _wanted(), page)
    guard.record("list_cases", cases=[case.id for case in found])
    return render_template(
        "queue.html",
        cases=found,
        page=page,
        more=more,
        drawn=drawn.timestamp(),
        chosen=request.args,
        filtered=any(request.args.get(name) for name in FILTERS),
        options=_options(),
        all_offices=staff.role is Role.SCREENER,
        address=page_address,
    )


FILTERS = ("state", "office", "category", "urgency", "province", "mine", "overdue", "unread")


def _wanted() -> search.Wanted:
    said = request.args.get("q", "").strip()[:200]
    numbers = find_numbers(said)
    return search.Wanted(
        state=_known("state", [*State, "all"]),
        office=_known("office", list(Office)),
        category=_known("category", list(CATEGORIES)),
        urgency=_known("urgency", list(Urgency)),
        province=request.args.get("province", ""),
        mine="mine" in request.args,
        overdue="overdue" in request.args,
        unread="unread" in request.args,
        numbers=numbers,
        words=[] if numbers else _words(said),
    )


def _known(name: str, values: list[str]) -> str:
    chosen = request.args.get(name, "")
    return chosen if chosen in values else ""


def _words(said: str) -> list[str]:
    if not said:
        return []
    from nlp.tokens import words  # loads the dictionary: only when somebody searches

    return words(said) or [said]


def _options() -> dict[str, list[tuple[str, str]]]:
    return {
        "state": [(key, key) for key in State if key is not State.DRAFT],
        "category": [(key, category(key)) for key in CATEGORIES],
        "province": [(name, name) for name in search.provinces(guard.session(), guard.staff())],
    }


@pages.get("/cases/news")
@guard.needs("read_case", poll=True)
def queue_news() -> ResponseReturnValue:
    """What is new in the queue since it was drawn: asked every few seconds by the page."""
    since = _since(request.args.get("since", 0.0, type=float))
    heard, moved = search.news(guard.session(), guard.staff(), since)
    return jsonify(heard=heard, moved=moved)


def _since(stamp: float) -> datetime:
    """Returns the moment of a stamp; at most a day back, whatever was sent."""
    earliest = now() - timedelta(days=1)
    if not earliest.timestamp() < stamp < now().timestamp():
        return earliest if stamp < earliest.timestamp() else now()
    return datetime.fromtimestamp(stamp, UTC)


@pages.get("/cases/<int:case_id>")
@guard.needs("read_case")
def show(case_id: int) -> ResponseReturnValue:
    """One case, whole."""
    return page_of(guard.case_for("read_case", case_id))


def page_of(case: Case, *, status: int = 200, wrong: str = "", draft: str = "") -> tuple[str, int]:
    """Returns the page of a case; `wrong` says why what was sent was not done."""
    session, staff = guard.session(), guard.staff()
    if status >= 400:
        session.rollback()  # nothing of what was refused stays; that the case was read does
        g.keep_anyway = True
    allowed = access.actions_with(session, staff, case.id)
    said = talk.lines(session, talk_of(session, case.id))
    guard.record("read_case", case.id)
    page = render_template(
        "case.html",
        case=case,
        allowed=allowed,
        said=said,
        last=max((line.message.id for line in said), default=0),
        wrong=wrong,
        draft=draft,
        once=uuid.uuid4(),
        left=case.person.contact is Contact.LEFT,
        held=HELD.get(case.person.reach),
        entity_names=ENTITIES,
        **_choices(case, allowed),
    )
    if "answer" in allowed:
        work.mark_read(session, case)
    return page, status


def _choices(case: Case, allowed: set[str]) -> dict[str, Any]:
    """Returns what the forms beside the talk offer."""
    session, staff = guard.session(), guard.staff()
    colleagues = work.assignable(session, case)
    readers = work.readers(session, case) if "assign" in allowed else []
    waiting = approval.waiting_for(session, case.id)
    return {
        "ways": ways_from(case.state, staff.role) if "move" in allowed else [],
        "categories": [(key, category(key)) for key in CATEGORIES],
        "provinces": [(province.name, province.name) for province in PROVINCES],
        "urgencies": list(terms.URGENCY),
        "facts": terms.FACT,
        "offices": [key for key in terms.OFFICE if key != case.office],
        "screening": case.state in SCREENING,
        "colleagues": [(member.id, member.name) for member in colleagues],
        "readers": [(member.id, member.name) for member in readers if member.id != staff.id],
        "silences": work.SILENCES,
        "muted_until": muted if (muted := case.person.muted_until) and muted > now() else None,
        "waiting": waiting,
        "may_be_erased": "delete" in allowed and waiting is None and may_be_erased(case),
        "decides": waiting is not None and "approve" in allowed and waiting.asked_by != staff.id,
        "names": talk.names(session, _people(case, waiting)),
    }


def _people(case: Case, waiting: approval.Approval | None) -> set[int]:
    """Returns the members of staff whose names the page shows."""
    ids: set[int | None] = {case.assignee_id, waiting.asked_by if waiting else None}
    for change in case.changes:
        ids |= {change.staff_id, change.approved_by}
        if change.what in ("assignee", "barred"):
            ids |= {int(value) for value in (change.from_value, change.to_value) if value}
    return {each for each in ids if each is not None}


@pages.get("/cases/<int:case_id>/news")
@guard.needs("read_case", poll=True)
def case_news(case_id: int) -> ResponseReturnValue:
    """New and changed messages of an open case as HTML: asked every few seconds by the page.

    A page that `have` another number of messages than it should gets the `whole` talk.
    """
    session = guard.session()
    case = guard.case_for("read_case", case_id)
    after = request.args.get("after", 0, type=int)
    whole = request.args.get("have", type=int) != count_until(session, case.id, after)
    said = talk_of(session, case.id) if whole else news_of(session, case.id, after, now() - LATELY)
    lines = talk.lines(session, said)
    allowed = access.actions_with(session, guard.staff(), case.id)
    fresh = [line.message.id for line in lines if whole or line.message.id > after]
    _note_reading(case, [line.message.id for line in lines], fresh)
    if fresh and "answer" in allowed:
        work.mark_read(session, case)
    return jsonify(
        state=case.state,
        whole=whole,
        last=max([after, *fresh]),
        lines=[_line(case, line, allowed) for line in lines],
    )


def _note_reading(case: Case, shown: list[int], fresh: list[int]) -> None:
    """What comes in is noted; what is only drawn anew was noted when the page was opened."""
    known = audit.read_lately(guard.session(), guard.staff().id, case.id, OPEN_FOR)
    if fresh or (shown and not known):
        guard.record("read_case", case.id, messages=fresh or shown)


def _line(case: Case, line: talk.Line, allowed: set[str]) -> dict[str, Any]:
    html = render_template("said.html", case=case, line=line, allowed=allowed)
    return {"id": line.message.id, "mark": line.mark, "html": html}
