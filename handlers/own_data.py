"""One's own data: a link to a copy of it (PDPA s.30), and deleting it (s.33)."""

from handlers import menu, wishes
from handlers.again import asked_by
from handlers.flow import Step, Turn, find, step
from models.bubble import Card, Choice
from models.data_link import make_link
from models.erasing import erase_person

PAGE = "/my"


def link(turn: Turn) -> Step | None:
    """Give a link to the page where a copy can be taken; what was going on goes on."""
    _ = turn._
    token = make_link(turn.session, turn.person)
    turn.show(
        Card(
            title=_("A copy of your data"),
            alt=menu.alt(turn),
            text=_(
                "The page opens for 30 minutes. Do not pass the link on: it shows all that you told"
                " us."
            ),
            choices=[Choice(_("Open the page"), uri=f"{PAGE}/{token}", style="main")],
        )
    )
    turn.must_arrive = True
    return find(turn.conversation.step)


def delete(turn: Turn) -> Step:
    """The person wants their data deleted: say what that means, and ask once."""
    turn.next_round()
    _ask(turn)
    return sure


def _ask(turn: Turn) -> None:
    _ = turn._
    turn.say(
        _(
            "I can delete at once: stories that were not sent, what we talked about besides, your"
            " name, and your choices. Cases that were sent go to the staff: they tell you within"
            " 30 days what the law obliges them to keep, and delete the rest. Shall I?"
        )
    )
    turn.offer(
        turn.button(_("Yes, delete it"), "yes", style="danger"), turn.button(_("No, keep it"), "no")
    )


@asked_by(_ask)
@step
def sure(turn: Turn) -> Step | None:
    """Hears whether it should really go. Anything but a clear yes keeps everything."""
    _ = turn._
    if turn.pressed() == "yes" or (not turn.pressed() and wishes.agrees(turn.text)):
        _delete(turn)
        return None
    turn.say(_("All right, nothing was deleted."))
    return None


def _delete(turn: Turn) -> None:
    _ = turn._
    turn.session.flush()
    paths, kept = erase_person(turn.session, turn.person)
    turn.erase += paths
    turn.messages = []
    turn.say(_("It is deleted. If you ever need us, write here."))
    if kept:
        turn.say(
            _("{count} cases were sent: the staff answer you about them here.").format(
                count=len(kept)
            )
        )
    turn.must_arrive = True
