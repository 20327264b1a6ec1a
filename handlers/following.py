"""Following a case by its receipt code, from any LINE account: where it stands, and adding to it.

The code is never kept: neither in the text of the message nor in the raw event.
"""

from dataclasses import replace

from handlers import cries, filing, menu, own_cases, wishes
from handlers.again import asked_by
from handlers.arrival import MEDIA, Arrival, Kind
from handlers.flow import Puzzled, Step, Turn, find, step
from handlers.volunteer import forget
from models.bubble import Card
from models.case import Case
from models.receipt import TooManyTries, find_code, open_receipt, without_code

LOOKS_LIKE_ONE = 45
"""Characters of the longest code that somebody may type, with spaces."""
TELLS = 15
"""Characters; what is shorter beside a code says nothing."""


def begin(turn: Turn) -> Step:
    """The person has a code and wants to use it."""
    turn.next_round()
    _ask_code(turn)
    return code


def _ask_code(turn: Turn) -> None:
    turn.say(turn._("Please type the whole code. It begins with RC."))
    turn.offer(menu.report(turn), menu.staff(turn))


@asked_by(_ask_code)
@step
def code(turn: Turn) -> Step | None:
    """Hears the code; one that is recognised never comes here (see `take`). Who tells something
    instead is heard."""
    if turn.came(*MEDIA, Kind.LOCATION) or len(turn.text) > LOOKS_LIKE_ONE:
        return listen_to(turn)
    raise Puzzled(
        turn._("That is not a whole code. It begins with RC and has 24 letters and digits.")
    )


def listen_to(turn: Turn) -> Step | None:
    """What belongs to no code is heard as at rest."""
    listen = find("listen.filed")
    return listen(turn) if listen else None


def take(turn: Turn) -> tuple[bool, Step | None]:
    """Use the code in a turn, if there is one. Returns whether there was, and the next step."""
    holding = [a for a in turn.arrivals if a.kind in (Kind.TEXT, Kind.EDITED) and find_code(a.text)]
    if not holding:
        return False, None
    step = find(turn.conversation.step)
    at_rest = step is None or step in (code, more)
    letters = find_code(holding[-1].text) or ""
    for arrival in holding:
        _forget(turn, arrival)
    try:
        case = open_receipt(turn.session, turn.person, letters)
    except TooManyTries:
        turn.say(turn._("That is a few codes too many for now. Please try again in an hour."))
        return True, None
    if case is None:
        turn.say(turn._("This code opens nothing. Perhaps a letter is wrong: please look again."))
        return True, (code if at_rest else step)
    if not at_rest or _cries(turn):
        _show(turn, case)  # what is being told goes on
        return True, step
    return True, _opened(turn, case)


def _cries(turn: Turn) -> bool:
    return any(_is_cry(arrival.text) for arrival in turn.arrivals if arrival.kind is Kind.TEXT)


def _is_cry(text: str) -> bool:
    return wishes.wish(text) == "help" or bool(cries.find(text))


def _forget(turn: Turn, arrival: Arrival) -> None:
    """Take the code out of what is kept; what was written beside it stays, and is heard."""
    rest = without_code(arrival.text).strip()
    forget(turn, arrival, rest)
    at = turn.arrivals.index(arrival)
    tells = len(rest) >= TELLS or _is_cry(rest)  # "my code is ..." does not
    turn.arrivals[at : at + 1] = [replace(arrival, text=rest)] if tells else []


def _opened(turn: Turn, case: Case) -> Step | None:
    _show(turn, case)
    if not case.is_open:
        turn.offer(menu.report(turn), menu.staff(turn))
        return None
    turn.next_round()
    turn.note(receipt=case.id)
    _ask_more(turn)
    return more


def _show(turn: Turn, case: Case) -> None:
    """Show where a case stands; buttons that need the account it came from are left out."""
    shown = own_cases.card(turn, case)
    turn.show(Card(shown.title, shown.alt, shown.subtitle, lines=shown.lines, mood=shown.mood))


def _ask_more(turn: Turn) -> None:
    _ = turn._
    turn.say(_("If something should be added, write or send it now. To end, tap Done."))
    turn.offer(turn.button(_("Done"), "done"))


@asked_by(_ask_more)
@step
def more(turn: Turn) -> Step | None:
    """Takes what is added to the case of the code."""
    case = turn.session.get(Case, turn.notes.get("receipt", 0))
    if case is None or turn.pressed() == "done":
        turn.say(turn._("All right."))
        return None
    if not case.is_open:
        return listen_to(turn) if turn.heard else None
    if not turn.heard:
        raise Puzzled(turn._("Write or send what should be added, or type “done”."))
    filing.add_to(turn, case)
    turn.say(turn._("Passed on to the staff (case {number}).").format(number=case.number))
    return None
