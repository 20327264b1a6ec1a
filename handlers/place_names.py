"""What a place is called in the person's language."""

from handlers.flow import Turn
from nlp.places import PROVINCES


def place_name(turn: Turn, province: str) -> str:
    """Returns the name of a province as the person can read it."""
    if turn.person.language == "th":
        return province
    return next((p.name_en for p in PROVINCES if p.name == province), province)
