"""Where it happened: typed, tapped through the regions, or a shared location."""

from handlers import intake
from handlers.abroad import find_country
from handlers.again import asked_by
from handlers.arrival import Kind
from handlers.flow import Step, Turn, step
from handlers.place_names import place_name
from locales import N_
from models.bubble import Choice
from models.case import Case
from nlp.places import PROVINCES, find_place, find_province

CAPITAL = "กรุงเทพมหานคร"
A_PAGE = 10
REGIONS = {
    "central": N_("Central"),
    "north": N_("North"),
    "northeast": N_("Northeast"),
    "east": N_("East"),
    "west": N_("West"),
    "south": N_("South"),
}


def regions(turn: Turn, way_out: list[Choice]) -> list[Choice]:
    """Returns the quick replies that lead to any province in two taps."""
    _ = turn._
    named = [turn.button(_(title), f"region:{key}:0") for key, title in REGIONS.items()]
    return [
        Choice(_("Share my location"), ask="place"),
        turn.button(place_name(turn, CAPITAL), f"province:{CAPITAL}"),
        *named,
        *way_out,
    ]


def provinces(turn: Turn, region: str, page: int, way_out: list[Choice]) -> list[Choice]:
    """Returns one page of a region's provinces, with ways on and back."""
    _ = turn._
    names = [p.name for p in PROVINCES if p.region == region and p.name != CAPITAL]
    shown = names[page * A_PAGE : (page + 1) * A_PAGE]
    buttons = [turn.button(place_name(turn, name), f"province:{name}") for name in shown]
    if len(names) > (page + 1) * A_PAGE:
        buttons.append(turn.button(_("More"), f"region:{region}:{page + 1}"))
    return [*buttons, turn.button(_("Other regions"), "regions"), *way_out]


def read(turn: Turn) -> tuple[str | None, str | None]:
    """Returns the province and district that the turn names, each None where it does not."""
    choice = turn.pressed() or ""
    named = choice.removeprefix("province:")
    if choice.startswith("province:"):
        return (named if named in {p.name for p in PROVINCES} else None), None
    for arrival in turn.arrivals:
        if arrival.kind is Kind.LOCATION and arrival.place is not None:
            found = find_place(arrival.place.address)
            return found.province, found.district
    return _typed(turn.text)


def _typed(text: str) -> tuple[str | None, str | None]:
    """An answer to "which province" may be a bare name that elsewhere is a common word (เลย)."""
    found = find_place(text)
    if found.province is None and 0 < len(text) <= 20:
        return find_province(f"จังหวัด{text}"), None
    return found.province, found.district


def offer(turn: Turn, way_out: str | None) -> None:
    """Show the quick replies that fit what was just tapped; `way_out` labels the one that skips."""
    out = [turn.button(way_out, "skip")] if way_out else []
    mark, _, rest = (turn.pressed() or "").partition(":")
    region, _, page = rest.partition(":")
    if mark == "region" and region in REGIONS and page.isdecimal() and len(page) < 3:
        turn.offer(*provinces(turn, region, int(page), out))
    else:
        turn.offer(*regions(turn, out))


def _ask(turn: Turn, case: Case, again: bool) -> None:
    """The place is needed; but somebody who is moved around at night may not know it."""
    _ = turn._
    insisted = turn.notes.get("insisted") == "where"
    changing = case.province is not None or case.place is not None
    if (turn.pressed() or "").startswith("region"):
        turn.say(_("Which province? You can also type its name."))
    elif insisted and not changing:
        turn.say(
            _(
                "The province brings it to staff near the place. If you do not know where it is,"
                " tap the button and we go on."
            )
        )
    elif again:
        turn.say(_("Which province was it in? The name of a district helps too."))
    else:
        turn.say(_("Which province did this happen in?"))
    unknown = _("I do not know where") if insisted else None
    offer(turn, _("Skip") if changing else unknown)


def _take(turn: Turn, case: Case) -> bool:
    province, district = read(turn)
    if province is not None:
        case.province, case.district = province, district
    elif (country := find_country(turn.text)) is not None:
        case.province, case.district = None, country
    else:
        return turn.came(Kind.LOCATION)
    return True


def is_told(case: Case) -> bool:
    """Whether it is known where it happened; abroad, the country stands for the district."""
    return bool(case.province or case.place or find_country(case.district or ""))


@asked_by(lambda turn: intake.repeat(turn, "where"))
@step
def where(turn: Turn) -> Step:
    """Hears where it happened."""
    return intake.hear(turn, "where")


intake.register(
    intake.Question(
        "where",
        is_told,
        _ask,
        _take,
        where,
        skippable=False,
    )
)
