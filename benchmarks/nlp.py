"""How well messages are understood, by what each part of the recipe sees, and how fast.

Needs nothing but the project's own messages. Quality is measured on hands (Thai) or personas
(other languages) that the machines in question have not learned from.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from benchmarks.rig import report
from nlp import recipe
from nlp.blending import Scores
from nlp.cleaning import clean
from nlp.corpus import HEADS, Row, honest_rows, phrases, training_rows
from nlp.encoder import Encoder
from nlp.features import Space, character_terms, word_terms
from nlp.language import find_language
from nlp.meaning import meaning
from nlp.reading import understand
from nlp.recipe import Example, Task

EACH = (20, 50, 100)  # examples a category
DRAWS = 3
SHORT = 500  # characters: the messages that are timed
OTHERS = ("en", "ms", "my", "km", "lo")
MEMORY = """
import nlp, psutil
nlp.warm_up()
for text in ("นายจ้างค้างค่าแรงสองเดือน ที่หาดใหญ่ 18,000 บาท", "majikan tak bayar gaji", "ကယ်ပါ"):
    nlp.understand(text)
mine = psutil.Process()
print(sum(p.memory_info().rss for p in (mine, *mine.children(recursive=True))) / 1e6)
"""
"""In a process of its own: this one holds what training needs, which a service never loads."""
LOADING = "import time; t = time.time(); import nlp; nlp.warm_up(); print(time.time() - t)"


def run() -> None:
    """Measure speed, then parts, numbers of examples, and languages."""
    _speed()
    rows, honest = training_rows(), honest_rows()
    known = _Known([*rows, *honest, *phrases()])
    thai = [row for row in rows if row.language == "th"]
    _parts(known, thai)
    _few(known, thai, [row for row in honest if row.language == "th"])
    for language in OTHERS:
        _language(known, thai, [row for row in rows if row.language == language], language)


class _Known:
    """Examples of rows, read once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        read = recipe.examples((row.text, row.group) for row in rows)
        self._examples = {(row.batch, row.text): e for row, e in zip(rows, read, strict=True)}

    def task(self, rows: Iterable[Row], head: str = "category") -> Task:
        """Return what is to be learned from rows that have this label."""
        mine = [row for row in rows if head in row.labels]
        return Task(
            [self._examples[row.batch, row.text] for row in mine],
            [row.labels[head] for row in mine],
            HEADS[head],
        )


def _parts(known: _Known, thai: Sequence[Row]) -> None:
    """What words, characters, each embedding and all together make of unknown hands."""
    task, extra = known.task(thai), known.task(phrases())
    held = recipe.hold_out(task, extra)
    right = held.positions
    for what, columns in _COLUMNS.items():
        scores, order = _held_out(task, columns)
        _report_quality(
            "parts", what, scores, np.array([task.labels.index(task.wanted[i]) for i in order])
        )
    blend = held.blend
    _report_quality("parts", "e5", held.heard.gist, right)
    _report_quality(
        "parts", "first reader: all but e5, with naive Bayes", blend.first_reader(held.heard), right
    )
    _report_quality("parts", "both readers", blend.verdicts(held.heard), right)


_COLUMNS: dict[str, Callable[[Space], list[slice]]] = {
    "words": lambda s: [slice(0, len(s.words.idf))],
    "characters": lambda s: [slice(len(s.words.idf), s.size - len(s.scale.spread))],
    "USE": lambda s: [slice(s.size - len(s.scale.spread), s.size)],
    "words and characters": lambda s: [slice(0, s.size - len(s.scale.spread))],
    "words, characters, USE": lambda s: [slice(0, s.size)],
}


def _held_out(task: Task, columns: Callable[[Space], list[slice]]) -> tuple[Scores, list[int]]:
    """Return scores of a support vector machine that sees some columns only, and whose they are."""
    made, order = [], []
    for learned, asked in recipe.folds([example.group for example in task.known]):
        known = [task.known[i] for i in learned]
        space = recipe.space_of(known)
        (part,) = columns(space)
        machine = LinearSVC(
            C=recipe.SVM_STRENGTH, class_weight="balanced", random_state=recipe.SEED
        )
        machine.fit(_matrix(space, known, part), [task.wanted[i] for i in learned])
        scores = machine.decision_function(_matrix(space, [task.known[i] for i in asked], part))
        made.append(scores[:, [list(machine.classes_).index(label) for label in task.labels]])
        order += [int(i) for i in asked]
    return np.vstack(made), order


def _matrix(space: Space, known: Sequence[Example], part: slice) -> csr_matrix:
    return recipe.matrix(space, known)[:, part]


def _few(known: _Known, thai: Sequence[Row], honest: Sequence[Row]) -> None:
    """How many examples a category are needed: all parts, asked about the honest batches."""
    asked = known.task(honest)
    right = np.array([asked.labels.index(label) for label in asked.wanted])
    for each in EACH:
        hits = []
        for draw in range(DRAWS):
            task = known.task(_drawn(thai, each, random.Random(draw)))
            how = recipe.hold_out(task).blend
            verdicts = how.verdicts(recipe.learn(task).hear(asked.known))
            hits.append(float((verdicts.argmax(axis=1) == right).mean()))
        report(
            "nlp few", each=each, draws=DRAWS, n=len(right), accuracy=round(float(np.mean(hits)), 4)
        )


def _drawn(rows: Sequence[Row], each: int, chance: random.Random) -> list[Row]:
    drawn: list[Row] = []
    for label in HEADS["category"]:
        mine = [row for row in rows if row.labels.get("category") == label]
        drawn += chance.sample(mine, min(each, len(mine)))
    return drawn


def _language(known: _Known, thai: Sequence[Row], own: Sequence[Row], language: str) -> None:
    """What Thai messages alone teach of another language, and what its own add."""
    for head in ("intent", "category"):
        from_thai, mine = known.task(thai, head), known.task(own, head)
        right = np.array([mine.labels.index(label) for label in mine.wanted])
        how = recipe.hold_out(from_thai).blend
        alone = how.verdicts(recipe.learn(from_thai).hear(mine.known))
        held = recipe.hold_out(mine, from_thai)
        with_own = held.blend.verdicts(held.heard)
        report(
            "nlp language", language=language, head=head, n=len(right),
            thai_alone=_right(alone, right), with_its_own=_right(with_own, held.positions),
        )  # fmt: skip


def _report_quality(bench: str, what: str, scores: Scores, right: Scores) -> None:
    best = np.argsort(-scores, axis=1)[:, :3]
    report(
        f"nlp {bench}", what=what, n=len(right), accuracy=_right(scores, right),
        top3=round(float((best == right[:, None]).any(axis=1).mean()), 4),
    )  # fmt: skip


def _right(scores: Scores, right: Scores) -> float:
    return round(float((scores.argmax(axis=1) == right).mean()), 4)


def _speed() -> None:
    """Seconds to load, milliseconds a message by language, megabytes with the encoder's process."""
    loading = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, text=True, check=True
    )
    report("nlp load", seconds=round(float(loading.stdout), 2), target=3)
    messages: dict[str, list[str]] = {}
    for row in [*training_rows(), *honest_rows()]:
        if len(row.text) <= SHORT:
            messages.setdefault(row.language, []).append(row.text)
    understand("majikan tak bayar gaji")
    for language, texts in messages.items():
        _report_times(language, texts[:400])
    _report_steps(messages["th"][:200])
    measured = subprocess.run(
        [sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True
    )
    report("nlp memory", mb=round(float(measured.stdout), 1), target=400)


def _report_times(language: str, texts: Sequence[str]) -> None:
    times = [_milliseconds(understand, text) for text in texts]
    report(
        "nlp speed", language=language, n=len(texts),
        median_ms=_at(times, 50), p99_ms=_at(times, 99), most_ms=_at(times, 100),
    )  # fmt: skip


def _report_steps(texts: Sequence[str]) -> None:
    """What each part of reading a Thai message takes."""
    encoder = Encoder(patience=recipe.SLOW)
    steps: dict[str, Callable[[str], object]] = {
        "clean": clean,
        "language": find_language,
        "words": lambda text: word_terms(clean(text)),
        "characters": lambda text: character_terms(clean(text)),
        "USE": lambda text: meaning(clean(text), "th"),
        "e5": lambda text: encoder.embed(clean(text)),
    }
    encoder.embed("ก")
    for name, step in steps.items():
        times = [_milliseconds(step, text) for text in texts]
        report("nlp step", step=name, median_ms=_at(times, 50), p99_ms=_at(times, 99))
    encoder.close()


def _milliseconds(step: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    step(text)
    return (time.perf_counter() - started) * 1000


def _at(times: Sequence[float], percentile: float) -> float:
    return round(float(np.percentile(times, percentile)), 2)
