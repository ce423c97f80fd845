"""Pages that stay right while the listing changes."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from fakeaws.aws.paging import BadToken, page


def names(items: list[str], limit: int, token: str | None = None, scope: str = "list", **more: Any) -> Any:
    return page(items, limit=limit, token=token, key=lambda item: item, scope=scope, **more)


def walk(items: list[str], limit: int, **more: Any) -> list[list[str]]:
    pages, token = [], None
    while True:
        found, token = names(items, limit, token, **more)
        pages.append(found)
        if token is None:
            return pages


def test_pages_cover_everything_once_and_the_last_has_no_token() -> None:
    assert walk(list("abcde"), 2) == [["a", "b"], ["c", "d"], ["e"]]
    assert walk(list("abcd"), 2) == [["a", "b"], ["c", "d"]]
    assert walk(list("ab"), 5) == [["a", "b"]]
    assert walk([], 5) == [[]]
    assert walk(list("edcba"), 2, descending=True) == [["e", "d"], ["c", "b"], ["a"]]


def test_what_comes_and_goes_between_pages_moves_nothing_else() -> None:
    _, token = names(list("bdfh"), 2)
    assert names(list("abcdefgh"), 9, token)[0] == list("efgh")  # a and c came too late, e and g in time
    assert names(list("fh"), 9, token)[0] == list("fh")  # the item that the page ended with is gone
    assert names([], 9, token) == ([], None)
    _, token = names(list("hfdb"), 2, descending=True)
    assert names(list("hgfedcba"), 9, token, descending=True)[0] == list("edcba")


def test_keys_may_be_tuples() -> None:
    items = [(2, "a"), (2, "b"), (3, "a")]
    found, token = page(items, limit=2, token=None, key=lambda item: item, scope="s")
    assert found == items[:2]
    assert page(items, limit=2, token=token, key=lambda item: item, scope="s") == ([(3, "a")], None)


def test_tokens_are_the_same_in_every_run_and_short() -> None:
    _, token = names(list("abc"), 1, scope="sqs.ListQueues?prefix=" + "x" * 500)
    assert token == names(list("abz"), 1, scope="sqs.ListQueues?prefix=" + "x" * 500)[1]
    assert len(token) < 40


@pytest.mark.parametrize("token", ["", "x", "!!!!", "YWJj", base64.b64encode(b"123456789nojson").decode(), "é"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(BadToken):
        names(list("abc"), 1, token)


def test_a_token_of_another_listing_is_refused() -> None:
    _, token = names(list("abc"), 1, scope="one")
    with pytest.raises(BadToken):
        names(list("abc"), 1, token, scope="two")
    with pytest.raises(BadToken):
        page([1, 2, 3], limit=1, token=token, key=lambda item: item, scope="one")


def test_a_page_is_found_by_search_not_by_counting() -> None:
    looked_at: list[int] = []

    def key(item: int) -> int:
        looked_at.append(item)
        return item

    items = range(1_000_000)
    _, token = page(items, limit=500_000, token=None, key=key, scope="s")
    looked_at.clear()
    assert page(items, limit=1, token=token, key=key, scope="s")[0] == [500_000]
    assert len(looked_at) < 25


def test_a_page_holds_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        names(list("abc"), 0)
