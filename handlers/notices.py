"""Words for what staff did: a Notice becomes one message in the person's language."""

from gettext import NullTranslations

from sqlalchemy.orm import Session

from handlers.own_cases import OPENS_AGAIN
from locales import N_, catalogue
from locales.formats import day
from locales.spoken import OFFICE
from models.bubble import Card, Choice
from models.case import Case, Notice
from models.outgoing import Lane, Outgoing, say
from models.person import Contact

TITLES = {
    "accepted": N_("An office has taken your case"),
    "transfer": N_("Your case goes to another office"),
    "asked": N_("The staff would like to ask you something"),
    "in_progress": N_("An officer is working on your case"),
    "awaiting_agency": N_("The officer has asked the agency to answer"),
    "solved": N_("The staff noted that it is solved. Is it?"),
    "closed": N_("Your case is closed"),
    "closed_no_contact": N_("Your case is closed because we could not reach you"),
    "referred_out": N_("Another agency can help you better"),
    "duplicate": N_("Your case goes on together with another one"),
    "rejected": N_("Your case was not taken up"),
    "terminated": N_("Your case has ended"),
    "reopened": N_("Your case is open again"),
}
NEXT = {
    "accepted": N_("{office} has it. An officer begins by {day}."),
    "transfer": N_("The office there says by {day} whether it takes it. You need not do anything."),
    "asked": N_(
        "Please write your answer here, or send pictures. Until then the case waits for you."
    ),
    "in_progress": N_("You will hear from {office} here by {day}."),
    "awaiting_agency": N_("We expect an answer by {day} and write to you here."),
    "solved": N_("Only you can say so. If it is not solved, staff look at it again."),
    "closed": N_("If it is not solved after all, tell us here."),
    "closed_no_contact": N_("If you still want help, write to us here and it can be opened again."),
    "referred_out": N_("If they do not help you, write to us here."),
    "duplicate": N_("You will hear here what comes of it."),
    "rejected": N_("If you see it differently or something new happened, write to us here."),
    "terminated": N_("If you see it differently or something new happened, write to us here."),
    "reopened": N_("Staff look at it again by {day} and write to you here."),
}


def word(session: Session, notice: Notice) -> Outgoing | None:
    """Returns the message for a notice; None if the person has left or there is nothing to say.

    The caller adds it to the session and marks the notice done.
    """
    case = session.get_one(Case, notice.case_id)
    if notice.kind not in TITLES or case.person.contact is Contact.LEFT:
        return None
    card = _card(notice, case)
    return say(case.person_id, [card], lane=Lane.NOTICE, case_id=case.id, must_arrive=True)


def _card(notice: Notice, case: Case) -> Card:
    translations = catalogue(case.person.language)
    _ = translations.gettext
    theirs = _("The staff write: {words}").format(words=notice.words) if notice.words else ""
    return Card(
        title=_(TITLES[notice.kind]),
        subtitle=case.number or "",
        alt=_("A message from the grievance centre"),
        text="\n\n".join(filter(None, (theirs, _next(notice, case, translations)))),
        choices=_choices(notice, case, translations),
        mood="calm" if case.is_open else "done",
    )


def _next(notice: Notice, case: Case, translations: NullTranslations) -> str:
    """Returns what comes next; without the sentence about a day where none is set any more."""
    _ = translations.gettext
    pattern = NEXT[notice.kind]
    if "{day}" in pattern and case.due_at is None:
        return ""
    by = day(case.due_at, case.person.language) if case.due_at else ""
    return _(pattern).format(office=_(OFFICE[case.office]), day=by)


def _choices(notice: Notice, case: Case, translations: NullTranslations) -> list[Choice]:
    _ = translations.gettext
    show = Choice(_("See the case"), data=f"case:{case.id}")
    if notice.kind == "solved":
        return [
            Choice(_("It is solved"), data=f"solved:{case.id}", style="main"),
            Choice(_("Not solved"), data=f"unsolved:{case.id}"),
        ]
    if notice.kind == "asked":
        return [Choice(_("Answer"), data=f"reply:{case.id}", style="main"), show]
    if case.is_open:
        return [show, Choice(_("Add something"), data=f"add:{case.id}")]
    if case.state in OPENS_AGAIN:
        again = Choice(_("Open it again"), data=f"reopen:{case.id}")
        return [again, show, Choice(_("Talk to staff"), data="menu:staff")]
    return [show, Choice(_("Talk to staff"), data="menu:staff")]
