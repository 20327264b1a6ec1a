"""Which model is in service, and what is known of it; costs nothing to import.

The model of the repository lies in nlp/model. Those trained from corrections lie in a directory
of the operator's, each in one of its own, with a file that tells which of them were put into
service, latest last.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUILT_IN = Path(__file__).parent / "model"
MANIFEST = "manifest.json"
HISTORY = "history.json"


class ModelMissing(RuntimeError):
    """There is no usable model on disk; the message says what to run."""


def manifest(directory: Path = BUILT_IN) -> dict[str, Any]:
    """Return what is written of the model in `directory`: versions, hashes, dev scores.

    Raises ModelMissing when there is none.
    """
    try:
        about: dict[str, Any] = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise ModelMissing(f"No model in {directory}. Run: python -m nlp train") from missing
    except (OSError, ValueError) as broken:
        raise ModelMissing(f"{directory / MANIFEST} cannot be read: {broken}") from broken
    if not isinstance(about, dict):
        raise ModelMissing(f"{directory / MANIFEST} is broken")
    return about


@dataclass(frozen=True)
class Shelf:
    """The operator's directory of trained models."""

    directory: Path

    @property
    def history(self) -> list[str]:
        """The versions that were put into service, latest last, without those rolled back."""
        file = self.directory / HISTORY
        try:
            said = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
        except (OSError, ValueError) as broken:
            raise ModelMissing(f"{file} is broken: {broken}") from broken
        if not isinstance(said, list) or not all(isinstance(name, str) for name in said):
            raise ModelMissing(f"{file} is broken: it is no list of versions")
        return said

    @property
    def current(self) -> Path:
        """Where the model in service lies: the latest of the history, or the built-in one."""
        history = self.history
        return self.directory / history[-1] if history else BUILT_IN

    def adopt(self, name: str) -> None:
        """Put the model saved under `name` into service; once, so that `roll_back` leaves it."""
        history = self.history
        if not history or history[-1] != name:
            self._write([*history, name])

    def roll_back(self) -> Path:
        """Take the model before the present one back into service; return where it lies.

        Raises ModelMissing when the built-in model is in service: there is none before it.
        """
        history = self.history
        if not history:
            raise ModelMissing("The built-in model is in service; there is none before it.")
        self._write(history[:-1])
        return self.current

    def _write(self, history: list[str]) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self.directory / f"{HISTORY}.new"
        write_json(fresh, history, indent=1)
        fresh.replace(self.directory / HISTORY)


def write_json(path: Path, value: Any, *, indent: int | None) -> None:
    """Write a value to a file as JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    path.write_text(text + "\n", encoding="utf-8")
