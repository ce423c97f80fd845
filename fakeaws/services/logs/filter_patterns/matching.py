"""What every filter pattern can do: say whether a message matches, and what it takes out of one that does."""

from __future__ import annotations

import json
from typing import Any, ClassVar


class InvalidPattern(ValueError):
    """A text that is no filter pattern; the message is what AWS answers."""

    def __init__(self, message: str = "Invalid filter pattern") -> None:
        super().__init__(message)
        self.message = message


class Extract:
    """What a pattern found in a message that it matches."""

    __slots__ = ()

    def value(self, reference: str) -> Any:
        """The value that ``$.selector`` or ``$column`` refers to; ``None`` if the message has none."""
        return None

    def shown(self) -> dict[str, str]:
        """As TestMetricFilter shows it: the references in the pattern and their values."""
        return {}


class FilterPattern:
    """A parsed filter pattern."""

    #: Whether it takes fields out of messages, which dimensions of metrics need.
    has_fields: ClassVar[bool] = False

    def matches(self, message: str) -> bool:
        """Whether the pattern matches."""
        return self.match(message) is not None

    def match(self, message: str) -> Extract | None:
        """What it finds in a message that it matches; ``None`` for one that it does not match."""
        raise NotImplementedError

    def knows(self, reference: str) -> bool:
        """Whether a metric's value or dimension may refer to that."""
        return False


NOTHING = Extract()


def text_of(value: Any) -> str:
    """A JSON value as a text: texts as they are, the rest as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
