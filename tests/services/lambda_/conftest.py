from __future__ import annotations

import pytest

from fakeaws import World
from tests.services.lambda_.esm_support import Shop


@pytest.fixture
def shop(aws: World) -> Shop:
    return Shop(aws)
