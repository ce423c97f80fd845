"""Which records are about which message, and which messages came out of which."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeaws.timeline.records import Row


class MessageIndex:
    """Grows with the timeline when it is asked, so that recording costs nothing and no row is looked at twice.

    A record *follows* from another when that is its cause and it either is about no message (an invocation, a delivery
    attempt) or is the first about its message: a queue's copy of a published one, a redriven one. A later record about
    a message of its own does not: that a poison message left its FIFO group let the next one go, but is not its story.
    """

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._seen = 0
        self._records: dict[str, list[int]] = {}
        self._following: dict[int, list[int]] = {}

    def catch_up(self) -> None:
        """Look at the rows that came since the last time."""
        rows, records = self._rows, self._records
        for number in range(self._seen, len(rows)):
            row = rows[number]
            message_id, cause = row[6], row[8]
            first = True
            if message_id is not None:
                known = records.get(message_id)
                if known is None:
                    records[message_id] = [number]
                else:
                    first = False
                    known.append(number)
            if first and cause is not None:
                self._following.setdefault(cause, []).append(number)
        self._seen = len(rows)

    def __contains__(self, message_id: str) -> bool:
        return message_id in self._records

    def ids(self) -> list[str]:
        """All message ids, in the order of their first record."""
        return list(self._records)

    def records(self, message_id: str) -> list[int]:
        """The numbers of all records about the message, in order."""
        return self._records[message_id]

    def story(self, message_id: str) -> list[int]:
        """The numbers of all records about the message and what follows from them, in order."""
        found = set(self._records[message_id])
        left = list(found)
        while left:
            for number in self._following.get(left.pop(), ()):
                about = self._rows[number][6]
                new = [number] if about is None else self._records[about]
                left.extend(each for each in new if each not in found)
                found.update(new)
        return sorted(found)
