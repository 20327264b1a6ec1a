"""Giving up what is not sent yet: asked once, then the draft is gone."""

from handlers import filing, menu, wishes
from handlers.again import asked_by, where_we_are
from handlers.flow import Step, Turn, find, step
from models.erasing import erase_draft

STORY = 25
"""Characters; more than that is neither a yes nor a no, but more of the story."""


def ask(turn: Turn, restart: bool = False) -> Step | None:
    """Begin cancelling. Returns the step that hears yes or no; None if nothing was open."""
    if filing.find_draft(turn) is None:
        _nothing(turn, restart)
        return None
    turn.note(back=turn.conversation.step)
    turn.next_round()
    _ask(turn)
    return sure


def _nothing(turn: Turn, restart: bool) -> None:
    _ = turn._
    if restart:
        turn.say(_("All right, from the beginning. What happened?"))
    elif turn.conversation.step is None:
        turn.say(
            _("Nothing is open right now. A case that was sent can be withdrawn under “My cases”.")
        )
    else:
        turn.say(_("All right, stopped here."))
    turn.offer(menu.report(turn), menu.track(turn), menu.staff(turn))


def _ask(turn: Turn) -> None:
    _ = turn._
    turn.say(_("Shall I throw away the story that is not sent yet?"))
    turn.offer(
        turn.button(_("Yes, throw it away"), "yes"),
        turn.button(_("Begin anew"), "anew"),
        turn.button(_("No, keep it"), "no"),
    )


@asked_by(_ask)
@step
def sure(turn: Turn) -> Step | None:
    """Hears whether the draft should really go."""
    _ = turn._
    draft = filing.find_draft(turn)
    choice = turn.pressed()
    if draft is None:
        _nothing(turn, False)
        return None
    if choice == "anew":
        turn.erase += erase_draft(turn.session, draft)
        _nothing(turn, restart=True)
        return None
    if choice == "yes" or (choice is None and _means_it(turn.text)):
        turn.erase += erase_draft(turn.session, draft)
        turn.say(_("It is gone. Nothing was sent to anybody."))
        turn.offer(menu.report(turn), menu.staff(turn))
        return None
    if turn.heard:
        turn.file_under(draft)
    if len(turn.text) > STORY:
        filing.add_story(turn, draft, turn.text)
    turn.say(_("It is still here. Let us go on."))
    return _back(turn)


def _means_it(text: str) -> bool:
    return wishes.agrees(text) or wishes.wish(text) in ("cancel", "restart")


def _back(turn: Turn) -> Step | None:
    turn.conversation.step = turn.notes.get("back")
    turn.next_round()
    if turn.conversation.step is None:
        turn.offer(menu.report(turn))
    where_we_are(turn)
    return find(turn.conversation.step)
