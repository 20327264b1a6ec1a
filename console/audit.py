"""The trail: who saw or did what, for auditors. It holds no content."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from console import guard
from console.words import page_address
from locales import N_
from models import accounts, audit
from models.number import find_numbers

pages = Blueprint("audit", __name__)
ACTS = {
    "sign_in": N_("Signed in"),
    "sign_in_failed": N_("Failed to sign in"),
    "sign_out": N_("Signed out"),
    "change_password": N_("Changed the own password"),
    "list_cases": N_("Saw the list of cases"),
    "list_approvals": N_("Saw the list of approvals"),
    "read_case": N_("Read a case"),
    "read_attachment": N_("Opened an attachment"),
    "answer": N_("Answered"),
    "send_again": N_("Sent an answer again"),
    "move": N_("Changed the state of a case"),
    "ask_to_move": N_("Asked to change the state of a case"),
    "ask_to_delete": N_("Asked to delete a case"),
    "delete_case": N_("Approved the deletion of a case"),
    "approve": N_("Approved a step"),
    "decline": N_("Declined a step"),
    "assign": N_("Assigned a case"),
    "route": N_("Gave a case to another office"),
    "mute": N_("Silenced the bot towards a person, or ended that"),
    "correct": N_("Corrected what the bot understood"),
    "bar": N_("Hid a case from a colleague"),
    "add_staff": N_("Made an account"),
    "place_staff": N_("Changed an office or a role"),
    "close_staff": N_("Closed an account"),
    "open_staff": N_("Opened an account"),
    "reset_password": N_("Reset a password"),
    "reset_totp": N_("Reset a second factor"),
    "read_audit": N_("Read the audit"),
    "write_broadcast": N_("Wrote a broadcast"),
    "test_broadcast": N_("Sent a test of a broadcast"),
    "ask_broadcast": N_("Asked for approval of a broadcast"),
    "take_back_broadcast": N_("Took a broadcast back"),
    "approve_broadcast": N_("Approved a broadcast"),
    "decline_broadcast": N_("Declined a broadcast"),
    "stop_broadcast": N_("Stopped a broadcast"),
    "make_link_code": N_("Made a code to tie the own LINE account"),
    "unlink_line": N_("Untied the own LINE account"),
    "invite": N_("Made an invitation for volunteers"),
    "revoke_invitation": N_("Revoked an invitation"),
    "end_volunteer": N_("Ended a volunteer's service"),
    "list_volunteers": N_("Saw the list of volunteers"),
    "export": N_("Exported cases without personal data"),
    "export_personal": N_("Exported cases with personal data"),
    "rotate_keys": N_("Sealed everything under the newest key"),
    "reindex": N_("Made the keyed look-ups anew"),
    "retry_event": N_("Let an event be tried again"),
}
"""What the acts are called; one that is not here is shown by its key."""


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
        acts=ACTS,
        names={member.id: member.name for member in everybody},
        broken=audit.first_break(session) if "check" in request.args else None,
        checked="check" in request.args,
        head=audit.head(session),
        address=page_address,
    )
