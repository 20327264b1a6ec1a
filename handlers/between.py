"""What comes instead of an answer, and is no story either: it is answered, and the talk goes on."""

from handlers import answers, correcting, filing, mood, nonsense, reach, wishes
from handlers.flow import Turn
from models.case import Case


def take(turn: Turn, case: Case, asked: str) -> bool:
    """Answer a courtesy, a question, a correction of something else, or anger.

    `asked` is the key of the open question. Returns whether it was one of these; what was asked is
    then asked again.
    """
    if not turn.text:
        return False
    return (
        wishes.is_lost(turn.text)
        or _courtesy(turn)
        or _watched(turn, case)
        or answers.aside(turn, asked)
        or mood.take_insult(turn)
        or nonsense.is_nonsense(turn.text)
        or _correction(turn, case, asked)
    )


def _watched(turn: Turn, case: Case) -> bool:
    """Somebody else reads the telephone: ask when to write, and keep what was told besides."""
    if not reach.heed(turn):
        return False
    filing.add_story(turn, case, turn.text)
    return True


def _courtesy(turn: Turn) -> bool:
    _ = turn._
    words = {
        "hello": _("Hello, I am here."),
        "thanks": _("You are welcome."),
        "laugh": "",
        "wait": _("No hurry. Answer whenever you can."),
        "back": _("Good that you are back."),
    }
    kind = wishes.courtesy(turn.text)
    if kind and words[kind]:
        turn.say(words[kind])
    return kind is not None


def _correction(turn: Turn, case: Case, asked: str) -> bool:
    """Only where the text says that something is wrong, and then says what is right."""
    return correcting.is_marked(turn.text) and correcting.correct(turn, case, asked)
