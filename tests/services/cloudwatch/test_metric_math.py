"""Metric math: operators, functions, arrays."""

from __future__ import annotations

from typing import Any

import pytest

from fakeaws import NotSupportedError

from .data import data, minute, put, query, series


@pytest.fixture
def shop(cloudwatch: Any) -> Any:
    """``m1``: minutes 0, 1, 3; ``m2``: minutes 0, 1, 2."""
    for at, value in ((0, 4), (1, 9), (3, -2.5)):
        put(cloudwatch, "one", at, value)
    for at, value in ((0, 2), (1, 0), (2, 10)):
        put(cloudwatch, "two", at, value)
    return cloudwatch


def computed(shop: Any, expression: str, **more: Any) -> list[dict[float, float]]:
    """The series of an expression over the first five minutes."""
    metrics = [query("m1", "one", ReturnData=False), query("m2", "two", ReturnData=False)]
    return [series(r) for r in data(shop, *metrics, {"Id": "e1", "Expression": expression}, end=5, **more)]


@pytest.mark.parametrize(
    ("expression", "points"),
    [
        ("m1", {0: 4, 1: 9, 3: -2.5}),
        ("m1 + m2", {0: 6, 1: 9}),
        ("m1 - m2 * 2", {0: 0, 1: 9}),
        ("(m1 - m2) * 2", {0: 4, 1: 18}),
        ("m1 / m2", {0: 2}),
        ("m1 ^ 2", {0: 16, 1: 81, 3: 6.25}),
        ("2 ^ 3 ^ 0 * m2", {0: 4, 1: 0, 2: 20}),
        ("-m1 ^ 2", {0: -16, 1: -81, 3: -6.25}),
        ("-m2", {0: -2, 1: 0, 2: -10}),
        ("m1 ^ 0.5", {0: 2, 1: 3}),
        ("10 ^ 400 + m1", {}),
        ("1.5e1 - m2", {0: 13, 1: 15, 2: 5}),
        ("m1 > 4", {0: 0, 1: 1, 3: 0}),
        ("m1 >= 4", {0: 1, 1: 1, 3: 0}),
        ("m1 < m2", {0: 0, 1: 0}),
        ("m1 <= 4", {0: 1, 1: 0, 3: 1}),
        ("m1 == 9", {0: 0, 1: 1, 3: 0}),
        ("m1 != 9", {0: 1, 1: 0, 3: 1}),
        ("m1 > 0 && m2 > 0", {0: 1, 1: 0}),
        ("m1 > 100 || m2 == 0", {0: 0, 1: 1}),
        ("m1 > 0 AND m2 > 0 OR m2 == 0", {0: 1, 1: 1}),
        ("ABS(m1)", {0: 4, 1: 9, 3: 2.5}),
        ("CEIL(m1)", {0: 4, 1: 9, 3: -2}),
        ("FLOOR(m1)", {0: 4, 1: 9, 3: -3}),
        ("LOG10(m2)", {0: pytest.approx(0.30103), 2: 1}),
        ("LOG(m2 * 0 + 1)", {0: 0, 1: 0, 2: 0}),
        ("DIFF(m1)", {1: 5, 3: -11.5}),
        ("DIFF_TIME(m1)", {1: 60, 3: 120}),
        ("RATE(m2 * 60)", {1: -2, 2: 10}),
        ("RUNNING_SUM(m2)", {0: 2, 1: 2, 2: 12}),
        ("m2 / PERIOD(m2)", {0: pytest.approx(1 / 30), 1: 0, 2: pytest.approx(1 / 6)}),
        ("m1 / SUM(m2)", {0: pytest.approx(1 / 3), 1: 0.75, 3: pytest.approx(-2.5 / 12)}),
        ("m2 - AVG(m2)", {0: -2, 1: -4, 2: 6}),
        ("m2 * 0 + MAX(m1)", {0: 9, 1: 9, 2: 9}),
        ("m2 * 0 + MIN(m1)", {0: -2.5, 1: -2.5, 2: -2.5}),
        ("m2 * 0 + DATAPOINT_COUNT(m1)", {0: 3, 1: 3, 2: 3}),
        ("m2 * 0 + STDDEV([m1, m2])", {0: 1, 1: 4.5, 2: 0}),
        ("SUM(METRICS())", {0: 6, 1: 9, 2: 10, 3: -2.5}),
        ("AVG([m1, m2])", {0: 3, 1: 4.5, 2: 10, 3: -2.5}),
        ("MAX([m1, m2])", {0: 4, 1: 9, 2: 10, 3: -2.5}),
        ("MIN([m1, m2])", {0: 2, 1: 0, 2: 10, 3: -2.5}),
        ("DATAPOINT_COUNT([m1, m2])", {0: 2, 1: 2, 2: 1, 3: 1}),
        ("SUM(METRICS('2'))", {0: 2, 1: 0, 2: 10}),
        ("FILL(m1, 0)", {0: 4, 1: 9, 2: 0, 3: -2.5, 4: 0}),
        ("FILL(m1, REPEAT)", {0: 4, 1: 9, 2: 9, 3: -2.5, 4: -2.5}),
        ("FILL(m1, LINEAR)", {0: 4, 1: 9, 2: 3.25, 3: -2.5}),
        ("FILL(m1, 0) + FILL(m2, 1)", {0: 6, 1: 9, 2: 10, 3: -1.5, 4: 1}),
        ("IF(m1 > 4, m1, 0)", {0: 0, 1: 9, 3: 0}),
        ("IF(m1 > 4, m1)", {1: 9}),
        ("IF(m1 > 4, 1, m2)", {0: 2, 1: 1}),
        ("IF(1 > 2, m1, m2)", {0: 2, 1: 0, 2: 10}),
        ("TIME_SERIES(7)", {0: 7, 1: 7, 2: 7, 3: 7, 4: 7}),
        ("FIRST(METRICS())", {0: 4, 1: 9, 3: -2.5}),
        ("LAST(METRICS())", {0: 2, 1: 0, 2: 10}),
        ("MINUTE(m1)", {0: 0, 1: 1, 3: 3}),
        ("HOUR(m1) + MONTH(m1) + YEAR(m1)", {0: 2027, 1: 2027, 3: 2027}),
        ("DAY(m2) * 10 + DATE(m2)", {0: 15, 1: 15, 2: 15}),
        ("EPOCH(m2) - 1767571200", {0: 0, 1: 60, 2: 120}),
        ("IF(MINUTE(m1) < 1, m1)", {0: 4}),
        ("SLICE(METRICS(), 1)", {0: 2, 1: 0, 2: 10}),
    ],
)
def test_one_series(shop: Any, expression: str, points: dict[float, Any]) -> None:
    assert computed(shop, expression) == [points]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("METRICS() * 2", [{0: 8, 1: 18, 3: -5}, {0: 4, 1: 0, 2: 20}]),
        ("1 - [m2, m1]", [{0: -1, 1: 1, 2: -9}, {0: -3, 1: -8, 3: 3.5}]),
        ("ABS([m1])", [{0: 4, 1: 9, 3: 2.5}]),
        ("RATE(METRICS() * 60)", [{1: 5, 3: -5.75}, {1: -2, 2: 10}]),
        ("FILL(METRICS(), 0)", [{0: 4, 1: 9, 2: 0, 3: -2.5, 4: 0}, {0: 2, 1: 0, 2: 10, 3: 0, 4: 0}]),
        ("SLICE(METRICS(), 0, 1)", [{0: 4, 1: 9, 3: -2.5}]),
        ("SORT(METRICS(), SUM, DESC)", [{0: 2, 1: 0, 2: 10}, {0: 4, 1: 9, 3: -2.5}]),
        ("SORT(METRICS(), MIN, ASC, 1)", [{0: 4, 1: 9, 3: -2.5}]),
        ("SORT([m2 * LOG(0), m1, m2], MAX, ASC)", [{0: 4, 1: 9, 3: -2.5}, {0: 2, 1: 0, 2: 10}, {}]),
        ("REMOVE_EMPTY([m1, m2 / 0])", [{0: 4, 1: 9, 3: -2.5}]),
    ],
)
def test_arrays(shop: Any, expression: str, expected: list[dict[float, float]]) -> None:
    assert computed(shop, expression) == expected


def test_expressions_of_expressions(shop: Any) -> None:
    found = data(
        shop,
        {"Id": "ratio", "Expression": "total / count_", "Label": "per order"},
        {"Id": "total", "Expression": "m1 * 10", "ReturnData": False},
        {"Id": "count_", "Expression": "IF(m2 > 0, m2)", "ReturnData": False},
        query("m1", "one", ReturnData=False),
        query("m2", "two", ReturnData=False),
    )
    assert [(result["Label"], series(result)) for result in found] == [("per order", {0: 20})]


def test_labels_of_arrays_are_those_of_the_metrics(shop: Any) -> None:
    metrics = (query("m1", "one", ReturnData=False), query("m2", "two", Label="2nd", ReturnData=False))
    [first, second] = data(shop, *metrics, {"Id": "e1", "Expression": "METRICS() + 1"})
    assert [(each["Id"], each["Label"]) for each in (first, second)] == [("e1", "one"), ("e1", "2nd")]
    [first, second] = data(shop, *metrics, {"Id": "e1", "Expression": "METRICS() + 1", "Label": "more"})
    assert [first["Label"], second["Label"]] == ["more one", "more 2nd"]


def test_long_chains(shop: Any) -> None:
    assert computed(shop, "m1 + 0" + " + 1" * 500) == [{0: 504, 1: 509, 3: 497.5}]
    chain = [{"Id": f"e{n}", "Expression": f"e{n + 1} + 1", "ReturnData": n == 0} for n in range(498)]
    last = {"Id": "e498", "Expression": "m1", "ReturnData": False}
    [result] = data(shop, *chain, last, query("m1", "one", ReturnData=False))
    assert series(result) == {0: 502, 1: 507, 3: 495.5}


def test_fill_of_a_metric_without_any_data(shop: Any) -> None:
    [result] = data(shop, query("m1", "unknown", ReturnData=False), {"Id": "e1", "Expression": "FILL(m1, 3)"}, end=2)
    assert series(result) == {0: 3, 1: 3}


def test_periods_of_an_expression_alone(shop: Any) -> None:
    [result] = data(shop, {"Id": "e1", "Expression": "TIME_SERIES(1)", "Period": 300})
    assert series(result) == {0: 1, 5: 1}


@pytest.mark.parametrize(
    "expression", ["SEARCH('{shop} one', 'Sum', 60)", "ANOMALY_DETECTION_BAND(m1)", "SELECT AVG(one)"]
)
def test_what_looks_at_more_than_the_request_is_not_there(shop: Any, expression: str) -> None:
    with pytest.raises(NotSupportedError, match=r"not supported by fakeaws"):
        computed(shop, expression)


def test_it_is_refused_before_anything_is_read(shop: Any) -> None:
    with pytest.raises(shop.exceptions.ClientError, match="Undefined variable 'm9'"):
        shop.get_metric_data(
            MetricDataQueries=[{"Id": "e1", "Expression": "IF(1, 2, m9)"}], StartTime=minute(0), EndTime=minute(1)
        )
