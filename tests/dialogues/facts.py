"""What lies in the database at one point of a dialogue.

= cases 1 · = draft none · = case.category wages · = draft.province ขอนแก่น · = first.state …
= case.narrative ~ words (holds) · = case.narrative !~ words · = person.language en
= rest yes (nothing is being asked) · = messages 3 (in the newest case, else the draft)
= pictures 2 · = answers 1 (calls to LINE for the last turn) · = paged 1
= nowhere words (in no table) · = somewhere words · = history ~ withdrawn
"""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from sqlalchemy import inspect, select

from models.base import Base
from models.case import Case, find_draft
from models.message import Author, Message
from models.outgoing import Lane, Outgoing
from models.person import Conversation
from tests.dialogues.scene import Scene, Wrong, dumped
from tests.dialogues.screens import rows_of


def check(scene: Scene, text: str) -> None:
    """Raises Wrong where a fact is not as the line says."""
    name, _, wanted = scene.fill(text).partition(" ")
    if name in ("nowhere", "somewhere"):
        _check_everywhere(scene, wanted, name == "somewhere")
        return
    found, wanted = _value(scene, name), wanted.strip()
    sign, _, part = wanted.partition(" ")
    holds = {"~": part in found, "!~": part not in found}.get(sign, found == wanted)
    if not holds:
        raise Wrong(f"{name} is {found!r}")


def _value(scene: Scene, name: str) -> str:
    owner, _, field = name.partition(".")
    if name in _COUNTED:
        return _plain(_COUNTED[name](scene))
    thing = _OWNERS[owner](scene)
    if not field:
        return _plain(thing is not None)
    if thing is None:
        raise Wrong(f"there is no {owner}")
    return _plain(getattr(thing, field))


def _plain(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or value is False or value == "":
        return "none"
    return "yes" if value is True else str(value)


def _newest(scene: Scene) -> Case | None:
    found = scene.cases()
    return found[0] if found else find_draft(scene.session, scene.person.id)


def _said(scene: Scene, kind: str | None = None) -> int:
    case = _newest(scene)
    query = select(Message.id).where(Message.author == Author.PERSON)
    query = query.where(Message.case_id == (case.id if case else None))
    query = query.where(Message.kind == kind) if kind else query
    return len(scene.session.scalars(query).all())


def _marked(scene: Scene, column: Any) -> int:
    query = select(Message.id).where(Message.person_id == scene.person.id, column.is_not(None))
    return len(scene.session.scalars(query).all())


def _paged(scene: Scene) -> int:
    rows = scene.session.scalars(select(Outgoing).where(Outgoing.lane == Lane.NOTICE))
    return len([row for row in rows if row.person_id != scene.person.id])


def _history(scene: Scene) -> str:
    changes = scene.case().changes
    return " ".join(f"{c.what}:{c.to_value}:{c.actor}" for c in changes)


def _alt(scene: Scene) -> str:
    rows = rows_of(scene.session, scene.people[scene.who])
    return " ".join(bubble.get("alt", "") for row in rows[-1:] for bubble in row.bubbles)


def _at_rest(scene: Scene) -> bool:
    return scene.session.get_one(Conversation, scene.person.id).step is None


_COUNTED: dict[str, Callable[[Scene], Any]] = {
    "cases": lambda scene: len(scene.cases()),
    "messages": _said,
    "pictures": lambda scene: _said(scene, "image"),
    "voices": lambda scene: _said(scene, "audio"),
    "answers": lambda scene: scene.answers.get(scene.who, 0),
    "paged": _paged,
    "unsent": lambda scene: _marked(scene, Message.unsent_at),
    "quotes": lambda scene: _marked(scene, Message.quoted_message_id),
    "history": _history,
    "rest": _at_rest,
    "alt": _alt,
}
_OWNERS: dict[str, Callable[[Scene], Any]] = {
    "case": lambda scene: scene.case(),
    "first": lambda scene: scene.cases()[-1],
    "draft": lambda scene: find_draft(scene.session, scene.person.id),
    "person": lambda scene: scene.person,
}


def _check_everywhere(scene: Scene, words: str, wanted: bool) -> None:
    where = sorted({place for place, text in _everything(scene) if words in text})
    if bool(where) is not wanted:
        raise Wrong(f"{words!r} stands in {', '.join(where) or 'no table'}")


def _everything(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yields all that is stored, unsealed, with the table and column that hold it."""
    for mapper in Base.registry.mappers:
        keys = [attribute.key for attribute in inspect(mapper.class_).column_attrs]
        for row in scene.session.scalars(select(mapper.class_)):
            for key in keys:
                value = getattr(row, key)
                if value is not None:
                    yield f"{mapper.class_.__tablename__}.{key}", dumped(value)
