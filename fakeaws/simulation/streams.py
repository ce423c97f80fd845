"""The world's random streams: one per purpose, so that one more draw here does not change what is drawn there."""

from __future__ import annotations

import random


class _Stream(random.Random):
    """A generator whose copy goes on where it is; `random`'s own would be seeded anew first, which draws."""

    def __deepcopy__(self, memo: dict[int, object]) -> _Stream:
        twin = _Stream(0)
        twin.setstate(self.getstate())
        return twin


class Streams:
    """Named streams that all follow from one seed, the same on every run and machine."""

    def __init__(self, seed: int | str) -> None:
        self.seed = seed
        self._streams: dict[str, random.Random] = {}

    def stream(self, name: str) -> random.Random:
        """The stream of that name; begun at its first use."""
        found = self._streams.get(name)
        if found is None:
            import hashlib  # brings OpenSSL along: not for runs that need no world

            digest = hashlib.sha256(f"{self.seed}\0{name}".encode()).digest()
            found = self._streams[name] = _Stream(int.from_bytes(digest, "big"))
        return found
