"""A talk that was left for hours is taken up again with one sentence."""

from datetime import timedelta

from handlers import filing
from handlers.flow import Turn
from handlers.report import subject
from models.base import now

LEFT_FOR = timedelta(hours=3)


def remind(turn: Turn) -> None:
    """Say what we were talking about, if the person comes back to it after hours."""
    talk = turn.conversation
    if talk.step is None or talk.touched_at > now() - LEFT_FOR:
        return
    draft = filing.find_draft(turn)
    if draft is None or not draft.narrative:
        return
    _ = turn._
    if draft.category:
        turn.say(
            _("Good that you are back. We were at your story about: {subject}.").format(
                subject=subject(turn, draft.category)
            )
        )
    else:
        turn.say(_("Good that you are back. We were at your story; all of it is kept."))
