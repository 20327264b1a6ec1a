"""The privacy notice in the chat: shown once, accepted with a tap or by sending a case."""

from handlers import menu
from handlers.flow import Turn
from locales.privacy import version
from models.base import now
from models.bubble import Card, Choice

PAGE = "/privacy"
SHOWN = "notice_shown"
"""The note that this person was shown a version; they need not tap anything to go on."""
ACCEPT = "notice"


def accepted(turn: Turn) -> bool:
    """Whether the person accepted the notice in force."""
    return turn.person.notice_version == version()


def is_due(turn: Turn) -> bool:
    """Whether the person has neither accepted nor been shown the notice in force."""
    return not accepted(turn) and turn.notes.get(SHOWN) != version()


def show(turn: Turn) -> None:
    """Show the notice in short, with a link to all of it (PDPA s.23)."""
    _ = turn._
    turn.note(**{SHOWN: version()})
    turn.show(
        Card(
            title=_("How we keep what you tell"),
            alt=menu.alt(turn),
            text=_(
                "This is the channel of the Ombudsman and the Ministry of Labour. What you tell is"
                " kept to help with it, and only the staff who handle it see it. What is not sent"
                " is deleted after 7 days; a case is kept as long as the rules of the office say."
                " Your name can be hidden, and you can ask for a copy or have it deleted."
            ),
            choices=[read_all(turn), Choice(_("All right"), data=f"{ACCEPT}:{version()}")],
        )
    )


def read_all(turn: Turn) -> Choice:
    """Returns the button that opens the whole notice."""
    language = "th" if turn.person.language == "th" else "en"
    return Choice(turn._("Read all of it"), uri=f"{PAGE}?lang={language}")


def accept(turn: Turn) -> None:
    """Keep that the person accepted the notice in force, and when."""
    if not accepted(turn):
        turn.person.notice_version, turn.person.notice_at = version(), now()


def tapped(turn: Turn, shown: str) -> None:
    """The person tapped that it is all right: of the version in force, or of an older one."""
    if shown != version():
        show(turn)
        return
    accept(turn)
    turn.say(turn._("Thank you. Tell me what happened, whenever you are ready."))
    turn.offer(menu.report(turn), menu.track(turn), menu.staff(turn))
