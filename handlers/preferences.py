"""What a person may switch: the language we speak, and whether we send news."""

from handlers.flow import Turn


def speak(turn: Turn, language: str) -> None:
    """Speak this language from now on."""
    turn.person.language = language
    turn.say(turn._("From now on I speak English. Type ภาษาไทย to go back to Thai."))


def news(turn: Turn, wanted: bool) -> None:
    """Send news about labour rights, or stop sending them."""
    _ = turn._
    turn.person.wants_news = wanted
    turn.say(
        _("You will get news about labour rights here. Type “stop news” to end it.")
        if wanted
        else _("You will get no more news. Your cases are not touched by this.")
    )
