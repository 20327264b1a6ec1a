"""How well messages are understood, measured on labelled rows."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from nlp.corpus import HEADS, Row
from nlp.reading import understand
from nlp.understanding import Understanding

Read = tuple[Row, Understanding]


def evaluate(rows: Sequence[Row]) -> dict[str, Any]:
    """Return scores for whatever the rows are labelled with.

    Per head: n, accuracy, macro_f1, labels (precision, recall, n of each). For category also
    top3, with the categories ranked as if a grievance were certain only where the model says so;
    for urgency the precision and recall of critical; for province the share that agrees.
    """
    read = [(row, understand(row.text)) for row in rows]
    report: dict[str, Any] = {"n": len(read)}
    for head in HEADS:
        pairs = [(row.labels[head], _answer(head, got)) for row, got in read if head in row.labels]
        if pairs:
            report[head] = _head_scores(pairs)
    if "category" in report:
        report["category"]["top3"] = _top3(read)
    if "urgency" in report:
        report["critical"] = report["urgency"]["labels"].get("critical")
    places = [(row, got) for row, got in read if row.has_province]
    if places:
        agreeing = sum(row.province == got.entities.province for row, got in places)
        report["province"] = {"n": len(places), "accuracy": _share(agreeing, len(places))}
    return report


def lines(report: dict[str, Any]) -> list[str]:
    """Return the report as lines for a terminal."""
    shown = [f"{report['n']} messages"]
    for head in HEADS:
        if head in report:
            shown += _head_lines(head, report[head])
    if "province" in report:
        shown.append(f"province: accuracy {report['province']['accuracy']:.3f}")
    return shown


def _head_lines(head: str, scores: dict[str, Any]) -> list[str]:
    top3 = f", top-3 {scores['top3']:.3f}" if "top3" in scores else ""
    first = (
        f"{head}: n {scores['n']}, accuracy {scores['accuracy']:.3f}, "
        f"macro-F1 {scores['macro_f1']:.3f}{top3}"
    )
    return [
        first,
        *(
            f"  {label:<20} precision {s['precision']:.2f}  recall {s['recall']:.2f}  n {s['n']}"
            for label, s in scores["labels"].items()
        ),
    ]


def _answer(head: str, got: Understanding) -> str:
    if head == "category":
        return got.categories[0].label if got.categories else ""
    return got.intent.label if head == "intent" else got.urgency.label


def _top3(read: Sequence[Read]) -> float:
    wanted = [(row, got) for row, got in read if "category" in row.labels]
    hits = sum(row.labels["category"] in {c.label for c in got.categories} for row, got in wanted)
    return _share(hits, len(wanted))


def _head_scores(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    labels = {label: _label_scores(label, pairs) for label in sorted({true for true, _ in pairs})}
    f1s = [_f1(s["precision"], s["recall"]) for s in labels.values()]
    return {
        "n": len(pairs),
        "accuracy": _share(sum(true == got for true, got in pairs), len(pairs)),
        "macro_f1": round(sum(f1s) / len(f1s), 4),
        "labels": labels,
    }


def _label_scores(label: str, pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    counts = Counter((true == label, got == label) for true, got in pairs)
    hits, missed, false = counts[True, True], counts[True, False], counts[False, True]
    return {
        "precision": _share(hits, hits + false),
        "recall": _share(hits, hits + missed),
        "n": hits + missed,
    }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
