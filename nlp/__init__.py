"""Text in, understanding out. Importing this costs nothing; the model is loaded on first use."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.understanding import Understanding


def understand(text: str, today: "date | None" = None) -> "Understanding":
    """Return intent, categories, urgency, language and facts of one message.

    `today` is the day from which เมื่อวาน is counted (default: today in Bangkok). Answers any
    string; raises nlp.model.ModelMissing when no model has been trained.
    """
    from nlp.reading import understand as read  # loads numpy and PyThaiNLP

    return read(text, today)


def warm_up() -> None:
    """Load the model now. Raises nlp.model.ModelMissing."""
    from nlp.reading import warm_up as load

    load()


def words(text: str) -> list[str]:
    """Return the content words of `text` for search: lower-cased, each once, no stop-words."""
    from nlp.tokens import words as content

    return content(text)
