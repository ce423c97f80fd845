"""Running a scenario: once in short, or some times from the command line."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO


def fingerprint(play: Callable[[int], str], seed: int) -> str:
    """A scenario's digest, shortened."""
    return hashlib.sha256(play(seed).encode()).hexdigest()[:16]


def main(play: Callable[[int], str]) -> None:
    """Play it as often as the command line says, and tell how many digests there were, and which."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with redirect_stdout(StringIO()):  # what functions print is part of the digest
        seen = [fingerprint(play, 7) for _ in range(runs)]
    sys.stdout.write(
        f"{len(seen)} runs, {len(set(seen))} digest{'s' if len(set(seen)) > 1 else ''}: {' '.join(sorted(set(seen)))}\n"
    )
