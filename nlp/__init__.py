"""Text in, understanding out. Importing this costs nothing; the model is loaded on first use."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.understanding import Understanding

SURE = {"intent": 0.5, "category": 0.45}
"""Probabilities below which a verdict is offered for choice, not acted on."""
SURE_OF_DANGER = 0.3
"""Probability from which the model's word alone interrupts a talk; below it, and critical all the
same, staff see it first and the person sees the help lines, but is not held up. Rules are sure."""

FEW = 80
"""Characters; of a shorter message it is asked whether somebody cries for help (nlp/train.py): who
is in danger writes little, and a reader of stories hears little in it."""


def understand(text: str, today: "date | None" = None) -> "Understanding":
    """Return intent, categories, urgency, language and facts of one message.

    `today` is the day from which เมื่อวาน is counted (default: today in Bangkok). Answers any
    string; raises nlp.shelf.ModelMissing when no model has been trained.
    """
    from nlp.reading import understand as read  # loads numpy and PyThaiNLP

    return read(text, today)


def warm_up(models: Path | None = None) -> None:
    """Load the model now: the one in service in the directory `models` (python -m nlp train
    --with-corrections, rollback), or the built-in one. Raises nlp.shelf.ModelMissing."""
    from nlp.reading import warm_up as load

    load(models)


def words(text: str) -> list[str]:
    """Return the content words of `text` for search: lower-cased, each once, no stop-words."""
    from nlp.tokens import words as content

    return content(text)
