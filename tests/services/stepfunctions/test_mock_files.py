"""Mock configurations of Step Functions Local."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fakeaws import World

from .support import create, events, start, types

RETRY = [{"ErrorEquals": ["Lambda.ResourceNotReadyException", "Lambda.TimeoutException"], "MaxAttempts": 3}]
DEFINITION = {
    "StartAt": "LambdaState",
    "States": {
        "LambdaState": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "hello", "Payload.$": "$"},
            "Retry": RETRY,
            "Next": "SQSState",
        },
        "SQSState": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage",
            "Parameters": {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/q", "MessageBody.$": "$"},
            "End": True,
        },
    },
}
HELLO = {"StatusCode": 200, "Payload": {"StatusCode": 200, "body": "Hello"}}
SENT = {"MD5OfMessageBody": "3bcb6e8e", "MessageId": "3bcb6e8e-8b51"}
CONFIGURATION: dict[str, Any] = {
    "StateMachines": {
        "Hello": {
            "TestCases": {
                "HappyPath": {"LambdaState": "Success", "SQSState": "Sent"},
                "RetryPath": {"LambdaState": "Retry", "SQSState": "Sent"},
                "HybridPath": {"LambdaState": "Success"},
                "TooFewPath": {"LambdaState": "Once"},
            }
        }
    },
    "MockedResponses": {
        "Success": {"0": {"Return": HELLO}},
        "Sent": {"0": {"Return": SENT}},
        "Once": {"0": {"Throw": {"Error": "Lambda.TimeoutException", "Cause": "Lambda timed out."}}},
        "Retry": {
            "0": {"Throw": {"Error": "Lambda.ResourceNotReadyException", "Cause": "Lambda is not ready."}},
            "1-2": {"Throw": {"Error": "Lambda.TimeoutException", "Cause": "Lambda timed out."}},
            "3": {"Return": HELLO},
        },
    },
}


@pytest.fixture
def hello(sfn: Any) -> str:
    return create(sfn, DEFINITION, name="Hello")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "MockConfigFile.json"
    path.write_text(json.dumps(CONFIGURATION))
    return path


def ended(aws: World, sfn: Any, arn: str) -> Any:
    run = aws.stepfunctions.execution(start(sfn, arn))
    aws.clock.run_until(lambda: run.status != "RUNNING", within=timedelta(hours=1))
    return run


def test_a_test_case_is_chosen_by_the_arn(aws: World, sfn: Any, hello: str, file: Path) -> None:
    aws.stepfunctions.load_mocks(file)
    run = ended(aws, sfn, f"{hello}#HappyPath")
    assert (run.status, run.output) == ("SUCCEEDED", SENT)
    assert ":execution:Hello:" in run.arn
    assert sfn.describe_execution(executionArn=run.arn)["stateMachineArn"] == hello
    assert aws.clock.elapsed == timedelta(0)


def test_responses_by_attempt(aws: World, sfn: Any, hello: str, file: Path) -> None:
    aws.stepfunctions.load_mocks(str(file))
    for _ in range(2):  # each execution begins with response 0
        run = ended(aws, sfn, f"{hello}#RetryPath")
        assert run.status == "SUCCEEDED"
        failed = [each["taskFailedEventDetails"] for each in events(sfn, run.arn) if each["type"] == "TaskFailed"]
        assert [each["error"] for each in failed] == [
            "Lambda.ResourceNotReadyException",
            "Lambda.TimeoutException",
            "Lambda.TimeoutException",
        ]
        assert failed[0]["cause"] == "Lambda is not ready."


def test_states_that_a_test_case_leaves_out_are_not_its_own(aws: World, sfn: Any, hello: str) -> None:
    aws.stepfunctions.load_mocks(CONFIGURATION)
    aws.stepfunctions.mock_task("LambdaState", raises="Not.This")
    other = aws.stepfunctions.mock_task("SQSState", returns="mock_task")
    run = ended(aws, sfn, f"{hello}#HybridPath")
    assert run.output == "mock_task"
    assert other.calls[0]["MessageBody"] == HELLO
    assert ended(aws, sfn, hello).error == "Not.This"


def test_one_call_more_than_there_are_responses_fails_the_execution(aws: World, sfn: Any, hello: str) -> None:
    aws.stepfunctions.load_mocks(CONFIGURATION)
    run = ended(aws, sfn, f"{hello}#TooFewPath")
    assert (run.status, run.error) == ("FAILED", "States.Runtime")
    assert run.cause == "The state 'LambdaState' was called once more than its mocked response has answers: 1."
    assert types(sfn, run.arn).count("TaskFailed") == 1


def test_a_token_is_answered_for(aws: World, sfn: Any) -> None:
    ask = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"},
        "End": True,
    }
    arn = create(sfn, {"StartAt": "Ask", "States": {"Ask": ask}}, name="Asking")
    aws.stepfunctions.load_mocks(
        {
            "StateMachines": {"Asking": {"TestCases": {"Yes": {"Ask": "Approved"}}}},
            "MockedResponses": {"Approved": {"0": {"Return": {"approved": True}}}},
        }
    )
    run = ended(aws, sfn, f"{arn}#Yes")
    assert run.output == {"approved": True}
    assert "TaskSubmitted" in types(sfn, run.arn)


def test_a_synchronous_express_execution(aws: World, sfn: Any) -> None:
    arn = create(sfn, DEFINITION, name="Hello", type="EXPRESS")
    aws.stepfunctions.load_mocks(CONFIGURATION)
    answer = sfn.start_sync_execution(stateMachineArn=f"{arn}#HappyPath")
    assert (answer["status"], json.loads(answer["output"])) == ("SUCCEEDED", SENT)


def test_several_files_add_up(aws: World, sfn: Any, hello: str) -> None:
    aws.stepfunctions.load_mocks(CONFIGURATION)
    sad = {"0": {"Throw": {"Error": "Sad", "Cause": "because"}}}
    aws.stepfunctions.load_mocks(
        {
            "StateMachines": {"Hello": {"TestCases": {"SadPath": {"LambdaState": "Sad"}}}},
            "MockedResponses": {"Sad": sad},
        }
    )
    assert ended(aws, sfn, f"{hello}#SadPath").error == "Sad"
    assert ended(aws, sfn, f"{hello}#HappyPath").status == "SUCCEEDED"


# -- mistakes ------------------------------------------------------------------------------------------------------------


def refusal(sfn: Any, arn: str) -> str:
    with pytest.raises(ClientError) as caught:
        start(sfn, arn)
    assert caught.value.response["Error"]["Code"] == "InvalidArn"
    return str(caught.value.response["Error"]["Message"])


def test_an_unknown_test_case(aws: World, sfn: Any, hello: str) -> None:
    aws.stepfunctions.load_mocks(CONFIGURATION)
    assert "no test case 'HapyPath'; did you mean 'HappyPath'?" in refusal(sfn, f"{hello}#HapyPath")
    create(sfn, DEFINITION, name="Hallo")
    assert "no state machine 'Hallo'; did you mean 'Hello'?" in refusal(sfn, hello.replace("Hello", "Hallo") + "#A")
    assert aws.timeline.select(kind="ExecutionEnd") == []


def test_a_state_that_the_machine_does_not_have(aws: World, sfn: Any) -> None:
    aws.stepfunctions.load_mocks(CONFIGURATION)
    renamed = json.dumps(DEFINITION).replace("SQSState", "SqsState")
    arn = create(sfn, renamed, name="Hello")
    assert "has no state 'SQSState'; did you mean 'SqsState'?" in refusal(sfn, f"{arn}#HappyPath")


def configuration(responses: Any = None, machines: Any = None) -> dict[str, Any]:
    return {
        "StateMachines": machines if machines is not None else {"M": {"TestCases": {"Case": {"S": "R"}}}},
        "MockedResponses": responses if responses is not None else {"R": {"0": {"Return": 1}}},
    }


FAILURE = {"Error": "E", "Cause": "C"}


@pytest.mark.parametrize(
    ("content", "mistakes"),
    [
        ([], ["the configuration is no object", "StateMachines is missing"]),
        (
            {"StateMachine": {}},
            ["StateMachine is unknown here: StateMachines or MockedResponses", "StateMachines is missing"],
        ),
        (configuration(machines={"M": {}}), ["StateMachines.M.TestCases is missing"]),
        (configuration(machines={"M": {"TestCases": {"Case": "R"}}}), ["StateMachines.M.TestCases.Case is no object"]),
        (
            configuration(machines={"M": {"TestCases": {"Case": {"S": "Rr"}}}}),
            ["StateMachines.M.TestCases.Case.S: MockedResponses has no 'Rr'; did you mean 'R'?"],
        ),
        (
            configuration({"R": {"first": {"Return": 1}}}),
            ["MockedResponses.R.first is neither the number of an attempt"],
        ),
        (configuration({"R": {"2-1": {"Return": 1}}}), ["MockedResponses.R.2-1 ends before it begins"]),
        (configuration({"R": {"1": {"Return": 1}}}), ["MockedResponses.R: attempt 0 has no response"]),
        (
            configuration({"R": {"0": {"Return": 1}, "2": {"Return": 1}}}),
            ["MockedResponses.R: attempt 1 has no response"],
        ),
        (
            configuration({"R": {"0-2": {"Return": 1}, "2": {"Return": 1}}}),
            ["MockedResponses.R.2: attempt 2 has a response already"],
        ),
        (configuration({"R": {}}), ["MockedResponses.R: attempt 0 has no response"]),
        (configuration({"R": {"0": {}}}), ["MockedResponses.R.0 needs one of Return and Throw"]),
        (
            configuration({"R": {"0": {"Return": 1, "Throw": FAILURE}}}),
            ["MockedResponses.R.0 needs one of Return and Throw"],
        ),
        (
            configuration({"R": {"0": {"Throw": {"Error": "E"}}}}),
            ["MockedResponses.R.0.Throw.Cause is missing or no text"],
        ),
        (configuration({"R": {"0": {"Return": {1}}}}), ["MockedResponses.R.0.Return: a task's result is JSON"]),
        (
            configuration({"R": {"0": {}, "2": {"Throw": []}}}),
            [
                "MockedResponses.R.0 needs one of Return and Throw",
                "MockedResponses.R.2.Throw is no object",
                "MockedResponses.R: attempt 1 has no response",
            ],
        ),
    ],
)
def test_mistakes_are_told_with_their_place(aws: World, content: Any, mistakes: list[str], tmp_path: Path) -> None:
    with pytest.raises(ValueError) as caught:
        aws.stepfunctions.load_mocks(content if isinstance(content, dict) else _written(tmp_path, content))
    lines = str(caught.value).splitlines()
    assert [mistake for mistake in mistakes if not any(mistake in line for line in lines)] == []
    assert len([line for line in lines if line]) >= len(mistakes)


def test_a_file_that_is_no_json(aws: World, file: Path) -> None:
    file.write_text('{\n  "StateMachines": }')
    with pytest.raises(ValueError, match=r"MockConfigFile\.json:2:20: Unexpected character"):
        aws.stepfunctions.load_mocks(file)


def test_without_a_configuration_there_are_no_test_cases(aws: World, sfn: Any, hello: str) -> None:
    with pytest.raises(ClientError):
        start(sfn, f"{hello}#HappyPath")


def _written(folder: Path, content: Any) -> Path:
    path = folder / "mocks.json"
    path.write_text(json.dumps(content))
    return path
