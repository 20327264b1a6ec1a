"""Buttons that always work, in whatever round of the talk they were shown."""

from handlers.flow import Turn
from models.bubble import Choice


def report(turn: Turn, style: str = "plain") -> Choice:
    """Returns the button that begins a new story."""
    return Choice(turn._("Tell what happened"), data="menu:report", style=style)


def track(turn: Turn) -> Choice:
    """Returns the button that shows the person's cases."""
    return Choice(turn._("My cases"), data="menu:track")


def staff(turn: Turn) -> Choice:
    """Returns the button that leaves a message for a person."""
    return Choice(turn._("Talk to staff"), data="menu:staff")


def add(turn: Turn, case_id: int) -> Choice:
    """Returns the button that adds to a case."""
    return Choice(turn._("Add something"), data=f"add:{case_id}")


def withdraw(turn: Turn, case_id: int) -> Choice:
    """Returns the button that withdraws a case."""
    return Choice(turn._("Withdraw"), data=f"withdraw:{case_id}")


def back(turn: Turn) -> Choice:
    """Returns the button that leads to the question before."""
    return Choice(turn._("Back"), data="menu:back")


def danger(turn: Turn) -> Choice:
    """Returns the button that shows whom to call in danger."""
    return Choice(turn._("In danger"), data="menu:danger")


def reopen(turn: Turn, case_id: int) -> Choice:
    """Returns the button that opens a case again."""
    return Choice(turn._("Open it again"), data=f"reopen:{case_id}")


def receipt(turn: Turn, case_id: int) -> Choice:
    """Returns the button that shows the receipt of a case."""
    return Choice(turn._("Receipt"), data=f"receipt:{case_id}")


def alt(turn: Turn) -> str:
    """Returns what lock screens show of a card: nothing about the case."""
    return turn._("A message from the grievance centre")
