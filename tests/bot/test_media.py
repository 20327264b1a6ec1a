"""Files are sealed under keys of their own, and every change to them is noticed."""

import hashlib
import os
from pathlib import Path

import pytest

from bot.media import CHUNK, MOST, Damaged, Store, TooLarge


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_what_was_kept_comes_back_and_cannot_be_read_on_disk(tmp_path: Path, size: int) -> None:
    store, content = Store(tmp_path), os.urandom(size)
    kept = store.keep([content[: size // 2], content[size // 2 :]])
    assert b"".join(store.stream(kept.path, kept.key)) == content
    assert (kept.sha256, kept.size) == (hashlib.sha256(content).digest(), size)
    on_disk = (tmp_path / kept.path).read_bytes()
    assert size < 32 or content[:32] not in on_disk


@pytest.mark.parametrize("damage", ["flip", "cut", "swap", "append"])
def test_a_changed_file_is_not_shown(tmp_path: Path, damage: str) -> None:
    store = Store(tmp_path)
    kept = store.keep([os.urandom(3 * CHUNK)])
    path = tmp_path / kept.path
    data = bytearray(path.read_bytes())
    whole = CHUNK + 16
    changed = {
        "flip": data[:100] + bytes([data[100] ^ 1]) + data[101:],
        "cut": data[: 2 * whole],
        "swap": data[whole : 2 * whole] + data[:whole] + data[2 * whole :],
        "append": data + data[:whole],
    }[damage]
    path.write_bytes(bytes(changed))
    with pytest.raises(Damaged):
        list(store.stream(kept.path, kept.key))


def test_a_file_that_is_too_large_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        Store(tmp_path).keep(b"x" * CHUNK for _ in range(MOST // CHUNK + 2))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
