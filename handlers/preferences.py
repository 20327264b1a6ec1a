"""What a person may switch: the language we speak, and whether we send news."""

from handlers.flow import Turn
from locales import LANGUAGES
from nlp.language import find_language

CHOSEN = "language_chosen"
"""The note that a person has named a language: it is not guessed any more."""
WORDS_TO_FOLLOW = 3
"""A Thai who writes "ok thank you" wants no English."""


def speak(turn: Turn, language: str) -> None:
    """Speak this language from now on."""
    turn.person.language = language
    turn.note(**{CHOSEN: True})
    turn.say(turn._("From now on I speak English. Type ภาษาไทย to go back to Thai."))


def follow(turn: Turn) -> bool:
    """Answer in the language that the person writes in, where we speak it. Who has named a
    language is answered in that one. Returns whether the language has changed."""
    if turn.notes.get(CHOSEN) or not turn.text:
        return False
    language = find_language(turn.text)
    changes = language in LANGUAGES and language != turn.person.language
    if not changes or not _says_enough(turn, language):
        return False
    turn.person.language = language
    return True


def tell(turn: Turn) -> None:
    """Say which language we speak now, and how to change it."""
    turn.say(turn._("You write English, so I answer in English. For Thai, type ภาษาไทย"))


def _says_enough(turn: Turn, language: str) -> bool:
    """Thai has no spaces to count words by, and is what we began with."""
    return language == "th" or len(turn.text.split()) > WORDS_TO_FOLLOW


def news(turn: Turn, wanted: bool) -> None:
    """Send news about labour rights, or stop sending them."""
    _ = turn._
    turn.person.wants_news = wanted
    turn.say(
        _("You will get news about labour rights here. Type “stop news” to end it.")
        if wanted
        else _("You will get no more news. Your cases are not touched by this.")
    )
