"""How many examples are drawn; see the package's docstring.

Strategies choose from lists: what hypothesis draws for numbers and texts also depends on the modules that are loaded,
and the examples would not be the same ones when other tests have run before.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, Phase, settings

TIMES = int(os.environ.get("FAKEAWS_EXAMPLES", "1"))


def scaled(examples: int, **more: Any) -> settings:
    """Settings for so many examples, or a multiple of them that is drawn anew in each run."""
    return settings(
        max_examples=examples * TIMES,
        derandomize=TIMES == 1,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        **more,
    )
