"""The definitions that AWS publishes are created and run to their ends, tasks stood in for, along two paths each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3.session
import moto  # noqa: F401 - answers for S3
import pytest

from fakeaws import World
from fakeaws.services.stepfunctions.language.definition import parse_definition
from fakeaws.services.stepfunctions.language.definition.states import Task
from fakeaws.services.stepfunctions.mocks.registry import resource_keys
from fakeaws.services.stepfunctions.viewing.journey import Journey, Lane

from .published import a_to_c, d_to_e, g_to_l, m_to_z
from .published.runs import RESOURCES, Fails, InTurn, Run, answer
from .support import create, start

FOLDER = Path(__file__).parent / "workflows"
RUNS: dict[str, tuple[Run, ...]] = {**a_to_c.RUNS, **d_to_e.RUNS, **g_to_l.RUNS, **m_to_z.RUNS}

#: What has not two paths, or cannot be run, and why.
REASONS = {
    "call-http-api--statemachine": "one state without a catcher: there is one path",
    "distributed-map-csv-iterator--child-statemachine": "one state without a catcher: there is one path",
}

_CASES = [
    pytest.param(name, run, id=f"{name}-{number}") for name, runs in RUNS.items() for number, run in enumerate(runs)
]


@pytest.fixture(scope="module")
def s3() -> Any:
    session = boto3.session.Session("test", "test", region_name="us-east-1")
    return session.client("s3")


def definition(name: str) -> str:
    """With something in place of ``${…}`` and ``<…>``: CloudFormation's values."""
    text = (FOLDER / f"{name}.asl.json").read_text()
    return re.sub(r"<(\w+)>", r"\1", re.sub(r"\$\{(\w+)\}", _value, text))


def _value(found: re.Match[str]) -> str:
    name = found[1]
    if name == "Partition":
        return "aws"
    return name.lower() if name.endswith("Bucket") else f"arn:aws:lambda:us-east-1:123456789012:function:{name}"


def test_all_are_run() -> None:
    assert sorted(RUNS) == sorted(path.name.removesuffix(".asl.json") for path in FOLDER.glob("*.asl.json"))
    assert len(RUNS) == 49


def test_each_has_two_paths_or_a_reason() -> None:
    assert {name for name, runs in RUNS.items() if len(runs) < 2} == set(REASONS)
    assert [name for name, runs in RUNS.items() if len({run.path for run in runs}) < len(runs)] == []


@pytest.mark.parametrize("name", RUNS)
def test_they_validate(sfn: Any, name: str) -> None:
    assert sfn.validate_state_machine_definition(definition=definition(name)) | {"ResponseMetadata": None} == {
        "result": "OK",
        "diagnostics": [],
        "truncated": False,
        "ResponseMetadata": None,
    }


@pytest.mark.parametrize(("name", "run"), _CASES)
def test_a_run(aws: World, sfn: Any, s3: Any, name: str, run: Run) -> None:
    text = definition(name)
    mocks = {state: _mock(aws, state, given) for state, given in run.tasks.items()}
    for resource, given in RESOURCES.items():
        aws.stepfunctions.mock_task(resource, returns=given)
    _stand_in_for_everything(text, run)
    _put_objects(s3, run)
    arn = create(sfn, text, name=re.sub(r"\W", "-", name)[-80:].strip("-"), type=run.type)
    view = aws.stepfunctions.execution(start(sfn, arn, run.input))
    aws.clock.run_until(lambda: view.status != "RUNNING", within=timedelta(days=7))
    assert (_path(aws, view.arn), view.status, view.error) == (run.path, run.status, run.error), view.text()
    assert [state for state, mock in mocks.items() if not mock.calls] == []


def _mock(aws: World, state: str, given: Any) -> Any:
    if isinstance(given, InTurn):
        return aws.stepfunctions.mock_task(state, answers=[answer(each) for each in given.answers])
    if isinstance(given, Fails):
        return aws.stepfunctions.mock_task(state, raises=(given.error, given.cause))
    return aws.stepfunctions.mock_task(state, returns=given)


def _stand_in_for_everything(text: str, run: Run) -> None:
    """No task of the run's path calls what it names."""
    machine = parse_definition(text).machine
    assert machine is not None
    entered = set(re.split(" > | // ", run.path))
    real = [
        state.name
        for state in machine.all_states().values()
        if isinstance(state, Task)
        and state.name in entered - set(run.tasks)
        and not any(key in RESOURCES for key in resource_keys(state.resource))
    ]
    assert real == []


def _put_objects(s3: Any, run: Run) -> None:
    for bucket in sorted({place.split("/")[0] for place in run.objects}):
        s3.create_bucket(Bucket=bucket)
    for place, content in run.objects.items():
        bucket, _, key = place.partition("/")
        s3.put_object(Bucket=bucket, Key=key, Body=content.encode())


def _path(aws: World, arn: str) -> str:
    """Of the execution, then of the children of its map runs in the order of their starts."""
    machine = arn.split(":")[6]
    children = [
        one.message_id
        for one in aws.timeline.select(service="stepfunctions", kind="StartExecution")
        if one.message_id is not None and one.message_id.split(":")[6].startswith(f"{machine}/")
    ]
    return " // ".join(" > ".join(_entered(aws, each)) for each in (arn, *children))


def _entered(aws: World, arn: str) -> list[str]:
    service: Any = aws.router.service("stepfunctions", aws.account, aws.region)
    return list(_names(Journey(service.executions[arn]).top))


def _names(lane: Lane) -> Iterator[str]:
    """A state before those inside it, branch by branch and item by item, whenever they were entered."""
    for step in lane.steps:
        yield step.state.name
        for attempt in step.tries:
            for inner in attempt.lanes:
                yield from _names(inner)
