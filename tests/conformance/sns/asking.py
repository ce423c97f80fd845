"""How scenarios make many things, and ask for pages of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fakeaws.world import user_of
from tests.conformance.contract import AskService
from tests.conformance.sns.furniture import ACCOUNT

MORE_THAN_A_PAGE = 101


def many(ask: AskService, operation: str, params: Iterable[dict[str, Any]]) -> None:
    """Calls that are no part of the comparison."""
    for each in params:
        ask.aws.call("sns", operation, each, caller=user_of(ACCOUNT))


async def pages(ask: AskService, operation: str, token: str = "NextToken", **params: Any) -> None:
    """The first page and the second."""
    page = await ask(operation, **params)
    await ask(operation, **params, **{token: page[token]})
