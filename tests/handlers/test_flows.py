"""docs/flows.md shows the flows as they are."""

from handlers.__main__ import OUT, page
from handlers.flow import STEPS


def test_the_drawn_flows_are_those_of_the_code() -> None:
    assert OUT.read_text(encoding="utf-8") == page(), "run: python -m handlers"
    assert all(step in page() for step in STEPS)
