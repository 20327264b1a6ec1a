"""The port of the conversation: steps, and the Turn that is handed to them.

A step is a function that takes a Turn, says things and returns the step that hears the person
next (None: the talk is at rest). Steps are stored by key, "file.name"; a renamed step keeps its
old key in RETIRED, so that nobody is stranded in the middle of a talk.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from gettext import NullTranslations
from typing import Any

from sqlalchemy.orm import Session

from handlers.arrival import SAID, Arrival, Kind
from locales import catalogue
from models.base import now
from models.bubble import Bubble, Card, Choice, Picture, Words
from models.case import Case
from models.message import Message
from models.person import Conversation, Person

Step = Callable[["Turn"], "Step | None"]
STEPS: dict[str, Step] = {}
RETIRED: dict[str, str] = {}


class Puzzled(Exception):
    """What came does not answer the question; the text says what would. The step stays."""


def step(function: Step) -> Step:
    """Make a function a step that can be stored."""
    STEPS[key_of(function)] = function
    return function


def key_of(function: Step) -> str:
    """Returns the key under which a step is stored: the file's name and the function's."""
    return f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"


def find(key: str | None) -> Step | None:
    """Returns the step stored under a key, following renames; None for unknown keys."""
    if key is None:
        return None
    return STEPS.get(RETIRED.get(key, key))


@dataclass
class Turn:
    """All that a person sent in one breath, and what we say to it.

    Steps read `text`, `pressed`, `arrivals`, `person`, `notes`; write models through `session`;
    and speak with `say` and `offer`. `today` is the day in Bangkok.
    """

    session: Session
    conversation: Conversation
    arrivals: list[Arrival]
    messages: list[Message]
    """The rows of what the person said, in the same order as the arrivals of kind SAID."""
    today: datetime = field(default_factory=now)
    said: list[Bubble] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    must_arrive: bool = False
    case: Case | None = None
    """The case that this turn is about; all messages of the turn are filed under it."""
    joined: bool = False
    """Whether the person became a volunteer in this turn."""
    erase: list[str] = field(default_factory=list)
    """Paths of files that are erased when this turn is committed."""
    understood: Any = None
    """What the model made of `text`, once it was asked (handlers/hearing.py)."""

    @property
    def person(self) -> Person:
        """Who is talking."""
        return self.conversation.person

    @property
    def notes(self) -> dict[str, Any]:
        """What the running flow remembers; emptied when the talk comes to rest."""
        if self.conversation.notes is None:
            self.conversation.notes = {}
        return self.conversation.notes

    def note(self, **values: Any) -> None:
        """Remember something until the flow ends (a new dict: so that the change is stored)."""
        self.conversation.notes = self.notes | values

    @property
    def catalogue(self) -> NullTranslations:
        """The person's language."""
        return catalogue(self.person.language)

    @property
    def _(self) -> Callable[[str], str]:
        """gettext in the person's language: `_ = turn._` at the top of a step."""
        return self.catalogue.gettext

    @property
    def text(self) -> str:
        """All texts of this turn, a line each."""
        return "\n".join(a.text for a in self.arrivals if a.kind is Kind.TEXT).strip()

    @property
    def heard(self) -> list[Arrival]:
        """What the person said or sent (not presses, follows and the like)."""
        return [a for a in self.arrivals if a.kind in SAID]

    def came(self, *kinds: Kind) -> bool:
        """Whether something of these kinds came."""
        return any(a.kind in kinds for a in self.arrivals)

    def say(self, *bubbles: str | Bubble) -> None:
        """Say texts or show cards, in this order, in one breath."""
        self.said += [Words(bubble) if isinstance(bubble, str) else bubble for bubble in bubbles]

    def offer(self, *choices: Choice) -> None:
        """Show quick replies under the last bubble (LINE shows at most 13)."""
        self.choices += choices

    def button(self, label: str, choice: str, style: str = "plain") -> Choice:
        """Returns a button that only counts in this round of the talk: `b:<round>:<choice>`."""
        return Choice(label, data=f"b:{self.conversation.round}:{choice}", style=style)

    def pressed(self) -> str | None:
        """Returns what was chosen by a button of this round, or None. The last press counts."""
        for arrival in reversed(self.arrivals):
            mark, _, rest = arrival.data.partition(":")
            round_, _, choice = rest.partition(":")
            if (
                arrival.kind is Kind.PRESSED
                and mark == "b"
                and round_ == str(self.conversation.round)
            ):
                return choice
        return None

    def hear_again(self, messages: list[Message]) -> None:
        """Take up what was said before, as if it had come with this turn."""
        said = [message for message in messages if message.kind in SAID]
        before = [
            Arrival(Kind(m.kind), self.arrivals[-1].chat, m.said_at, m.said_at, text=m.text or "")
            for m in said
        ]
        self.arrivals = [*before, *self.arrivals]
        self.messages = [*said, *self.messages]
        self.understood = None

    def file_under(self, case: Case) -> None:
        """All that was said in this turn belongs to this case."""
        self.case = case
        for message in self.messages:
            message.case_id = case.id

    def next_round(self) -> None:
        """A new flow begins: buttons of before are no longer obeyed."""
        self.conversation.round += 1

    def show(self, card: Card | Picture) -> None:
        """Show a card or a picture."""
        self.said.append(card)
