"""The world's random streams: one per purpose, so that one more draw here does not change what is drawn there."""

from __future__ import annotations

import hashlib
import random

from fakeaws.simulation.real import Real


class Streams:
    """Named streams that all follow from one seed, the same on every run and machine."""

    def __init__(self, seed: int | str) -> None:
        self.seed = seed
        self._streams: dict[str, random.Random] = {}

    def stream(self, name: str) -> random.Random:
        """The stream of that name; begun at its first use."""
        found = self._streams.get(name)
        if found is None:
            digest = hashlib.sha256(f"{self.seed}\0{name}".encode()).digest()
            found = self._streams[name] = Real.random(int.from_bytes(digest, "big"))
        return found
