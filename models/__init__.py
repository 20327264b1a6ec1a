"""What the service remembers and its rules, one noun a file."""

from models import (  # noqa: F401  the tables must be known before mappers are configured
    access,
    approval,
    audit,
    broadcast,
    case,
    data_link,
    incoming,
    message,
    outgoing,
    person,
    quota,
    receipt,
    staff,
    volunteer,
    words,
)
from models.base import Base

__all__ = ["Base"]
