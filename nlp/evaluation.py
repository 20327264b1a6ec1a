"""How well messages are understood, measured on labelled rows."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from nlp import SURE
from nlp.corpus import HEADS, Row
from nlp.model import Model
from nlp.reading import patience, understand
from nlp.understanding import Guess, Understanding

Read = tuple[Row, Understanding]
Pair = tuple[str, str]  # what is right, what was answered
NONE = "none"  # the answer where no grievance was seen, no place named
MOST_CONFUSED = 15
UNHURRIED = 10.0  # seconds for the second reader


def evaluate(rows: Sequence[Row], model: Model | None = None) -> dict[str, Any]:
    """Return scores for whatever the rows are labelled with, of the model in service or another.

    Per head (intent, category, urgency, language, province): n, accuracy, macro_f1, labels
    (precision, recall, n of each), confused (right, answered, how often; most frequent first).
    For intent and category also sure: the threshold, the share of messages above it, and the
    accuracy among those; for category also top3; for urgency, critical: precision, recall, and
    how many of 1,000 messages that are not critical raise a false alarm.
    A grievance that was taken for something else counts as a wrong category. The macro-F1 of
    province is over those that occur.
    """
    with patience(UNHURRIED):
        read = [(row, understand(row.text, model=model)) for row in rows]
    report: dict[str, Any] = {"n": len(read)}
    for name, pairs in _pairs(read).items():
        if pairs:
            report[name] = scores(pairs)
    for head in SURE:
        if head in report:
            report[head]["sure"] = _sure(head, read)
    if "category" in report:
        report["category"]["top3"] = _top3(read)
    if "urgency" in report:
        report["critical"] = _critical(read, report["urgency"]["labels"].get("critical", {}))
    return report


def scores(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return n, accuracy, macro_f1, scores of each label, and the most confused pairs."""
    labels = {label: _label_scores(label, pairs) for label in sorted({true for true, _ in pairs})}
    f1s = [_f1(s["precision"], s["recall"]) for s in labels.values()]
    wrong = Counter(pair for pair in pairs if pair[0] != pair[1])
    return {
        "n": len(pairs),
        "accuracy": share(sum(true == got for true, got in pairs), len(pairs)),
        "macro_f1": round(sum(f1s) / len(f1s), 4),
        "labels": labels,
        "confused": [[*pair, count] for pair, count in wrong.most_common(MOST_CONFUSED)],
    }


def share(part: int, whole: int) -> float:
    """Return `part` of `whole`, 0 to 1."""
    return round(part / whole, 4) if whole else 0.0


def lines(report: dict[str, Any]) -> list[str]:
    """Return the report as lines for a terminal."""
    shown = [f"{report['n']} messages"]
    for name in (*HEADS, "language", "province"):
        if name in report:
            shown += _head_lines(name, report[name])
        if name == "urgency" and "critical" in report:
            shown += _alarm_lines(report["critical"])
    return shown


def _pairs(read: Sequence[Read]) -> dict[str, list[Pair]]:
    by_head = {
        head: [(row.labels[head], _answer(head, got)) for row, got in read if head in row.labels]
        for head in HEADS
    }
    return by_head | {
        "language": [(row.language, got.language) for row, got in read if row.language],
        "province": [
            (row.province or NONE, got.entities.province or NONE)
            for row, got in read
            if row.has_province
        ],
    }


def _answer(head: str, got: Understanding) -> str:
    guess = _guess(head, got)
    return guess.label if guess else NONE


def _guess(head: str, got: Understanding) -> Guess | None:
    if head == "category":
        return got.categories[0] if got.categories else None
    return got.intent if head == "intent" else got.urgency


def _sure(head: str, read: Sequence[Read]) -> dict[str, float]:
    """How much is answered without asking at the threshold in service, and how much of it well."""
    mine = [(row.labels[head], _guess(head, got)) for row, got in read if head in row.labels]
    answered = [(true, guess.label) for true, guess in mine if guess and guess.p >= SURE[head]]
    return {
        "from": SURE[head],
        "coverage": share(len(answered), len(mine)),
        "accuracy": share(sum(true == got for true, got in answered), len(answered)),
    }


def _top3(read: Sequence[Read]) -> float:
    wanted = [(row, got) for row, got in read if "category" in row.labels]
    hits = sum(row.labels["category"] in {c.label for c in got.categories} for row, got in wanted)
    return share(hits, len(wanted))


def _critical(read: Sequence[Read], found: dict[str, float]) -> dict[str, float]:
    """Add the false alarms, counted over all messages: also over greetings and questions."""
    calm = [got for row, got in read if row.labels.get("urgency") != "critical"]
    false = sum(got.urgency.label == "critical" for got in calm)
    return found | {"false_alarms_per_1000": round(1000 * share(false, len(calm)), 1)}


def _label_scores(label: str, pairs: Sequence[Pair]) -> dict[str, float]:
    counts = Counter((true == label, got == label) for true, got in pairs)
    hits, missed, false = counts[True, True], counts[True, False], counts[False, True]
    return {
        "precision": share(hits, hits + false),
        "recall": share(hits, hits + missed),
        "n": hits + missed,
    }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _head_lines(head: str, found: dict[str, Any]) -> list[str]:
    line = (
        f"{head}: n {found['n']}, accuracy {found['accuracy']:.3f}, "
        f"macro-F1 {found['macro_f1']:.3f}"
    )
    if "top3" in found:
        line += f", top-3 {found['top3']:.3f}"
    if sure := found.get("sure"):
        line += (
            f"; sure from {sure['from']}: {sure['coverage']:.3f} of messages, "
            f"{sure['accuracy']:.3f} of them right"
        )
    return [line, *_label_lines(found), *_confusion_lines(found)]


def _alarm_lines(found: dict[str, float]) -> list[str]:
    return [f"  false alarms: {found['false_alarms_per_1000']} of 1,000 that are not critical"]


def _label_lines(found: dict[str, Any]) -> list[str]:
    return [
        f"  {label:<20} precision {s['precision']:.2f}  recall {s['recall']:.2f}  n {s['n']}"
        for label, s in found["labels"].items()
    ]


def _confusion_lines(found: dict[str, Any]) -> list[str]:
    return [f"  {true} taken for {got}: {n}" for true, got, n in found["confused"] if n > 1]
