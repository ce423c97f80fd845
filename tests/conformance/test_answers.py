"""Every operation of every service answers what its model says, by every way, and shows all that it can show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from botocore import xform_name

from fakeaws import NotSupportedError, World
from tests.conformance.contract import Contract, Scenario, contract_of, contracts, operations
from tests.support.shapes import answer_misfits, members, shown
from tests.support.ways import WAYS, Answer, Ask, Play, Way, client_of, play_all, typed

every_operation = pytest.mark.parametrize(("contract", "operation"), operations())


@dataclass
class _AskService:
    _ask: Ask
    _service: str

    @property
    def aws(self) -> World:
        return self._ask.aws

    async def __call__(self, operation: str, /, **params: Any) -> Any:
        return await self._ask(self._service, operation, **params)

    async def wait(self, seconds: float) -> None:
        await self._ask.wait(seconds)


def _play(service: str, scenario: Scenario) -> Play:
    async def play(ask: Ask) -> None:
        await scenario(_AskService(ask, service))

    return play


@cache
def _played(service: str, way: Way) -> dict[str, list[Answer] | Exception]:
    """What each operation's scenario got."""
    contract = contract_of(service)
    scenarios = {name: play for name, play in contract.scenarios.items() if name not in contract.not_there}
    played = play_all([_play(service, scenario) for scenario in scenarios.values()], (service,), way)
    return dict(zip(scenarios, played))


def answers(contract: Contract, operation: str, way: Way = "boto3-fast") -> list[Answer]:
    """The answers to all calls of the operation's scenario."""
    if operation in contract.not_there:
        pytest.skip(f"refused: {contract.not_there[operation]}")
    played = _played(contract.service, way)[operation]
    if isinstance(played, Exception):
        raise played
    return played


@every_operation
def test_it_has_a_scenario_or_says_why_it_is_refused(contract: Contract, operation: str, aws: World) -> None:
    if operation not in contract.not_there:
        assert operation in contract.scenarios
        return
    call = getattr(client_of(contract.service, checked=False), xform_name(operation))
    with pytest.raises(NotSupportedError) as caught:
        call(**contract.in_the_path(operation))
    assert f"{contract.service}.{operation}" in str(caught.value)
    assert contract.not_there[operation] in str(caught.value)


@every_operation
@pytest.mark.parametrize("way", WAYS)
def test_answers_fit_their_shapes(contract: Contract, operation: str, way: Way) -> None:
    got = answers(contract, operation, way)
    assert any(answer.operation == operation for answer in got)
    known = tuple(f"{name}: {value!r} is none of " for name, value in contract.beyond_enums.items())
    known += tuple(f"{name}: '{start}" for name, start in contract.beyond_patterns.items())
    for answer in got:
        assert answer.error is None, f"{answer.operation}: {answer.response}"
        model = contract.model.operation_model(answer.operation)
        misfits = answer_misfits(answer.response, model, empties=contract.empties)
        assert [misfit for misfit in misfits if not known or not misfit.startswith(known)] == [], answer.operation


@every_operation
@pytest.mark.parametrize("way", WAYS[1:])
def test_every_way_gives_equal_answers(contract: Contract, operation: str, way: Way) -> None:
    fast, other = answers(contract, operation), answers(contract, operation, way)
    assert [answer.operation for answer in other] == [answer.operation for answer in fast]
    for mine, theirs in zip(fast, other):
        assert typed(theirs.response) == typed(mine.response)


@every_operation
def test_every_member_of_the_output_is_shown(contract: Contract, operation: str) -> None:
    shape = contract.model.operation_model(operation).output_shape
    got = answers(contract, operation)
    never = dict(contract.never_shown.get(operation, {}))
    if shape is None:
        assert not never
        return
    seen = {path for answer in got if answer.operation == operation for path in shown(answer.response, shape)}
    missing = set(members(shape)) - seen
    assert missing == set(never)


@pytest.mark.parametrize("contract", contracts(), ids=lambda contract: contract.service)
def test_nothing_is_said_of_operations_that_the_model_does_not_have(contract: Contract) -> None:
    known = set(contract.model.operation_names)
    named = {*contract.scenarios, *contract.never_shown, *(refusal.operation for refusal in contract.refusals)}
    assert named <= known
