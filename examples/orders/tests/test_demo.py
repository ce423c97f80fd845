"""`make demo` tells bug 1 from the timeline, with the same words each time."""

from __future__ import annotations

import pytest


def test_the_demo_tells_the_same_story_every_time(capsys: pytest.CaptureFixture[str]) -> None:
    import demo

    demo.main()
    first = capsys.readouterr().out
    demo.main()
    assert capsys.readouterr().out == first
    assert "Order 1001 was charged 2 times" in first
    assert "worker-2 received it at 30 s while worker-1 was still at work" in first
