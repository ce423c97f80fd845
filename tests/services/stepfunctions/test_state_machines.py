from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from fakeaws import World, mock_aws

from .support import (
    ACCOUNT,
    ARN,
    DONE,
    LAST_WAIT,
    ROLE,
    WAITING,
    chain,
    client,
    create,
    events,
    output,
    path,
    refused,
    start,
    status,
)

START = datetime(2026, 1, 5, tzinfo=timezone.utc)
OTHER_ROLE = f"{ROLE}-2"


def described(sfn: Any, arn: str, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = sfn.describe_state_machine(stateMachineArn=arn, **more)
    del answer["ResponseMetadata"]
    return answer


# -- create --------------------------------------------------------------------------------------------------------------


def test_a_new_one_has_the_defaults(sfn: Any) -> None:
    arn = create(sfn, DONE)
    assert arn == f"{ARN}stateMachine:machine"
    assert described(sfn, arn) == {
        "stateMachineArn": arn,
        "name": "machine",
        "status": "ACTIVE",
        "definition": json.dumps(DONE),
        "roleArn": ROLE,
        "type": "STANDARD",
        "creationDate": START,
        "loggingConfiguration": {"level": "OFF", "includeExecutionData": False},
        "tracingConfiguration": {"enabled": False},
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
    }


def test_settings_are_kept(sfn: Any, logs: Any) -> None:
    logs.create_log_group(logGroupName="states")
    group = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:states:*"
    destinations = [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}]
    arn = create(
        sfn,
        type="EXPRESS",
        loggingConfiguration={"level": "ERROR", "destinations": destinations},
        tracingConfiguration={"enabled": True},
        encryptionConfiguration={"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/k"},
    )
    shown = described(sfn, arn)
    assert shown["type"] == "EXPRESS"
    assert shown["loggingConfiguration"] == {
        "level": "ERROR",
        "includeExecutionData": False,
        "destinations": destinations,
    }
    assert shown["tracingConfiguration"] == {"enabled": True}
    assert shown["encryptionConfiguration"] == {
        "type": "CUSTOMER_MANAGED_KMS_KEY",
        "kmsKeyId": "alias/k",
        "kmsDataKeyReusePeriodSeconds": 300,
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, {"level": "OFF", "includeExecutionData": False}),
        ({"destinations": []}, {"level": "OFF", "includeExecutionData": False, "destinations": []}),
        ({"includeExecutionData": True}, {"level": "OFF", "includeExecutionData": True}),
    ],
)
def test_logging_that_is_off(sfn: Any, given: dict[str, Any], kept: dict[str, Any]) -> None:
    assert described(sfn, create(sfn, loggingConfiguration=given))["loggingConfiguration"] == kept


def test_the_same_again_is_the_same_machine(aws: World, sfn: Any) -> None:
    tags = [{"key": "team", "value": "shop"}]
    arn = create(sfn, tags=tags)
    aws.clock.advance(60)
    again = sfn.create_state_machine(
        name="machine",
        definition=json.dumps(DONE),
        roleArn=OTHER_ROLE,
        type="STANDARD",
        loggingConfiguration={},
        tracingConfiguration={"enabled": False},
        tags=[{"key": "team", "value": "web"}],
    )
    assert (again["stateMachineArn"], again["creationDate"]) == (arn, START)
    assert "stateMachineVersionArn" not in again
    assert described(sfn, arn)["roleArn"] == ROLE
    assert sfn.list_tags_for_resource(resourceArn=arn)["tags"] == tags


def test_the_same_means_as_it_is_now(sfn: Any) -> None:
    arn = create(sfn, DONE)
    sfn.update_state_machine(stateMachineArn=arn, definition=json.dumps(WAITING))
    assert create(sfn, WAITING) == arn
    with refused("StateMachineAlreadyExists", f"State Machine Already Exists: '{arn}'"):
        create(sfn, DONE)


def test_the_first_version_comes_with_it(sfn: Any) -> None:
    params = {"name": "machine", "definition": json.dumps(DONE), "roleArn": ROLE, "publish": True}
    first = sfn.create_state_machine(**params, versionDescription="first")
    assert first["stateMachineVersionArn"] == f"{ARN}stateMachine:machine:1"
    assert sfn.create_state_machine(**params)["stateMachineVersionArn"] == first["stateMachineVersionArn"]
    assert described(sfn, f"{ARN}stateMachine:machine:1")["description"] == "first"


def test_every_diagnostic_is_named(sfn: Any) -> None:
    broken = copy.deepcopy(WAITING)
    broken["States"]["Wait"] = {"Type": "Wait", "Seconds": 60, "Next": "Nowhere"}
    broken["States"]["Odd"] = {"Type": "Fly"}
    message = (
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: "
        "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/Odd/Type, "
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nowhere at /States/Wait/Next"
    )
    with pytest.raises(sfn.exceptions.InvalidDefinition) as caught:
        create(sfn, broken)
    assert caught.value.response["Error"]["Message"].startswith(message)
    assert sfn.list_state_machines()["stateMachines"] == []


def test_what_express_cannot_have(sfn: Any) -> None:
    task = {"Type": "Task", "Resource": f"{ARN}activity:a", "End": True}
    definition = {"StartAt": "T", "States": {"T": task}}
    message = (
        "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: "
        "Express state machine does not support Activity ARN at /States/T/Resource'"
    )
    with refused("InvalidDefinition", message):
        create(sfn, definition, type="EXPRESS")
    assert create(sfn, definition)


# -- update --------------------------------------------------------------------------------------------------------------


def test_a_change_makes_a_revision(aws: World, sfn: Any) -> None:
    arn = create(sfn)
    aws.clock.advance(5)
    same = sfn.update_state_machine(stateMachineArn=arn, definition=json.dumps(DONE), roleArn=ROLE)
    assert same["updateDate"] == START + timedelta(seconds=5)
    assert "revisionId" not in same
    assert "revisionId" not in described(sfn, arn)
    first = sfn.update_state_machine(stateMachineArn=arn, roleArn=OTHER_ROLE)["revisionId"]
    assert sfn.update_state_machine(stateMachineArn=arn, roleArn=OTHER_ROLE)["revisionId"] == first
    assert described(sfn, arn)["revisionId"] == first
    second = sfn.update_state_machine(stateMachineArn=arn, tracingConfiguration={"enabled": True})["revisionId"]
    assert second != first
    shown = described(sfn, arn)
    assert (shown["roleArn"], shown["tracingConfiguration"], shown["creationDate"]) == (
        OTHER_ROLE,
        {"enabled": True},
        START,
    )


def test_encryption_alone_is_a_change(sfn: Any) -> None:
    arn = create(sfn)
    encryption = {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "k", "kmsDataKeyReusePeriodSeconds": 60}
    assert sfn.update_state_machine(stateMachineArn=arn, encryptionConfiguration=encryption)["revisionId"]
    assert described(sfn, arn)["encryptionConfiguration"] == encryption


def test_publishing_what_did_not_change(sfn: Any) -> None:
    arn = create(sfn, publish=True)
    again = sfn.update_state_machine(stateMachineArn=arn, roleArn=ROLE, publish=True)
    assert again["stateMachineVersionArn"] == f"{arn}:1"
    assert "revisionId" not in again
    changed = sfn.update_state_machine(stateMachineArn=arn, roleArn=OTHER_ROLE, publish=True, versionDescription="2nd")
    assert changed["stateMachineVersionArn"] == f"{arn}:2"
    assert described(sfn, f"{arn}:2")["description"] == "2nd"


def test_what_runs_keeps_its_definition_and_role(aws: World, sfn: Any) -> None:
    result = {"StartAt": "New", "States": {"New": {"Type": "Pass", "Result": "new", "End": True}}}
    arn = create(sfn, WAITING)
    before = start(sfn, arn, {"is": "old"})
    aws.clock.advance(1)
    updated = sfn.update_state_machine(stateMachineArn=arn, definition=json.dumps(result), roleArn=OTHER_ROLE)
    after = start(sfn, arn)
    aws.clock.advance(60)
    assert path(sfn, before) == ["Wait", "Done"]
    assert output(sfn.describe_execution(executionArn=before)) == {"is": "old"}
    assert output(sfn.describe_execution(executionArn=after)) == "new"
    old = sfn.describe_state_machine_for_execution(executionArn=before)
    assert (old["definition"], old["roleArn"], old["updateDate"]) == (json.dumps(WAITING), ROLE, START)
    assert "revisionId" not in old
    new = sfn.describe_state_machine_for_execution(executionArn=after)
    assert (new["definition"], new["roleArn"]) == (json.dumps(result), OTHER_ROLE)
    assert (new["revisionId"], new["updateDate"]) == (updated["revisionId"], START + timedelta(seconds=1))


# -- describe ------------------------------------------------------------------------------------------------------------


def test_variables_that_states_read(sfn: Any) -> None:
    states: dict[str, Any] = {
        "Set": {"Type": "Pass", "Assign": {"b": 1, "a": 2}, "Next": "Read"},
        "Read": {"Type": "Pass", "Parameters": {"x.$": "$b", "y.$": "States.Format('{}', $a)"}, "End": True},
    }
    arn = create(sfn, {"StartAt": "Set", "States": states})
    assert described(sfn, arn)["variableReferences"] == {"Read": ["a", "b"]}
    execution = start(sfn, arn)
    answer = sfn.describe_state_machine_for_execution(executionArn=execution)
    assert answer["variableReferences"] == {"Read": ["a", "b"]}


def test_without_the_definition(sfn: Any) -> None:
    arn = create(sfn, {"StartAt": "Set", "States": {"Set": {"Type": "Pass", "Assign": {"a": 1}, "End": True}}})
    shown = described(sfn, arn, includedData="METADATA_ONLY")
    assert shown["definition"] == "{}"
    assert shown["roleArn"] == ROLE
    execution = start(sfn, arn)
    answer = sfn.describe_state_machine_for_execution(executionArn=execution, includedData="METADATA_ONLY")
    assert answer["definition"] == "{}"


def test_by_version_and_by_alias(aws: World, sfn: Any) -> None:
    arn = create(sfn, publish=True)
    aws.clock.advance(60)
    sfn.update_state_machine(stateMachineArn=arn, roleArn=OTHER_ROLE, publish=True)
    routes = [
        {"stateMachineVersionArn": f"{arn}:1", "weight": 40},
        {"stateMachineVersionArn": f"{arn}:2", "weight": 60},
    ]
    alias = sfn.create_state_machine_alias(name="live", routingConfiguration=routes)["stateMachineAliasArn"]
    shown = [described(sfn, each) for each in (f"{arn}:1", f"{arn}:2", alias)]
    assert [each["stateMachineArn"] for each in shown] == [f"{arn}:1", f"{arn}:2", alias]
    assert [each["roleArn"] for each in shown] == [ROLE, OTHER_ROLE, OTHER_ROLE]
    assert [each["creationDate"] for each in shown] == [START, *[START + timedelta(seconds=60)] * 2]
    assert ["revisionId" in each for each in shown] == [False, True, True]


def test_a_map_state_by_its_label(sfn: Any) -> None:
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Item",
        "States": {"Item": {"Type": "Pass", "End": True}},
    }
    each = {"Type": "Map", "Label": "each", "ItemProcessor": processor, "End": True}
    branch = {"StartAt": "Each", "States": {"Each": each}}
    arn = create(sfn, {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": [branch], "End": True}}})
    shown = described(sfn, f"{arn}/each")
    assert (shown["stateMachineArn"], shown["label"]) == (f"{arn}/each", "each")
    assert json.loads(shown["definition"]) == processor


# -- list ----------------------------------------------------------------------------------------------------------------


def test_they_are_listed_by_name(sfn: Any) -> None:
    for number in range(13):
        create(sfn, name=f"m_{number}_x")
    names = [each["name"] for each in sfn.list_state_machines()["stateMachines"]]
    assert names == sorted(names)
    assert names.index("m_10_x") < names.index("m_1_x")
    first = sfn.list_state_machines(maxResults=5)
    create(sfn, name="a")  # before what was listed already: nothing is listed twice
    second = sfn.list_state_machines(maxResults=1000, nextToken=first["nextToken"])
    assert [each["name"] for page in (first, second) for each in page["stateMachines"]] == names
    assert "nextToken" not in second
    paginator = sfn.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 4})
    assert [each["name"] for page in paginator for each in page["stateMachines"]] == ["a", *names]


@pytest.mark.parametrize("most", [{}, {"maxResults": 0}])
def test_a_page_has_a_hundred(sfn: Any, most: dict[str, int]) -> None:
    for number in range(101):
        create(sfn, name=f"m{number}")
    page = sfn.list_state_machines(**most)
    assert len(page["stateMachines"]) == 100
    assert len(sfn.list_state_machines(nextToken=page["nextToken"])["stateMachines"]) == 1
    with refused("InvalidToken", "Invalid Token: 'Invalid token'"):
        sfn.list_activities(nextToken=page["nextToken"])


def test_each_account_and_region_has_its_own(sfn: Any) -> None:
    arn = create(sfn)
    elsewhere = client("eu-west-1")
    assert elsewhere.list_state_machines()["stateMachines"] == []
    with refused("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'"):
        elsewhere.describe_state_machine(stateMachineArn=arn)
    assert create(elsewhere) == arn.replace("us-east-1", "eu-west-1")


# -- delete --------------------------------------------------------------------------------------------------------------


def test_deleting_an_idle_one(sfn: Any) -> None:
    arn = create(sfn, publish=True)
    routes = [{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
    alias = sfn.create_state_machine_alias(name="live", routingConfiguration=routes)["stateMachineAliasArn"]
    start(sfn, arn)
    for _ in range(2):
        sfn.delete_state_machine(stateMachineArn=arn)
    for gone in (arn, f"{arn}:1", alias):
        with refused("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{gone}'"):
            sfn.describe_state_machine(stateMachineArn=gone)
    create(sfn, WAITING)
    assert sfn.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"] == []


def test_executions_end_at_their_next_transition(aws: World, sfn: Any) -> None:
    arn = create(sfn, WAITING)
    runs = [start(sfn, arn, name=name) for name in ("first", "second")]
    aws.clock.advance(30)
    runs.append(start(sfn, arn, name="third"))
    aws.clock.advance(1)
    sfn.delete_state_machine(stateMachineArn=arn)
    sfn.delete_state_machine(stateMachineArn=arn)
    assert described(sfn, arn)["status"] == "DELETING"
    assert [status(sfn, each) for each in runs] == ["RUNNING"] * 3
    deleting = f"State Machine is being deleted: '{arn}'"
    with refused("StateMachineDeleting", deleting):
        create(sfn, WAITING)
    with refused("StateMachineDeleting", deleting):
        sfn.update_state_machine(stateMachineArn=arn, roleArn=OTHER_ROLE)
    aws.clock.advance(29)
    assert [status(sfn, each) for each in runs] == ["ABORTED", "ABORTED", "RUNNING"]
    assert described(sfn, arn)["status"] == "DELETING"
    assert chain(sfn, runs[0])[1:] == [
        (2, 0, "WaitStateEntered"),
        (3, 2, "WaitStateExited"),
        (4, 0, "ExecutionAborted"),
    ]
    assert events(sfn, runs[0])[-1]["executionAbortedEventDetails"] == {}
    aws.clock.advance(30)
    assert status(sfn, runs[2]) == "ABORTED"
    assert sfn.list_state_machines()["stateMachines"] == []
    assert aws.under_way() == []
    assert create(sfn, DONE) == arn


def test_an_execution_without_another_transition_ends_as_usual(aws: World, sfn: Any) -> None:
    arn = create(sfn, LAST_WAIT)
    execution = start(sfn, arn)
    aws.clock.advance(1)
    sfn.delete_state_machine(stateMachineArn=arn)
    aws.clock.advance(60)
    assert status(sfn, execution) == "SUCCEEDED"
    assert sfn.list_state_machines()["stateMachines"] == []


def test_a_branch_that_goes_on_ends_the_execution(aws: World, sfn: Any) -> None:
    long = {"StartAt": "Long", "States": {"Long": {"Type": "Wait", "Seconds": 3600, "End": True}}}
    parallel = {"Type": "Parallel", "Branches": [WAITING, long], "End": True}
    arn = create(sfn, {"StartAt": "Both", "States": {"Both": parallel}})
    execution = start(sfn, arn)
    aws.clock.advance(1)
    sfn.delete_state_machine(stateMachineArn=arn)
    aws.clock.advance(60)
    assert status(sfn, execution) == "ABORTED"
    assert sfn.list_state_machines()["stateMachines"] == []
    ids = [event["id"] for event in events(sfn, execution)]
    aws.clock.advance(7200)
    assert [event["id"] for event in events(sfn, execution)] == ids


def test_another_machine_of_the_name_is_left_alone(aws: World, sfn: Any) -> None:
    arn = create(sfn, LAST_WAIT)
    start(sfn, arn)
    aws.clock.advance(1)
    sfn.delete_state_machine(stateMachineArn=arn)
    other = create(sfn, LAST_WAIT, name="other")
    sfn.delete_state_machine(stateMachineArn=f"{other}:1")
    aws.clock.advance(60)
    assert [each["name"] for each in sfn.list_state_machines()["stateMachines"]] == ["other"]


# -- quotas --------------------------------------------------------------------------------------------------------------


def test_quotas_are_settings() -> None:
    settings = {"state_machines": 1, "versions": 1, "aliases": 1, "activities": 1}
    with mock_aws(config={"stepfunctions": settings}):
        sfn = client()
        arn = create(sfn, publish=True)
        with refused("StateMachineLimitExceeded"):
            create(sfn, name="second")
        with refused("ServiceQuotaExceededException"):
            sfn.update_state_machine(stateMachineArn=arn, roleArn=OTHER_ROLE, publish=True)
        assert described(sfn, arn)["roleArn"] == ROLE
        routes = [{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
        sfn.create_state_machine_alias(name="live", routingConfiguration=routes)
        with refused("ServiceQuotaExceededException"):
            sfn.create_state_machine_alias(name="test", routingConfiguration=routes)
        sfn.create_activity(name="a")
        with refused("ActivityLimitExceeded"):
            sfn.create_activity(name="b")
        assert create(sfn) == arn
