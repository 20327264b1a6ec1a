"""The trail: who saw or did what, for auditors. It holds no content."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from console import guard
from console.words import page_address
from models import accounts, audit
from models.number import find_numbers

pages = Blueprint("audit", __name__)


@pages.get("/audit")
@guard.needs("read_audit")
def show() -> ResponseReturnValue:
    """The newest acts first, by member of staff, act or case; and whether the chain is whole."""
    session, page = guard.session(), max(1, request.args.get("page", 1, type=int))
    number = request.args.get("case", "").strip()
    found, more = audit.find(
        session,
        staff_id=request.args.get("staff", type=int),
        action=request.args.get("action", ""),
        case_number=(find_numbers(number) or [number])[0] if number else None,
        page=page,
    )
    guard.record("read_audit")
    everybody = accounts.everybody(session)
    return render_template(
        "audit.html",
        found=found,
        more=more,
        page=page,
        chosen=request.args,
        actions=audit.actions(session),
        names={member.id: member.name for member in everybody},
        broken=audit.first_break(session) if "check" in request.args else None,
        checked="check" in request.args,
        head=audit.head(session),
        address=page_address,
    )
