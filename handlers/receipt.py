"""What a person gets when a case is lodged."""

from datetime import datetime
from gettext import NullTranslations

from handlers import menu, reach
from handlers.flow import Turn
from locales.formats import day
from locales.spoken import OFFICE
from models.bubble import Card, Choice, Line, Picture, Words
from models.case import Anonymity, Case
from models.reach import Reach
from models.receipt import make_receipt, paper_mark

PAPER = "/receipt"


def receipt(turn: Turn, case: Case) -> None:
    """Show the number, that it is kept safe, and what happens next and by when."""
    _ = turn._
    if case.anonymity is Anonymity.ANONYMOUS:
        show_code(turn, case)
    turn.show(
        Card(
            title=_("We have your case"),
            subtitle=case.number or "",
            alt=menu.alt(turn),
            text=_("It is kept safely; only the staff who handle it can read it."),
            lines=[
                Line(_("Number"), case.number or ""),
                Line(_("Office"), _(OFFICE[case.office])),
                Line(_("Next"), next_step(turn, case)),
            ],
            choices=[menu.track(turn), menu.add(turn, case.id), menu.receipt(turn, case.id)],
            mood="done",
        )
    )
    if turn.person.reach is Reach.ANY:
        turn.offer(reach.button(turn))


def show_code(turn: Turn, case: Case) -> None:
    """Show the code of an anonymous case, this once."""
    _ = turn._
    turn.say(
        _(
            "This code opens your case without your name, also from another LINE account. It is"
            " shown only now: keep it where nobody else looks. To use it, type it here."
        ),
        Words(make_receipt(turn.session, case), once=True),
    )


def paper(turn: Turn, case: Case) -> None:
    """Show the receipt as a picture, with a link to print it."""
    _ = turn._
    address = f"{PAPER}/{case.number}/{paper_mark(case.number or '')}"
    turn.show(Picture(f"{address}.png", _("Receipt")))
    turn.offer(Choice(_("To print (PDF)"), uri=f"{address}.pdf"), menu.track(turn))


def screening(translations: NullTranslations, due_at: datetime | None, language: str) -> str:
    """Returns what happens next and by when."""
    _ = translations.gettext
    if due_at is None:
        return _("staff read it and write to you here")
    return _("staff read it and write to you here by {day}").format(day=day(due_at, language))


def next_step(turn: Turn, case: Case) -> str:
    """Returns what happens next with a case, in the person's language."""
    return screening(turn.catalogue, case.due_at, turn.person.language)


def sent_before(turn: Turn, case: Case) -> None:
    """It was sent already: the same number again, and no second case."""
    turn.say(turn._("This is already with us: number {number}.").format(number=case.number))
    turn.offer(menu.track(turn), menu.add(turn, case.id))
    turn.must_arrive = True
