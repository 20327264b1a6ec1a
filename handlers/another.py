"""Another story, told while the first is not sent yet: kept apart, and taken up after it."""

import re

from handlers.flow import Turn

KEPT = "second"
"""The note of the messages that tell the other story."""
_ANOTHER = re.compile(
    r"คนละเรื่อง|(?:^|\s|แล้วก็|ยังมี)อีกเรื่อง|another (?:story|matter|thing happened)|"
    r"(?:different|separate) (?:story|matter|case)|satu lagi cerita|perkara lain",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"แยก(?:เรื่อง|เป็น)|(?:มี|เป็น)\s?(?:สอง|2|๒)\s?เรื่อง|"
    r"two (?:cases|stories|complaints)|dua (?:kes|perkara)",
    re.IGNORECASE,
)
LONG_ENOUGH = 25
PROMISED = "second_promised"
"""The note that a second case was asked for, whose story is still to be told."""


def take(turn: Turn) -> bool:
    """Keep what tells another story apart from the one that is open, or that there is to be one.
    Returns whether it did."""
    if len(turn.text) <= LONG_ENOUGH and _TWO.search(turn.text):
        turn.note(**{PROMISED: True})
        turn.say(
            turn._("All right, two cases. First let us finish this one; then tell me the other.")
        )
        return True
    if len(turn.text) < LONG_ENOUGH or not _ANOTHER.search(turn.text):
        return False
    turn.session.flush()  # the messages need ids to be found again
    for message in turn.messages:
        message.case_id = None
    turn.case = None
    turn.note(**{KEPT: [*turn.notes.get(KEPT, []), *(message.id for message in turn.messages)]})
    turn.say(
        turn._(
            "I keep that as another story of its own. First let us finish this one; then we go on"
            " with the other."
        )
    )
    return True
