"""Whom a broadcast reaches, and in which language: one condition for the count and for the cut."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from models.base import now
from models.person import Contact, Person
from models.reach import open_at
from models.volunteer import Volunteer

FALLBACK = "th"
"""Who has no text in their own language gets this one."""


def members(audience: dict[str, Any], after: int = 0) -> ColumnElement[bool]:
    """Returns the condition on Person for an audience, for people with an id above `after`.

    Left out: who blocked us or left, who is muted, volunteers who ended. The lower bound is said
    for each table, so that cutting a slice never walks over those who were cut before.
    """
    belongs = (
        _is_volunteer(audience, after)
        if audience.get("who") == "volunteers"
        else _is_willing_citizen(audience)
    )
    conditions = [
        Person.id > after,
        Person.contact != Contact.LEFT,
        Person.reach.in_(open_at(now())),
        _not_muted(),
        belongs,
    ]
    if audience.get("languages"):
        conditions.append(Person.language.in_(audience["languages"]))
    return and_(*conditions)


def language_of(texts: dict[str, Any]) -> ColumnElement[str]:
    """Returns the language in which a person gets a broadcast that has these texts."""
    others = [language for language in texts if language != FALLBACK]
    return case((Person.language.in_(others), Person.language), else_=FALLBACK)


def reading(texts: dict[str, Any], language: str) -> ColumnElement[bool]:
    """Returns the condition on Person for who gets a broadcast in this language."""
    if language != FALLBACK:
        return Person.language == language
    return Person.language.not_in([other for other in texts if other != FALLBACK])


def counts(session: Session, audience: dict[str, Any], texts: dict[str, Any]) -> dict[str, int]:
    """Returns how many people get it in each language, most first."""
    language = language_of(texts).label("language")
    number = func.count().label("number")
    inner = select(language).where(members(audience)).subquery()
    rows = session.execute(
        select(inner.c.language, number)
        .group_by(inner.c.language)
        .order_by(number.desc(), inner.c.language)
    )
    return {row[0]: row[1] for row in rows}


def _is_volunteer(audience: dict[str, Any], after: int) -> ColumnElement[bool]:
    conditions = [
        Volunteer.person_id == Person.id,
        Volunteer.person_id > after,
        Volunteer.ended_at.is_(None),
    ]
    if audience.get("provinces"):
        conditions.append(Volunteer.province.in_(audience["provinces"]))
    return exists(select(Volunteer.id).where(*conditions))


def _is_willing_citizen(audience: dict[str, Any]) -> ColumnElement[bool]:
    if audience.get("provinces"):
        return and_(Person.wants_news, Person.province.in_(audience["provinces"]))
    return and_(Person.wants_news)


def _not_muted() -> ColumnElement[bool]:
    return or_(Person.muted_until.is_(None), Person.muted_until < now())
