"""The copy of all that we hold about a person, on paper: what models/own_data.py collects.

What has no value is left out, and so is what this file has no label for: it is in the JSON copy.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from bot.papers_sheet import A4, DAY, NOTE, TITLE, UNDER, Full, Sheet
from locales import N_, OWN_NAMES, catalogue
from locales.formats import clock, day, moment, number
from locales.spoken import OFFICE, STATE, SUBJECT

NAME_IS = {
    "open": N_("may be known"),
    "hidden": N_("hidden from the other side"),
    "anonymous": N_("told to nobody"),
}
BY = {"person": N_("You"), "bot": N_("The bot"), "staff": N_("Staff")}
KIND = {
    "image": N_("Picture"),
    "video": N_("Video"),
    "audio": N_("Voice message"),
    "file": N_("File"),
    "sticker": N_("Sticker"),
    "location": N_("A place"),
}
MEGABYTE, KILOBYTE = 1_000_000, 1_000


class Voice:
    """Says values in the language of the person. What it cannot read, it says as it stands."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.gettext = catalogue(language).gettext

    def plain(self, value: Any) -> str:
        """Returns a text as it was written."""
        return str(value)

    def moment(self, value: Any) -> str:
        """Returns a day with its time."""
        return self._when(value, moment)

    def day(self, value: Any) -> str:
        """Returns a day."""
        try:
            return day(date.fromisoformat(str(value)), self.language)
        except ValueError:
            return self._when(value, day)

    def clock(self, value: Any) -> str:
        """Returns the time of a day."""
        return self._when(value, clock)

    def _when(self, value: Any, write: Callable[[datetime, str], str]) -> str:
        try:
            return write(datetime.fromisoformat(str(value)), self.language)
        except (ValueError, OverflowError, OSError):  # years that no calendar has
            return str(value)

    def state(self, value: Any) -> str:
        """Returns how far a case is."""
        return self.term(value, STATE)

    def office(self, value: Any) -> str:
        """Returns the name of an office."""
        return self.term(value, OFFICE)

    def subject(self, value: Any) -> str:
        """Returns what a case is about."""
        return self.term(value, SUBJECT)

    def naming(self, value: Any) -> str:
        """Returns who may learn the name."""
        return self.term(value, NAME_IS)

    def term(self, value: Any, table: Mapping[str, str]) -> str:
        """Returns the words for a stored value."""
        words = table.get(str(value))
        return self.gettext(words) if words else str(value)

    def tongue(self, value: Any) -> str:
        """Returns the own name of a language."""
        return OWN_NAMES.get(str(value), str(value))

    def agrees(self, value: Any) -> str:
        """Returns yes or no."""
        return self.gettext("yes") if value else self.gettext("no")

    def money(self, value: Any) -> str:
        """Returns 18,000 baht."""
        known = isinstance(value, int | float)
        return self.gettext("{amount} baht").format(amount=number(value) if known else value)

    def size(self, value: Any) -> str:
        """Returns 340 KB or 1.25 MB."""
        if not isinstance(value, int | float):
            return str(value)
        if value < MEGABYTE:
            return f"{max(1, round(value / KILOBYTE)):,} KB"
        return f"{number(round(value / MEGABYTE, 2))} MB"

    def place(self, value: Any) -> str:
        """Returns a shared place: its address, else where it is."""
        if not isinstance(value, Mapping):
            return str(value)
        spot = ", ".join(str(value[key]) for key in ("lat", "lon") if value.get(key) is not None)
        return " · ".join(filter(None, (str(value.get("address") or ""), spot)))

    def notice(self, value: Any) -> str:
        """Returns which privacy notice was accepted, and when."""
        if not isinstance(value, Mapping):
            return str(value)
        at = self.moment(value["at"]) if value.get("at") else ""
        return " · ".join(filter(None, (str(value.get("version") or ""), at)))


Say = Callable[[Voice, Any], str]
Fields = tuple[tuple[str, str, Say], ...]
PERSON: Fields = (
    ("name", N_("Name in LINE"), Voice.plain),
    ("line_user_id", N_("Your LINE ID"), Voice.plain),
    ("language", N_("Language"), Voice.tongue),
    ("province", N_("Province"), Voice.plain),
    ("wants_news", N_("Wants news from us"), Voice.agrees),
    ("since", N_("First wrote to us"), Voice.moment),
    ("notice", N_("Privacy notice accepted"), Voice.notice),
)
CASE: Fields = (
    ("number", N_("Number"), Voice.plain),
    ("state", N_("State"), Voice.state),
    ("office", N_("Office"), Voice.office),
    ("category", N_("Subject"), Voice.subject),
    ("submitted_at", N_("Sent"), Voice.moment),
    ("anonymity", N_("Your name is"), Voice.naming),
    ("reporter_name", N_("Name"), Voice.plain),
    ("reporter_phone", N_("Phone"), Voice.plain),
    ("on_behalf_of", N_("For whom"), Voice.plain),
    ("narrative", N_("What happened"), Voice.plain),
    ("respondent", N_("About whom"), Voice.plain),
    ("province", N_("Province"), Voice.plain),
    ("district", N_("District"), Voice.plain),
    ("subdistrict", N_("Subdistrict"), Voice.plain),
    ("place", N_("Place that you shared"), Voice.place),
    ("incident_date", N_("Day it happened"), Voice.day),
    ("incident_when", N_("When, in your words"), Voice.plain),
    ("amount_baht", N_("Amount"), Voice.money),
    ("remedy", N_("What you ask for"), Voice.plain),
    ("earlier_complaint", N_("Complained before"), Voice.plain),
    ("rating", N_("Your rating"), Voice.plain),
    ("rating_text", N_("What you said of it"), Voice.plain),
)
VOLUNTEER: Fields = (
    ("office", N_("Office"), Voice.office),
    ("province", N_("Province"), Voice.plain),
    ("district", N_("District"), Voice.plain),
    ("since", N_("Since"), Voice.day),
)
CHANGED = {
    "state": (N_("State"), STATE),
    "office": (N_("Office"), OFFICE),
    "category": (N_("Subject"), SUBJECT),
}


def write(data: Mapping[str, Any], language: str) -> bytes:
    """Returns the copy as a PDF. What is too much for paper ends with a word about it."""
    say = Voice(language)
    _ = say.gettext
    title, numbering = _("A copy of your data"), _("Page {page} of {total}")
    with Sheet(A4, language, title, numbering=numbering) as sheet:
        try:
            _open(sheet, say, data)
            _all(sheet, say, data)
        except Full:
            sheet.add_page()
            sheet.write_text(
                _("This is as much as fits on paper. The copy for a computer (JSON) has all of it.")
            )
        return sheet.made()


def _all(sheet: Sheet, say: Voice, data: Mapping[str, Any]) -> None:
    _ = say.gettext
    _fields(sheet, say, data.get("person") or {}, PERSON)
    if data.get("volunteer"):
        sheet.write_head(_("You as a volunteer"))
        _fields(sheet, say, data["volunteer"], VOLUNTEER)
    for case in data.get("cases") or ():
        sheet.write_head(_("Case {number}").format(number=case.get("number") or ""))
        _case(sheet, say, case)
    if data.get("draft"):
        sheet.write_head(_("A story that you have not sent yet"))
        _case(sheet, say, data["draft"])
    _talk(sheet, say, _("What we talked about besides"), data.get("talk") or ())
    _talk(sheet, say, _("What you added to another case"), data.get("added_by_code") or ())


def _open(sheet: Sheet, say: Voice, data: Mapping[str, Any]) -> None:
    """Say what this is, and what to do if something in it is wrong."""
    _ = say.gettext
    sheet.write_text(_("A copy of your data"), TITLE)
    if data.get("made_at"):
        made = _("Made on {moment}").format(moment=say.moment(data["made_at"]))
        sheet.write_text(made, DAY)
    sheet.write_text(
        _(
            "This is what we keep about you. Pictures, recordings and files are named here; the"
            " files themselves stay with us. If something is wrong, tell us in the chat. Keep this"
            " copy where nobody else looks: it shows all that you told us."
        ),
        NOTE,
    )
    sheet.rule()


def _fields(sheet: Sheet, say: Voice, values: Mapping[str, Any], fields: Fields) -> None:
    """Set what has a value, each beside its label."""
    for name, label, words in fields:
        if (value := values.get(name)) not in (None, ""):
            sheet.write_row(say.gettext(label), words(say, value))


def _case(sheet: Sheet, say: Voice, case: Mapping[str, Any]) -> None:
    _ = say.gettext
    _fields(sheet, say, case, CASE)
    if changes := case.get("history"):
        sheet.write_head(_("How it went on"), UNDER)
        for change in changes:
            sheet.write_row(say.moment(change.get("at") or ""), _change(say, change))
    _talk(sheet, say, _("What we talked about in this case"), case.get("messages") or ())
    if files := case.get("attachments"):
        sheet.write_head(_("Files"), UNDER)
        for file in files:
            sheet.write_row(
                say.term(file.get("kind") or "file", KIND), _file(say, file, whole=True)
            )


def _change(say: Voice, change: Mapping[str, Any]) -> str:
    """Returns Received → Being screened; other things than the state with their name."""
    what = str(change.get("what"))
    label, table = CHANGED.get(what, (what, {}))
    ends = [change.get("from"), change.get("to")]
    words = " → ".join(say.term(end, table) for end in ends if end not in (None, ""))
    return words if what == "state" else f"{say.gettext(label)}: {words}"


def _talk(sheet: Sheet, say: Voice, title: str, messages: Iterable[Mapping[str, Any]]) -> None:
    """Set messages under their days, each beside its time and who said it."""
    today = None
    for at, message in enumerate(messages):
        if at == 0:
            sheet.write_head(title, UNDER)
        if (day_ := say.day(message.get("at") or "")) != today:
            sheet.write_day(day_)
            today = day_
        who = say.term(message.get("by") or "", BY)
        sheet.write_row(f"{say.clock(message.get('at') or '')} {who}", _said(say, message))


def _said(say: Voice, message: Mapping[str, Any]) -> str:
    """Returns what a message says: its kind where it is not text, its file, place and words."""
    kind = message.get("kind") or "text"
    first = "" if kind == "text" else say.term(kind, KIND)
    file = _file(say, message.get("attachment") or {})
    place = say.place(message["place"]) if message.get("place") else ""
    head = " · ".join(filter(None, (first, file, place)))
    return "\n".join(filter(None, (head, str(message.get("text") or "")))) or "–"


def _file(say: Voice, file: Mapping[str, Any], whole: bool = False) -> str:
    """Returns the name and size of a file; the whole of it has its check sum too."""
    size = say.size(file["size"]) if file.get("size") is not None else ""
    words = " · ".join(filter(None, (str(file.get("name") or ""), size)))
    sum_ = str(file.get("sha256") or "") if whole else ""
    parts = " ".join(sum_[at : at + 8] for at in range(0, len(sum_), 8))
    return "\n".join(filter(None, (words, parts and f"SHA-256 {parts}"))) or "–" * whole
