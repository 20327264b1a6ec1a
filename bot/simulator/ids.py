"""Identifiers in the shapes that LINE gives them, and the clock in LINE's unit."""

import secrets
import time

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def now() -> int:
    """Returns the time in milliseconds since 1970."""
    return int(time.time() * 1000)


def user_id() -> str:
    """Returns a new LINE user id: U and 32 hexadecimal digits."""
    return "U" + secrets.token_hex(16)


def menu_id() -> str:
    """Returns a new rich menu id."""
    return "richmenu-" + secrets.token_hex(16)


def message_id(number: int) -> str:
    """Returns a message id: digits only, unique for a unique number."""
    return str(560_000_000_000_000_000 + number)


def opaque() -> str:
    """Returns a token such as a reply token or a quote token."""
    return secrets.token_urlsafe(32)


def ulid(at: int) -> str:
    """Returns a ULID (github.com/ulid/spec) for a time in milliseconds."""
    value = (at << 80) | secrets.randbits(80)
    return "".join(CROCKFORD[(value >> shift) & 31] for shift in range(125, -1, -5))
