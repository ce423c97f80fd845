"""`make demo` tells bug 1 and what followed from it, with the same words each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def test_the_demo_tells_the_same_story_every_time(capsys: pytest.CaptureFixture[str]) -> None:
    import demo

    demo.main()
    first = capsys.readouterr().out
    demo.main()
    assert capsys.readouterr().out == first
    assert "Order 1001 was charged 2 times" in first
    assert "- visibility-shorter-than-work: worker-1 received message" in first
    assert "The company heard of it 2 times" in first
    assert "Alarm orders-backlog went off at 0:02:00: a worker more each minute, up to\n4." in first
    assert "wrote 42 letters: order 1001 has two." in first
    assert "the rule 'large-orders' chose 1042, for somebody to look at." in first
    assert "UTC, the day was closed: {'day': " in first
    assert "'orders': 41, 'total_cents': 52000}." in first
    assert "Charge → Ask → Accept\nexecution made-to-order:order-2002 SUCCEEDED at +3d " in first
    assert "Ask (Task), 3 d: States.Timeout; caught by States.Timeout, next NoAnswer" in first
    assert "of 30 s had ended at +00:00:30: worker-2 received it at +00:00:30." in first


def test_the_demo_runs_without_pytest() -> None:
    script = Path(__file__).resolve().parent.parent / "demo.py"
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert "Order 1001 was charged 2 times" in done.stdout
    assert done.stderr == ""
