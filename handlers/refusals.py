"""A file that was not taken: what the person is told, at once or when it was looked at."""

from gettext import NullTranslations

from handlers.arrival import Arrival, Kind
from models.filetypes import takes_name


def is_refused(arrival: Arrival) -> bool:
    """Whether the name alone says that a file is not taken."""
    return arrival.kind is Kind.FILE and not takes_name(arrival.file_name)


def words(translations: NullTranslations) -> str:
    """Returns what is said of a file of a kind that is not taken."""
    return translations.gettext(
        "I could not take that file: programs, archives and web pages are kept out. A photo or a"
        " PDF of it is fine."
    )


def too_large(translations: NullTranslations) -> str:
    """Returns what is said of a file that is too large, or too much for a day."""
    return translations.gettext(
        "I could not keep that file: it is too large, or more than can be taken in a day. A photo"
        " or a shorter video is fine."
    )
