"""In groups nothing is said about cases: the bot only invites to a private talk."""

from locales import catalogue
from models.bubble import Bubble, Words


def greet(language: str = "th") -> list[Bubble]:
    """Returns what is said when a group adds or mentions us."""
    _ = catalogue(language).gettext
    return [
        Words(
            _(
                "Hello. For your safety, please do not write about your case in a group. Add me as"
                " a friend and tell me in a private chat."
            )
        )
    ]
