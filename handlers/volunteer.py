"""Codes: an invitation makes a person a volunteer, a link code ties a member of staff to LINE.

A code is never kept: neither in the text of the message nor in the raw event.
"""

import re

from sqlalchemy import update

from handlers.arrival import Arrival, Kind
from handlers.flow import Turn
from models.incoming import Incoming
from models.linking import CODE_LENGTH as LINK_LENGTH
from models.linking import link_staff
from models.volunteer import CODE_LENGTH, LETTERS, TooManyGuesses, Volunteer, accept

_HALF = CODE_LENGTH // 2
_CODE = re.compile(rf"[{LETTERS}]{{{_HALF}}}\s*[-–]\s*[{LETTERS}]{{{_HALF}}}")
_BARE = re.compile(rf"(?=.*\d)[{LETTERS}]{{{CODE_LENGTH}}}")
"""Without its dash only with a digit in it: a shouted word is not a code."""
_LINK = re.compile(rf"(?:ผูก|link)\s*([{LETTERS}]{{{LINK_LENGTH}}})", re.IGNORECASE)
_BARE_LINK = re.compile(rf"[{LETTERS}]{{{LINK_LENGTH}}}")
KEPT_INSTEAD = "[code]"


def looks_like_code(text: str) -> bool:
    """Whether a text is an invitation code and nothing else."""
    said = text.strip().upper()
    return bool(_CODE.fullmatch(said) or _BARE.fullmatch(said))


def take_codes(turn: Turn) -> None:
    """Obey the codes in a turn and take them out of it; what else was said is still to be heard."""
    taken = [a for a in turn.arrivals if a.kind is Kind.TEXT and _taken(turn, a)]
    turn.arrivals = [a for a in turn.arrivals if a not in taken]


def _taken(turn: Turn, arrival: Arrival) -> bool:
    if looks_like_code(arrival.text):
        forget(turn, arrival)
        _accept(turn, arrival.text)
        return True
    return _linked(turn, arrival)


def _linked(turn: Turn, arrival: Arrival) -> bool:
    """Tie a member of staff to this account. A bare word that opens nothing is no code."""
    _ = turn._
    said = arrival.text.strip()
    named = _LINK.fullmatch(said)
    code = named[1] if named else said
    if not named and not _BARE_LINK.fullmatch(said):
        return False
    member = link_staff(turn.session, turn.person, code)
    if member is None and not named:
        return False
    forget(turn, arrival)
    turn.say(
        _("This LINE account is now tied to your staff account. Test messages come here.")
        if member
        else _("This code does not work. Make a new one in the console; it lasts 15 minutes.")
    )
    return True


def forget(turn: Turn, arrival: Arrival, rest: str = "") -> None:
    """Take the code of an arrival out of what is kept; `rest` is what was said beside it."""
    for message in turn.messages:
        if message.text == arrival.text:
            message.text = " ".join(filter(None, (KEPT_INSTEAD, rest)))
    turn.session.execute(
        update(Incoming).where(Incoming.id == arrival.incoming_id).values(raw=None)
    )


def _accept(turn: Turn, code: str) -> None:
    _ = turn._
    try:
        volunteer = accept(turn.session, turn.person, code.replace("–", "-"))
    except TooManyGuesses:
        turn.say(_("That is a few codes too many for now. Please try again in an hour."))
        return
    if volunteer is None:
        turn.say(
            _(
                "This code does not work: perhaps a letter is wrong, or it has run out. Codes last"
                " 14 days; the person who gave it to you can make a new one."
            )
        )
        return
    turn.joined = True
    turn.say(_welcome(turn, volunteer))


def _welcome(turn: Turn, volunteer: Volunteer) -> str:
    _ = turn._
    area = " ".join(filter(None, (volunteer.district, volunteer.province)))
    return _(
        "You are now a volunteer for {area}. Tasks and news for your area will come here. If you"
        " meet somebody with trouble, tell it here on their behalf."
    ).format(area=area)
