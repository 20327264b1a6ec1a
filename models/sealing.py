"""Sealing at rest and keyed look-ups: what may identify a person never lies readable in a table.

Text and small blobs are sealed with Fernet under the newest of several keys, so that keys can be
rotated without a stop. What must be found again (a LINE user id, a phone, a word) is found through
a keyed hash with a key of its own: whoever has only the database can neither read nor guess it.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class BrokenSeal(Exception):
    """A sealed value cannot be opened with any of the keys at hand."""


class Vault:
    """Seals, opens and looks up.

    Takes `data_keys` (Fernet keys, newest first) and `index_key` (any secret text of 32
    characters or more). Raises ValueError where a key is malformed.
    """

    def __init__(self, data_keys: Sequence[str], index_key: str) -> None:
        if not data_keys:
            raise ValueError("at least one data key is needed")
        if len(index_key) < 32:
            raise ValueError("the index key must have 32 characters or more")
        self._fernet = MultiFernet([Fernet(key) for key in data_keys])
        self._index_key = index_key.encode()

    def seal(self, plain: bytes) -> bytes:
        """Returns `plain` sealed under the newest key."""
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """Returns what was sealed. Raises BrokenSeal."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise BrokenSeal("sealed with a key that is not in DATA_KEYS") from error

    def reseal(self, sealed: bytes) -> bytes:
        """Returns the same content under the newest key. Raises BrokenSeal."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken as error:
            raise BrokenSeal("sealed with a key that is not in DATA_KEYS") from error

    def trace(self, kind: str, value: str) -> bytes:
        """Returns the keyed hash (32 bytes) by which a value of this kind is found again."""
        return hmac.digest(self._index_key, f"{kind}\0{value}".encode(), hashlib.sha256)


class _Holder:
    vault: Vault | None = None


def use(vault: Vault) -> None:
    """Make `vault` the one that column types of this process use.

    Column types are created when classes are defined, long before settings are read: this is the
    one place of the service where something is reached for instead of passed.
    """
    _Holder.vault = vault


def vault() -> Vault:
    """Returns the vault in use. Raises RuntimeError before `use`."""
    if _Holder.vault is None:
        raise RuntimeError("sealing.use() was not called")
    return _Holder.vault


class SealedText(TypeDecorator[str]):
    """Text that is sealed in the table and plain in Python."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Seals. Lone surrogates (they come from broken clients) become U+FFFD."""
        return None if value is None else vault().seal(value.encode("utf-8", "replace"))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Opens."""
        return None if value is None else vault().open(bytes(value)).decode()


class SealedJSON(TypeDecorator[Any]):
    """A JSON value that is sealed in the table."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Seals."""
        return None if value is None else vault().seal(json.dumps(value).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Opens."""
        return None if value is None else json.loads(vault().open(bytes(value)))


class SealedBytes(TypeDecorator[bytes]):
    """Bytes that are sealed in the table."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Seals."""
        return None if value is None else vault().seal(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Opens."""
        return None if value is None else vault().open(bytes(value))
