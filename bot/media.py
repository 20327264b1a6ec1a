"""Media at rest: each file sealed under a key of its own, in chunks, never whole in memory.

A file is a sequence of chunks sealed with AES-256-GCM; the nonce is the chunk's number and a flag
for the last one, so that chunks can neither be reordered nor cut off unnoticed. A nonce may repeat
only under another key, and every file has its own: the key is kept sealed in the database.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK = 256 * 1024
TAG = 16
MOST = 50 * 1024 * 1024
"""The largest file that is kept."""


class TooLarge(Exception):
    """The file is larger than what is kept."""


class Damaged(Exception):
    """The stored file was changed or cut off."""


@dataclass(frozen=True)
class Stored:
    """A file that was kept: where, under which key, and the sha256 of the original."""

    path: str
    key: bytes
    sha256: bytes
    size: int
    head: bytes
    """The first bytes, by which its type is told."""


class Store:
    """A folder of sealed files (MEDIA_DIR; one volume shared by all machines)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, chunks: Iterable[bytes]) -> Stored:
        """Seal a stream. Returns where it lies. Raises TooLarge; then nothing is left behind."""
        name = secrets.token_hex(16)
        path = self.folder / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        key = AESGCM.generate_key(256)
        try:
            with unfinished.open("xb") as file:
                digest, size, head = _seal_into(file.write, AESGCM(key), _pieces(chunks))
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        finally:
            unfinished.unlink(missing_ok=True)
        return Stored(f"{name[:2]}/{name}", key, digest, size, head)

    def stream(self, path: str, key: bytes) -> Iterator[bytes]:
        """Yields the original. Raises Damaged where a chunk does not fit, FileNotFoundError."""
        aead = AESGCM(key)
        with self._file(path).open("rb") as file:
            number, sealed = 0, file.read(CHUNK + TAG)
            while sealed:
                following = file.read(CHUNK + TAG)
                try:
                    yield aead.decrypt(_nonce(number, not following), sealed, None)
                except InvalidTag as error:
                    raise Damaged(path) from error
                number, sealed = number + 1, following

    def erase(self, path: str) -> None:
        """Remove a file; one that is gone already is fine."""
        self._file(path).unlink(missing_ok=True)

    def sweep_unfinished(self) -> None:
        """Remove what a killed process left half written more than a day ago."""
        for path in self.folder.glob("*/*.part"):
            if path.stat().st_mtime < time.time() - 86_400:
                path.unlink(missing_ok=True)

    def _file(self, path: str) -> Path:
        return self.folder / path


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream into pieces of CHUNK bytes; the last is shorter (an empty stream has one)."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        while len(buffer) > CHUNK:
            yield bytes(buffer[:CHUNK])
            del buffer[:CHUNK]
    yield bytes(buffer)


def _seal_into(
    write: Callable[[bytes], object], aead: AESGCM, pieces: Iterator[bytes]
) -> tuple[bytes, int, bytes]:
    digest, size, number = hashlib.sha256(), 0, 0
    piece = next(pieces)
    head = piece[:4096]
    while True:
        size += len(piece)
        if size > MOST:
            raise TooLarge
        digest.update(piece)
        following = next(pieces, None)
        write(aead.encrypt(_nonce(number, following is None), piece, None))
        if following is None:
            return digest.digest(), size, head
        number, piece = number + 1, following
