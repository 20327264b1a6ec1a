"""Who may learn the name: what people say of it, and what we call it."""

from handlers import wishes
from handlers.flow import Turn
from locales import N_
from models.case import Anonymity, Case

NAME_IS = {
    Anonymity.OPEN: N_("may be known"),
    Anonymity.HIDDEN: N_("hidden from the other side"),
    Anonymity.ANONYMOUS: N_("told to nobody"),
}
_SAID = (
    (
        Anonymity.ANONYMOUS,
        (
            "ไม่บอกใคร", "ไม่บอกชื่อใคร", "ไม่อยากบอกชื่อใคร", "ไม่อยากบอกใคร", "ไม่ให้ใครรู้",
            "ไม่ระบุ", "นิรนาม", "บ่บอกไผ", "anonym", "tell nobody", "don't tell anyone",
        ),
    ),
    (
        Anonymity.OPEN,
        ("ไม่ปิด", "ไม่ต้องปิด", "บ่ปิด", "บ่ต้องปิด", "บ่ต้องลี้", "don't hide", "do not hide"),
    ),
    (
        Anonymity.HIDDEN,
        ("ไม่เปิดเผย", "ไม่อยากเปิดเผย", "ไม่ให้รู้", "บ่ให้ฮู้", "บ่ให้รู้", "อย่าบอก", "don't tell"),
    ),
    (Anonymity.OPEN, ("เปิดเผย", "บอกได้", "รู้ได้", "may know", "can know")),
    (Anonymity.HIDDEN, ("ปิด", "ซ่อน", "hide", "ลี้")),
)  # fmt: skip
"""In this order: a refusal holds the word that it refuses."""


def explain(turn: Turn, case: Case) -> None:
    """Say plainly what "tell nobody" means here (locales/privacy/notice.toml, who sees it)."""
    if case.anonymity is Anonymity.ANONYMOUS:
        turn.say(
            turn._(
                "Staff see neither your name nor your LINE account. The service still has to know"
                " to which account it answers: that stays sealed and is shown to nobody."
            )
        )


def said_of_name(text: str) -> Anonymity | None:
    """Returns who may learn the name, as far as the text says it."""
    said = wishes.plain(text)
    for choice, words in _SAID:
        if any(word in said for word in words):
            return choice
    return None


def answered_of_name(text: str) -> Anonymity | None:
    """Returns who may learn the name, where the text answers "shall it be hidden?"."""
    choice = said_of_name(text)
    if choice is None and wishes.agrees(text):
        return Anonymity.HIDDEN
    if choice is None and wishes.declines(text):
        return Anonymity.OPEN
    return choice
