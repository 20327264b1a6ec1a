"""What a person may switch: the language we speak, and whether we send news."""

from handlers import cries, wishes
from handlers.flow import Turn
from locales import LANGUAGES, OWN_NAMES
from models.bubble import Choice
from nlp.language import find_language
from nlp.places import find_place

CHOSEN = "language_chosen"
"""The note that a person has named a language: it is not guessed any more."""
SPOKEN_AS = {"ms-Arab": "ms"}
"""We write Malay in Latin letters; staff see in which script the person wrote."""
WORDS_TO_FOLLOW = 3
"""A Thai who writes "ok thank you" wants no English, and "Bang Na" is no Malay."""


def speak(turn: Turn, language: str) -> None:
    """Speak this language from now on."""
    turn.person.language = language
    turn.note(**{CHOSEN: True})
    turn.say(turn._("From now on I speak English. Type ภาษาไทย to go back to Thai."))


def offer_languages(turn: Turn) -> None:
    """Offer the languages we speak, each under its own name."""
    turn.say(turn._("Which language shall we speak?"))
    turn.offer(*[Choice(name, data=f"lang:{key}") for key, name in OWN_NAMES.items()])


def follow(turn: Turn) -> bool:
    """Answer in the language that the person writes in, where we speak it. Who has named a
    language is answered in that one. Returns whether the language has changed."""
    if turn.notes.get(CHOSEN) or not turn.text:
        return False
    language = SPOKEN_AS.get(written := find_language(turn.text), written)
    changes = language in LANGUAGES and language != turn.person.language
    if not changes or not _says_enough(turn, language):
        return False
    turn.person.language = language
    return True


def tell(turn: Turn) -> None:
    """Say which language we speak now, and how to change it."""
    turn.say(turn._("You write English, so I answer in English. For Thai, type ภาษาไทย"))


def _says_enough(turn: Turn, language: str) -> bool:
    """Only in Latin letters does a word or two tell little: a Thai types them too ("help"). Who
    cries out in that language, or says thanks in Malay, is answered in it."""
    words = len(turn.text.split())
    if language not in ("en", "ms") or words > WORDS_TO_FOLLOW:
        return True
    if language == "ms" and words == WORDS_TO_FOLLOW and find_place(turn.text).province is None:
        return True
    thanks = language == "ms" and wishes.courtesy(turn.text) == "thanks"
    return thanks or (wishes.wish(turn.text) is None and cries.spoken(turn.text) == language)


def news(turn: Turn, wanted: bool) -> None:
    """Send news about labour rights, or stop sending them."""
    _ = turn._
    turn.person.wants_news = wanted
    turn.say(
        _("You will get news about labour rights here. Type “stop news” to end it.")
        if wanted
        else _("You will get no more news. Your cases are not touched by this.")
    )
