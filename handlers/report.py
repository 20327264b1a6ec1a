"""A story told: what happened, and what it is about."""

from handlers import asked_within, filing, hearing, intake, menu, mood, reach, wishes, young
from handlers.again import asked_by
from handlers.arrival import Kind
from handlers.flow import Step, Turn, step
from handlers.place_names import place_name
from locales.formats import number
from locales.spoken import SUBJECT
from models.bubble import Card
from models.case import Case
from nlp.taxonomy import CATEGORIES


def begin(turn: Turn) -> Step:
    """The person wants to tell something: begin, or go on with what was begun."""
    told = asked_within.take_told(turn)
    if told is not None:
        return go_on_with(turn, told)
    case = filing.draft_of(turn)
    if case.narrative:
        turn.say(turn._("Let us go on with the story that is not sent yet."))
    return intake.go_on(turn, case)


def tell(turn: Turn, *, asks: bool = False) -> Step:
    """The person has told something: take it in, say what was understood, ask what is missing.

    `asks`: they surely ask something, too, which is answered or left for the staff.
    """
    case = asked_within.take_told(turn) or filing.draft_of(turn)
    turn.file_under(case)
    intake.acknowledge(turn, case)
    if case.narrative is None:
        reach.tell_of_lapse(turn)
    filing.add_story(turn, case, turn.text)
    if asks:
        asked_within.learn(turn, case, turn.text)
    young.care(turn, case)
    mood.comfort(turn)
    return go_on_with(turn, case, asks=asks)


def go_on_with(turn: Turn, case: Case, *, asks: bool = False) -> Step:
    """Say what was understood of a story, if it says enough, answer what it asks, and ask what is
    missing."""
    if filing.told_enough(case):
        turn.say(understood(turn, case))
    if not asked_within.answer(turn) and asks:
        turn.say(turn._("Our staff will answer your question together with your story."))
    return intake.go_on(turn, case)


def understood(turn: Turn, case: Case) -> str:
    """Returns one short line that shows what was understood."""
    _ = turn._
    parts = []
    if case.category and case.category != "other":
        parts.append(_("About: {subject}").format(subject=subject(turn, case.category)))
    if case.province:
        parts.append(_("in {province}").format(province=place_name(turn, case.province)))
    if case.amount_baht:
        parts.append(_("{amount} baht").format(amount=number(case.amount_baht)))
    if parts and case.incident_when:
        parts.append(case.incident_when)
    if not parts:
        return _("Thank you for telling me. I have kept all of it.")
    return _("I understand. {facts}").format(
        facts=" ".join(parts) if turn.person.language == "th" else ", ".join(parts)
    )


def subject(turn: Turn, category: str | None) -> str:
    """Returns the title of a subject in the person's language."""
    return turn._(SUBJECT.get(category or "", SUBJECT["other"]))


def _ask_what(turn: Turn, case: Case, again: bool) -> None:
    _ = turn._
    if case.narrative:
        turn.say(_("Could you tell me a little more: what happened, and who did it?"))
    elif again:
        turn.say(_("What happened? A few words are enough, or send a voice message."))
    else:
        turn.say(
            _("What happened? Tell it in your own words. Pictures and voice messages are fine too.")
        )


def _take_what(turn: Turn, case: Case) -> bool:
    """Anything typed is story, and so is a voice; a second short text is enough to go on with."""
    if not turn.text:
        return turn.came(Kind.AUDIO)
    short_before = bool(case.narrative)
    filing.add_story(turn, case, turn.text)
    enough = filing.told_enough(case) or short_before
    if enough:
        turn.say(understood(turn, case))
    asked_within.answer(turn)
    return enough


@asked_by(lambda turn: intake.repeat(turn, "what"))
@step
def what(turn: Turn) -> Step:
    """Hears what happened."""
    return intake.hear(turn, "what")


def _ask_category(turn: Turn, case: Case, again: bool) -> None:
    _ = turn._
    best = [row["label"] for row in case.categories[:3]] or ["wages", "dismissal", "official_delay"]
    choices = [turn.button(subject(turn, key), f"cat:{key}") for key in best if key != "other"]
    turn.show(
        Card(
            title=_("Which of these is closest?"),
            alt=menu.alt(turn),
            text=_("If none is, say so.")
            if again
            else _("So that it reaches the right people. You can skip this."),
            choices=[*choices, turn.button(_("None of these"), "cat:other")],
        )
    )


def _take_category(turn: Turn, case: Case) -> bool:
    choice = turn.pressed() or ""
    key = choice.removeprefix("cat:") if choice.startswith("cat:") else _named(turn)
    if key not in CATEGORIES:
        return False
    case.category = key
    return True


def _named(turn: Turn) -> str | None:
    """Returns the subject that was typed instead of tapped."""
    said = wishes.plain(turn.text)
    if said in ("ไม่ใช่เลย", "none of these") or wishes.declines(said):
        return "other"
    for key, label in CATEGORIES.items():
        if said and said in (label.th.lower(), label.en.lower(), subject(turn, key).lower()):
            return key
    return hearing.hear(turn).category


@asked_by(lambda turn: intake.repeat(turn, "category"))
@step
def category(turn: Turn) -> Step:
    """Hears what it is about."""
    return intake.hear(turn, "category")


intake.register(
    intake.Question("what", filing.told_enough, _ask_what, _take_what, what, skippable=False)
)
intake.register(
    intake.Question(
        "category", lambda case: case.category is not None, _ask_category, _take_category, category
    )
)
