"""Arrival: one thing that came from a person, read out of LINE's event by bot/."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What came. OTHER is what we do not know (yet): kept and shown to staff, never dropped."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"
    LOCATION = "location"
    STICKER = "sticker"
    PRESSED = "pressed"
    FOLLOWED = "followed"
    UNFOLLOWED = "unfollowed"
    UNSENT = "unsent"
    EDITED = "edited"
    JOINED = "joined"
    OTHER = "other"


MEDIA = frozenset({Kind.IMAGE, Kind.VIDEO, Kind.AUDIO, Kind.FILE})
SAID = MEDIA | {Kind.TEXT, Kind.LOCATION, Kind.STICKER}


@dataclass(frozen=True)
class Place:
    """A shared location; degrees."""

    lat: float
    lon: float
    address: str = ""


@dataclass(frozen=True)
class Arrival:
    """One thing that came. `chat` is the LINE id of the person, group or room."""

    kind: Kind
    chat: str
    at: datetime
    received_at: datetime
    incoming_id: int = 0
    private: bool = True
    """False in groups and rooms, where the bot does not speak of cases."""
    standby: bool = False
    """Another program is answering in this chat: we keep, and stay silent."""
    message_id: str | None = None
    quoted_message_id: str | None = None
    text: str = ""
    """What was typed; of a sticker, the words that LINE gives for it."""
    data: str = ""
    """What a pressed button carries."""
    picked: str = ""
    """The date that was picked, ISO, without zone."""
    place: Place | None = None
    file_name: str | None = None
    fetchable: bool = True
    """False for media that lie on an address chosen by the sender: those are never fetched."""
    reply_token: str | None = None
    mentions_us: bool = False
    raw_type: str = ""
    extra: dict[str, str] = field(default_factory=dict)
