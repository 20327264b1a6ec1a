"""How broadcasts are spoken of: their stages, whom they are for, and what went wrong."""

from locales import N_
from models import broadcasting
from models.broadcast import Stage, Why
from models.draft import Fault

REGIONS = {
    "north": N_("North"),
    "northeast": N_("Northeast"),
    "central": N_("Central"),
    "east": N_("East"),
    "west": N_("West"),
    "south": N_("South"),
}
WHO = {
    "volunteers": N_("Volunteers"),
    "citizens": N_("Citizens who agreed to news"),
}
FAULTS = {
    Fault.NO_TITLE: N_("Please give it a title of at most 120 characters."),
    Fault.NO_THAI: N_("The Thai text is missing."),
    Fault.TEXT_TOO_LONG: N_("A text is longer than LINE takes (5,000 characters)."),
    Fault.CARD_WITHOUT_TITLE: N_("A card needs a title."),
    Fault.CARD_WITHOUT_TEXT: N_("There is a card in a language that has no text."),
    Fault.CARD_TOO_LONG: N_(
        "A card is too long: at most 100 characters for the title, 1,000 for the text and 30 on"
        " the button."
    ),
    Fault.HALF_A_BUTTON: N_("A button needs both its words and its link."),
    Fault.NO_LINK: N_("A link must begin with https:// and have no blanks."),
    Fault.PICTURE_WITHOUT_CARD: N_("A picture needs a card in Thai."),
    Fault.NO_AUDIENCE: N_("Please choose who gets it."),
    Fault.TIME_IS_PAST: N_("The time is past. Leave it empty to send at once."),
}
STAGES = {
    Stage.DRAFT: N_("Draft"),
    Stage.WAITING: N_("Waits for approval"),
    Stage.APPROVED: N_("Approved"),
    Stage.SENDING: N_("Being sent"),
    Stage.DONE: N_("All sent"),
    Stage.STOPPED: N_("Stopped"),
}
WHY = {
    Why.STAFF: N_("Stopped by staff."),
    Why.QUOTA: N_("Stopped: LINE takes no more messages this month."),
    Why.SHARE: N_("Not begun: it would have used messages that are kept for answers."),
    Why.REFUSED: N_("Stopped: LINE refused the message itself. Please check its card and link."),
}
REASONS = {
    "quota": N_("The month's messages are used up"),
    "LINE does not know this id": N_("LINE does not know this account"),
    "LINE refused the message": N_("LINE refused the message itself"),
    "nobody to send to": N_("Everybody in it had left"),
}
REFUSALS: dict[type[Exception], str] = {
    broadcasting.WrongStage: N_("This has changed meanwhile. Please read it again."),
    broadcasting.NotYours: N_("You wrote or sent in this broadcast: somebody else must decide."),
    broadcasting.NobodyThere: N_("Nobody matches this audience, so there is nothing to send."),
    broadcasting.QuotaUnknown: N_(
        "LINE has not told us yet how many messages are left this month. Please try again in a few"
        " minutes."
    ),
    broadcasting.NoRoom: N_(
        "This would use messages that are kept for answers. Choose a smaller audience, or wait for"
        " next month."
    ),
}
