"""Which files are taken as evidence. A program or a script is nobody's evidence, and staff may open
what lies in a case."""

from pathlib import PurePath
from typing import Final

NAMES: Final = frozenset(
    {
        *(".pdf", ".txt", ".rtf", ".csv", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx"),
        *(".odt", ".ods", ".odp", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif"),
        *(".bmp", ".tif", ".tiff", ".mp3", ".m4a", ".aac", ".wav", ".ogg", ".amr", ".mp4"),
        *(".mov", ".3gp", ".opus", ".avi", ".webm", ".m4v", ".jfif", ".eml"),
    }
)
"""Endings of names of files that are taken."""
_KINDS: Final = ("image/", "audio/", "video/")
_TYPES: Final = frozenset(
    {
        "application/pdf",
        "application/rtf",
        "text/rtf",
        "text/plain",
        "text/csv",
        "application/csv",
        "application/msword",
        "application/excel",
        "application/ogg",
        "message/rfc822",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/x-ole-storage",
        "application/octet-stream",
    }
)
"""By content. What cannot be told (octet-stream) may be a text: its name was looked at before."""
_OFFICE: Final = ("application/vnd.openxmlformats-", "application/vnd.oasis.opendocument.")
_PACKED: Final = frozenset({"application/zip"})
"""Papers of office programs are archives, and told apart by their names alone."""
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How programs and scripts begin (Windows, Linux, a shell, macOS, Java), which no type tells."""
_VOICE: Final = b"#!AMR"
_ACTIVE: Final = frozenset({"image/svg+xml"})


def takes_name(name: str | None) -> bool:
    """Whether a file of this name is taken; one without an ending is looked at by content."""
    ending = PurePath((name or "").lower()).suffix
    return not ending or ending in NAMES


def takes(content_type: str, name: str | None, head: bytes) -> bool:
    """Whether a file of this content is taken; `head` is how it begins."""
    if content_type in _ACTIVE or (head.startswith(_PROGRAMS) and not head.startswith(_VOICE)):
        return False
    if content_type in _PACKED:
        return name is not None and takes_name(name)
    return content_type.startswith((*_KINDS, *_OFFICE)) or content_type in _TYPES
