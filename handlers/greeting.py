"""The first words: who we are, what happens with what people tell, whom to call in danger."""

from handlers import menu, privacy
from handlers.flow import Turn
from models.bubble import Card, Choice


def greet(turn: Turn) -> None:
    """Greet somebody who added us."""
    _ = turn._
    turn.say(
        _(
            "Hello. This is a place to tell about trouble, at work or with a government office."
            " Tell it in your own words; pictures and voice messages are fine too.\nIn danger call"
            " 191 (police), 1669 (medical) or 1300 (social help), day and night."
        )
    )
    privacy.show(turn)
    turn.show(
        Card(
            title=_("How can I help?"),
            alt=menu.alt(turn),
            text=_("Type “news” if you would like news about labour rights."),
            choices=[menu.report(turn, style="main"), menu.track(turn), menu.staff(turn)],
        )
    )
    turn.offer(menu.danger(turn), Choice("ภาษา · Language", data="menu:language"))


def offer_menu(turn: Turn) -> None:
    """Offer what can be begun."""
    turn.offer(menu.report(turn), menu.track(turn), menu.staff(turn))
