"""Filing what a person says: into a draft, under a lodged case, or out of a draft again."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from handlers import hearing
from handlers.abroad import find_country
from handlers.arrival import Kind, Place
from handlers.flow import Turn
from handlers.hearing import Heard
from handlers.relations import told_for
from models.base import now
from models.case import (
    Anonymity,
    Case,
    Office,
    Urgency,
    cases_of,
    information_came,
    open_draft,
    submit,
)
from models.case import (
    find_draft as draft_of_person,
)
from models.message import Author, Message
from models.volunteer import volunteer_of
from models.words import forget_words, remember_words
from nlp.durations import find_duration
from nlp.places import find_province
from nlp.taxonomy import CATEGORIES, URGENCIES

CASES_A_DAY = 5
LIKELY = 0.25
_AFRAID = re.compile(
    "กลัว.{0,20}(?:รู้|เอาเรื่อง|แก้แค้น|ไล่ออก|ตามมา|ทำร้าย)|อย่าบอก(?:เขา|เค้า|นาย|ใคร)|"
    "ไม่อยากให้.{0,15}รู้|afraid|scared|don.t tell (?:him|her|them|my)|takut|jangan bagi tahu|"
    "ຢ້ານ|ကြောက်|ខ្លាច",
    re.IGNORECASE,
)
"""Words of fear: then the name is hidden until the person says otherwise."""
TOLD_ENOUGH = 20
"""Characters; a shorter story with an unclear subject is asked for once more."""
LONGEST_STORY = 20_000


def find_draft(turn: Turn) -> Case | None:
    """Returns the person's draft, or None."""
    return draft_of_person(turn.session, turn.person.id)


def draft_of(turn: Turn) -> Case:
    """Returns the person's draft with this turn filed under it; made if there is none."""
    case = open_draft(turn.session, turn.person)
    if case.narrative is None and case.volunteer_id is None:
        volunteer = volunteer_of(turn.session, turn.person.id)
        case.volunteer_id = volunteer.id if volunteer else None  # until they say: for myself
    turn.file_under(case)
    return case


def add_story(turn: Turn, case: Case, text: str) -> Heard:
    """Append a piece of story to a draft and fill in what it tells and is not known yet."""
    story = "\n".join(filter(None, (case.narrative, text)))[:LONGEST_STORY]
    case.narrative = story
    case.on_behalf_of = case.on_behalf_of or told_for(text)
    if _AFRAID.search(text) and case.anonymity is Anonymity.OPEN:
        case.anonymity = Anonymity.HIDDEN  # they are asked; until they say so, nobody learns it
    heard = hearing.hear(turn) if story == turn.text else hearing.read(story, hearing.day_of(turn))
    fill(case, heard)
    heed(case, hearing.hear(turn))
    return heard


def fill(case: Case, heard: Heard) -> None:
    """Fill in what was understood; what the person has already told is left alone."""
    case.understood = heard.raw | _graver(case.understood or {}, heard)
    ranked = [{"label": label, "p": p} for label, p in heard.categories]
    case.categories = ranked or case.categories
    case.category = case.category or heard.category
    heed(case, heard)
    if heard.language != "other":
        case.language = heard.language
    fill_facts(case, heard)


def fill_facts(case: Case, heard: Heard) -> None:
    """Fill in the facts that were found: place, sum, day, since when, telephone, about whom."""
    facts = heard.entities
    if case.province is None:
        case.province, case.district = facts.get("province"), facts.get("district")
        case.subdistrict = facts.get("subdistrict")
    if case.province is None and case.district is None and case.category == "overseas_work":
        case.district = find_country(case.narrative or "")
    case.amount_baht = case.amount_baht or facts.get("amount_baht")
    case.incident_date = case.incident_date or heard.day
    if case.incident_date is None:
        case.incident_when = case.incident_when or find_duration(case.narrative or "")
    phones = facts.get("phones", [])
    case.reporter_phone = case.reporter_phone or (phones[0] if phones else None)
    case.respondent = case.respondent or ", ".join(facts.get("organisations", [])) or None


def heed(case: Case, heard: Heard) -> None:
    """What was urgent stays so, however calm the rest of the story; the verdict that counts is
    kept with its reasons."""
    if URGENCIES[heard.urgency].rank > URGENCIES[case.urgency].rank:
        case.urgency = Urgency(heard.urgency)
    if heard.raw:
        understood = case.understood or {}
        case.understood = (
            understood | {"urgency": heard.raw["urgency"]} | _graver(understood, heard)
        )


def _graver(understood: dict[str, Any], heard: Heard) -> dict[str, Any]:
    """Returns the urgency that was understood before, if it is graver than what is heard now."""
    before, now_ = understood.get("urgency"), heard.raw.get("urgency")
    if before and (now_ is None or _weight(before) > _weight(now_)):
        return {"urgency": before}
    return {}


def _weight(urgency: dict[str, Any]) -> tuple[int, bool, float]:
    """Graver first; of equals what a rule found, then what is more probable."""
    by_rule = bool(urgency["why"]) and urgency["why"] != ["model"]
    return URGENCIES[urgency["label"]].rank, by_rule, urgency["p"]


def set_place(case: Case, place: Place) -> None:
    """Keep a shared location; the province named in its address is where it happened."""
    case.place = {"lat": place.lat, "lon": place.lon, "address": place.address}
    case.province = find_province(place.address) or case.province


def told_enough(case: Case) -> bool:
    """Whether there is a story that staff can begin with."""
    story = case.narrative or ""
    sure = bool(case.categories) and case.categories[0]["p"] >= 0.6
    return len(story) >= TOLD_ENOUGH or (sure and len(story) >= TOLD_ENOUGH // 2)


def office_for(category: str | None) -> Office:
    """Returns the office that takes a subject; the Ombudsman what none of ours takes."""
    route = CATEGORIES[category].route if category in CATEGORIES else "refer"
    return Office.OMBUDSMAN if route == "refer" else Office(route)


def too_many_today(turn: Turn) -> bool:
    """Whether the person has lodged as many cases as are taken in a day."""
    query = select(func.count()).where(
        Case.person_id == turn.person.id, Case.submitted_at > now() - timedelta(days=1)
    )
    return (turn.session.scalar(query) or 0) >= CASES_A_DAY


def lodge(turn: Turn, case: Case) -> str:
    """Submit a draft: office, name, number, words for search. Returns the number."""
    case.category = case.category or _likeliest(case)
    case.office = office_for(case.category)
    nameless = case.anonymity is Anonymity.ANONYMOUS
    case.reporter_name = None if nameless else case.reporter_name or turn.person.name
    case.reporter_phone = None if nameless else case.reporter_phone
    turn.session.flush()
    number = submit(turn.session, case)
    said = select(Message).where(Message.case_id == case.id, Message.author == Author.PERSON)
    for message in turn.session.scalars(said):
        index(turn, case, message)
    turn.must_arrive = True
    return number


def _likeliest(case: Case) -> str:
    """Returns the subject of a person who would rather not say it: staff correct it if need be."""
    best = case.categories[0] if case.categories else None
    return str(best["label"]) if best and best["p"] >= LIKELY else "other"


def index(turn: Turn, case: Case, message: Message) -> None:
    """Make a message of a case findable by its words."""
    if message.text:
        from nlp import words  # loads the dictionary

        remember_words(turn.session, case, message.id, words(message.text))


def add_to(turn: Turn, case: Case, earlier: Sequence[Message] = ()) -> None:
    """File this turn (and messages of before) under a lodged case and tell its staff."""
    turn.file_under(case)
    turn.session.flush()  # messages need ids before their words are kept
    for message in (*earlier, *turn.messages):
        message.case_id = case.id
        index(turn, case, message)
    for arrival in turn.arrivals:
        if arrival.kind is Kind.LOCATION and arrival.place and case.place is None:
            set_place(case, arrival.place)
    information_came(turn.session, case)


def keep(turn: Turn) -> None:
    """File what is not answered where staff will see it: the draft, or the newest open case."""
    draft = find_draft(turn)
    running = [case for case in cases_of(turn.session, turn.person.id) if case.is_open]
    if draft is not None:
        turn.file_under(draft)
    elif running:
        add_to(turn, running[0])
    elif turn.text:
        add_story(turn, draft_of(turn), turn.text)


def earlier_messages(turn: Turn, ids: Sequence[int]) -> list[Message]:
    """Returns the person's own messages with these ids, in order."""
    query = select(Message).where(
        Message.id.in_(ids), Message.person_id == turn.person.id, Message.author == Author.PERSON
    )
    return list(turn.session.scalars(query.order_by(Message.id)))


def begin_anew(turn: Turn, messages: Sequence[Message]) -> Case:
    """Take messages out of the case they were filed under: they begin a new draft."""
    case = open_draft(turn.session, turn.person)
    for message in messages:
        if message.case_id is not None:
            before = turn.session.get_one(Case, message.case_id)
            if before.legal_hold:
                continue  # evidence of that case; the new one tells it too
            forget_words(turn.session, message.case_id, message.id)
        message.case_id = case.id
    story = "\n".join(message.text for message in messages if message.text)
    if story:
        add_story(turn, case, story)
    turn.case = case
    return case
