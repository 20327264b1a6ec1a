"""The other story is taken up, once the first is sent or given up."""

from handlers import filing, intake, report
from handlers.another import KEPT, PROMISED
from handlers.flow import Step, Turn
from models.case import open_draft


def begin(turn: Turn) -> Step | None:
    """Take up the story that was kept apart. Returns the step that goes on with it, if any."""
    ids = turn.notes.get(KEPT)
    if filing.find_draft(turn) is not None:
        return None
    if not ids:
        return _promised(turn)
    turn.note(**{KEPT: None})
    messages = filing.earlier_messages(turn, ids)
    if not any(message.text for message in messages):
        return None
    turn.say(turn._("Now the other story."))
    return report.go_on_with(turn, filing.begin_anew(turn, messages))


def _promised(turn: Turn) -> Step | None:
    """Ask for the story that was only announced."""
    if not turn.notes.get(PROMISED):
        return None
    turn.note(**{PROMISED: None})
    turn.say(turn._("Now the other story."))
    return intake.put(turn, open_draft(turn.session, turn.person), intake.QUESTIONS["what"])
