"""What stands on the person's screen, and what tests say of it."""

from typing import Self


class Screen:
    """Something with `shown`: all that can be read of the last answer."""

    @property
    def shown(self) -> str:
        """All that can be read of the last answer."""
        raise NotImplementedError

    def sees(self, *words: str) -> Self:
        """Assert that each of these was shown, in a bubble or on a button."""
        for word in words:
            assert word in self.shown, f"{word!r} is not in:\n{self.shown}"
        return self

    def sees_not(self, *words: str) -> Self:
        """Assert that none of these was shown."""
        for word in words:
            assert word not in self.shown, f"{word!r} is in:\n{self.shown}"
        return self
