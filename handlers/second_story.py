"""The other story is taken up, once the first is sent or given up."""

from handlers import filing, report
from handlers.another import KEPT
from handlers.flow import Step, Turn


def begin(turn: Turn) -> Step | None:
    """Take up the story that was kept apart. Returns the step that goes on with it, if any."""
    ids = turn.notes.get(KEPT)
    if not ids or filing.find_draft(turn) is not None:
        return None
    turn.note(**{KEPT: None})
    messages = filing.earlier_messages(turn, ids)
    if not any(message.text for message in messages):
        return None
    turn.say(turn._("Now the other story."))
    return report.go_on_with(turn, filing.begin_anew(turn, messages))
