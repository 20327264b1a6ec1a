"""The network of volunteers of an office: invitations to it, who serves where, and its end."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from console import guard
from console.words import _, page_address
from models import volunteer
from models.volunteer import Volunteer
from nlp.places import PROVINCES

pages = Blueprint("volunteers", __name__)
MOST_USES = 500
LONGEST_DISTRICT = 60
_NAMES = frozenset(province.name for province in PROVINCES)


@pages.get("/volunteers")
@guard.needs("invite")
def show() -> ResponseReturnValue:
    """Who serves where, which invitations are open, and the form for a new one."""
    return _page()


@pages.post("/volunteers/invitations")
@guard.needs("invite")
def invite() -> ResponseReturnValue:
    """Make an invitation and show its code, once."""
    province = request.form.get("province", "")
    district = " ".join(request.form.get("district", "").split()) or None
    uses = request.form.get("uses", type=int) or 0
    if province not in _NAMES:
        return _page(wrong=_("Please choose a province.")), 422
    if len(district or "") > LONGEST_DISTRICT:
        return _page(wrong=_("That is no name of a district.")), 422
    if not 1 <= uses <= MOST_USES:
        return _page(wrong=_("A code can be used 1 to 500 times.")), 422
    staff = guard.staff()
    code = volunteer.invite(
        guard.session(),
        office=staff.office,
        province=province,
        district=district,
        uses=uses,
        by=staff.id,
    )
    guard.record("invite", province=province, district=district, uses=uses)
    guard.session().flush()
    return _page(code=code, area=" ".join(filter(None, (district, province))))


@pages.post("/volunteers/invitations/<int:invitation_id>/revoke")
@guard.needs("invite")
def revoke(invitation_id: int) -> ResponseReturnValue:
    """End an invitation before its time."""
    if not volunteer.revoke(guard.session(), guard.staff().office, invitation_id):
        abort(404)
    guard.record("revoke_invitation", invitation=invitation_id)
    flash(_("The code no longer works."))
    return redirect(url_for(".show"))


@pages.get("/volunteers/<int:volunteer_id>/end")
@guard.needs("invite")
def ask_to_end(volunteer_id: int) -> ResponseReturnValue:
    """Whether this is really meant."""
    return render_template("volunteers/end.html", volunteer=_found(volunteer_id))


@pages.post("/volunteers/<int:volunteer_id>/end")
@guard.needs("invite")
def end(volunteer_id: int) -> ResponseReturnValue:
    """The person no longer serves."""
    found = _found(volunteer_id)
    volunteer.end(found, guard.staff().id)
    guard.record("end_volunteer", volunteer=found.id, province=found.province)
    flash(_("This person is no longer a volunteer."))
    return redirect(url_for(".show"))


def _found(volunteer_id: int) -> Volunteer:
    found = volunteer.find_volunteer(guard.session(), guard.staff().office, volunteer_id)
    if found is None:
        abort(404)
    return found


def _page(*, wrong: str = "", code: str = "", area: str = "") -> str:
    session, office = guard.session(), guard.staff().office
    page = max(1, request.args.get("page", 1, type=int))
    chosen = request.args.get("province", "")
    serving, more = volunteer.serving(session, office, chosen or None, page)
    guard.record("list_volunteers", volunteers=[each.id for each in serving])
    return render_template(
        "volunteers/list.html",
        serving=serving,
        more=more,
        page=page,
        address=page_address,
        chosen=chosen,
        counts=volunteer.count_by_province(session, office),
        invitations=volunteer.open_invitations(session, office),
        provinces=PROVINCES,
        most=MOST_USES,
        given=request.form,
        wrong=wrong,
        code=code,
        area=area,
    )
