"""The workflows from A to C."""

from __future__ import annotations

from typing import Any

from .runs import Fails, Run, in_turn, payload

_UNIT = "Get Organization Root > Create New Organizational Unit"
_STATUS = " > Wait 30 Sec > New Account Status > Check Account Status"
_ROOTS = {"Roots": [{"Id": "r-1"}]}
_VENDING: dict[str, Any] = {
    "OU": "dev",
    "AccountName": "a",
    "AccountEmail": "a@example.com",
    "StackName": "s",
    "TemplateBody": "{}",
    "data": {},
    "result": {},
}


def _account(state: str) -> dict[str, Any]:
    return {"CreateAccountStatus": {"Id": "car-1", "State": state, "AccountId": "111122223333"}}


_LOCK = {"detail": {"executionArn": "arn:aws:states:us-east-1:123456789012:execution:m:1"}}
_HELD = {"Item": {"arn": {"S": "2026-01-05T00:00:00Z"}}}
_WORK = " > Do Work > Here > You > Do > Work > Run Lambda Function With Controlled Concurrency > Release Lock > Success State"
_CHECK_LOCK = "Get Current Lock Record > Check If Lock Already Acquired"

_POLICY = {
    "region": "us-east-1",
    "detail": {
        "requestParameters": {"policyDocument": "{}"},
        "userIdentity": {"accountId": "123456789012"},
        "responseElements": {"policy": {"arn": "arn:aws:iam::123456789012:policy/p"}},
    },
}


def _pipeline(status: str, more: str = "") -> dict[str, Any]:
    """The tasks of one of the two evaluation pipelines, whose states end with ``more``."""
    create = "Create Knowledge Base 2" if more else "CreateKnowledgeBase"
    return {
        create: {"KnowledgeBase": {"KnowledgeBaseId": "KB1"}},
        f"Create Data Source{more}": {"DataSource": {"DataSourceId": "DS1"}},
        f"Start Ingestion Job{more}": {"IngestionJob": {"IngestionJobId": "IJ1"}},
        f"Get Ingestion Job{more}": {"IngestionJob": {"Status": "COMPLETE"}},
        f"Create Evaluation Job{more}": {"JobArn": "arn:aws:bedrock:us-east-1:123456789012:evaluation-job/1"},
        f"Get Evaluation Job Status{more}": in_turn({"Status": "InProgress"}, {"Status": status}),
    }


def _evaluated(end: str, more: str = "") -> str:
    """The path through such a pipeline."""
    look = ["Wait 10 Minutes", "Get Evaluation Job Status", "Evaluation Complete?"]
    names = ["Wait", "Create Data Source", "Start Ingestion Job", "Wait 60 Seconds", "Get Ingestion Job"]
    names += ["Ingestion Complete?", "Create Evaluation Job", *look, *look, end]
    first = "Create Knowledge Base 2" if more else "CreateKnowledgeBase"
    return f" > {first}" + "".join(f" > {name}{more}" for name in names)


_FACES = {"CelebrityFaces": [{"Id": "1", "Name": "Ann", "MatchConfidence": 99.5}, {"Id": "2", "MatchConfidence": 50}]}
_PICTURE = {"time": "2026-01-05T00:00:00Z", "detail": {"bucket": {"name": "pictures"}, "object": {"key": "1.jpg"}}}

_CART = {
    "CartId": "c1",
    "Email": "a@example.com",
    "Address": "Here",
    "Orange": "1",
    "Banana": "2",
    "Lemon": "3",
    "total_cost": "6",
}
_PAYING = "Set Order, Payment and Shipping Status > Third Party Payment Service HTTPS Endpoint > Payment Validation"

_ORDER = {
    "detail-type": "orderCommand",
    "time": "2026-01-05T00:00:00Z",
    "detail": {"orderId": "o1", "command": "create", "items": [{"itemid": "i1", "quantity": 2}]},
}
_QUERY = {"detail-type": "orderQuery", "id": "q1", "detail": {"query": "monthlySalesByItem", "itemid": "i1"}}

RUNS: dict[str, tuple[Run, ...]] = {
    "_workflow_model--statemachine": (
        Run("Submit Batch Job > Notify Success", {"Submit Batch Job": {"Status": "SUCCEEDED"}}),
        Run("Submit Batch Job > Notify Failure", {"Submit Batch Job": Fails("States.TaskFailed", "{}")}),
    ),
    "account-vending-machine--statemachine": (
        Run(
            f"{_UNIT} > Create New Account{_STATUS * 2} > Move Account To OU > New Account Credentials > Create Stack",
            {
                "Get Organization Root": _ROOTS,
                "Create New Organizational Unit": {"OrganizationalUnit": {"Id": "ou-1"}},
                "Create New Account": _account("IN_PROGRESS"),
                "New Account Status": in_turn(_account("IN_PROGRESS"), _account("SUCCEEDED")),
                "Move Account To OU": {},
                "Create Stack": {"StackId": "1"},
            },
            _VENDING,
        ),
        Run(
            f"{_UNIT} > List Organizational Units > Loop over all OUs > Is this the OU? > Ignore > Is this the OU? > "
            f"Get OU ID > Get The OU Details > Create New Account{_STATUS} > Failed",
            {
                "Get Organization Root": _ROOTS,
                "Create New Organizational Unit": Fails("Organizations.DuplicateOrganizationalUnitException"),
                "List Organizational Units": {"OrganizationalUnits": [{"Name": "prod"}, {"Name": "dev", "Id": "ou-2"}]},
                "Create New Account": _account("IN_PROGRESS"),
                "New Account Status": _account("FAILED"),
            },
            _VENDING,
            "FAILED",
        ),
    ),
    "app-control-concurrency-with-dynamodb-tf--dynamodb-semaphore-cleanfromincomplete": (
        Run(
            "Get Current Lock Item > Check If Lock Is Held > Clean Up Lock > Success State",
            {"Get Current Lock Item": _HELD},
            _LOCK,
        ),
        Run(
            "Get Current Lock Item > Check If Lock Is Held > Success State",
            {"Get Current Lock Item": {"Item": {}}},
            _LOCK,
        ),
    ),
    "app-control-concurrency-with-dynamodb-tf--dynamodb-semaphore": (
        Run(
            "Get Lock > Acquire Lock > Initialize Lock Item > Acquire Lock" + _WORK,
            {
                "Acquire Lock": in_turn(Fails("DynamoDB.AmazonDynamoDBException", "no such item"), {}),
                "Run Lambda Function With Controlled Concurrency": payload("done"),
            },
        ),
        Run(
            f"Get Lock > Acquire Lock > {_CHECK_LOCK} > Wait to Get Lock > Acquire Lock > {_CHECK_LOCK} > "
            f"Continue Because Lock Was Already Acquired{_WORK}",
            {
                "Acquire Lock": Fails("DynamoDB.ConditionalCheckFailedException"),
                "Get Current Lock Record": in_turn({"Item": {}}, _HELD),
                "Run Lambda Function With Controlled Concurrency": payload("done"),
            },
        ),
    ),
    "app-control-concurrency-with-dynamodb-tf--test-run-semaphore": (
        Run(
            "GenerateDefaultInput > StartInParallel" + " > RunChildStateMachine > ClearResults" * 100,
            {"RunChildStateMachine": {"Status": "SUCCEEDED"}},
        ),
        Run(
            "GenerateDefaultInput > StartInParallel" + " > RunChildStateMachine" * 40,
            {"RunChildStateMachine": Fails("States.Timeout")},
            status="FAILED",
            error="States.Timeout",
        ),
    ),
    "async-state-machine-streaming-lambda-results-sam--statemachine": (
        Run(
            "SplitExeArn > FormatExeArnAndGenerateResults > SimulatedProcessing"
            + " > ProcessResults > LastResult > SendResult" * 4
            + " > ProcessResults > LastResult > SendFinalResult",
            type="EXPRESS",
        ),
        # The ARN of a Standard execution has fewer parts than the first state takes apart.
        Run("SplitExeArn", status="FAILED", error="States.Runtime"),
    ),
    "automating-a-security-incident-with-step-functions-cdk--statemachine": (
        Run(
            "ModifyState > ValidatePolicy > ChooseAction > RevertPolicyArn > AskUser > usersChoice > approved",
            {
                "ValidatePolicy": {"action": "remedy"},
                "RevertPolicyArn": {"message": "reverted"},
                "AskUser": {"action": "allow"},
                "approved": {},
            },
            _POLICY,
        ),
        Run(
            "ModifyState > ValidatePolicy > ChooseAction > AllowWithNotification",
            {"ValidatePolicy": {"action": "alert", "message": "look"}},
            _POLICY,
        ),
    ),
    "bedrock-evaluations-sam--statemachine": (
        Run(
            f"Create Evaluation Pipelines{_evaluated('Success')}{_evaluated('Success', ' 2')}",
            {**_pipeline("Completed"), **_pipeline("Completed", " 2")},
        ),
        Run(
            f"Create Evaluation Pipelines{_evaluated('Success')}{_evaluated('Fail', ' 2')}",
            {**_pipeline("Completed"), **_pipeline("Failed", " 2")},
            status="FAILED",
        ),
    ),
    "call-http-api--statemachine": (Run("Call HTTP API", {"Call HTTP API": payload({"ok": True})}),),
    "celebrity-identifier-sam--statemachine": (
        Run(
            "Recognize celebrities > Celebrities detected > Iterate list > Process high confidence > Write to database > "
            "Process high confidence > Low confidence",
            {"Recognize celebrities": _FACES},
            _PICTURE,
        ),
        Run(
            "Recognize celebrities > Celebrities detected > Nothing to process",
            {"Recognize celebrities": {"CelebrityFaces": []}},
            _PICTURE,
        ),
    ),
    "checkout-processing-workflow--checkout_workflow": (
        Run(
            f"{_PAYING} > Set Payment Status: Successful > Third Party Shipping Service HTTPS Endpoint > "
            "Shipping Validation > Set Shipping Status: Successful > Send ShippingSuccessful Event to Notification Bus",
            {
                "Third Party Payment Service HTTPS Endpoint": {"CartId": "c1", "Status": "Paid"},
                "Third Party Shipping Service HTTPS Endpoint": {"CartId": "c1", "Status": "Shipped"},
            },
            _CART,
        ),
        Run(
            f"{_PAYING} > Set Payment Status: Unsuccessful > Send PaymentFailed Event to Notification Bus",
            {"Third Party Payment Service HTTPS Endpoint": {"CartId": "c1", "Status": "PaymentFailed"}},
            _CART,
        ),
    ),
    "common-error-handling--common_error_option1": (
        Run(
            "Number Lambda > Odd Lambda > Even Lambda",
            {"Number Lambda": payload(1), "Odd Lambda": payload(3), "Even Lambda": payload(2)},
        ),
        Run(
            "Number Lambda > Odd Lambda > Common Error Handler",
            {"Number Lambda": payload(2), "Odd Lambda": Fails("NotOdd"), "Common Error Handler": payload("handled")},
        ),
    ),
    "common-error-handling--common_error_option2": (
        Run(
            "Number Lambda > Odd Lambda > Even Lambda",
            {"Number Lambda": payload(1), "Odd Lambda": payload(3), "Even Lambda": payload(2)},
        ),
        Run(
            "Number Lambda > Common Error Handler",
            {"Number Lambda": Fails("NoNumber"), "Common Error Handler": payload("handled")},
        ),
    ),
    "cqrs--statemachine": (
        Run(
            "Command Query Router > Loop Order Items > Marshall Item Object > Put Order to DynamoDB > "
            "Send Response to EventBridge",
            {},
            _ORDER,
        ),
        Run(
            "Command Query Router > Query Router > Invoke MonthlySalesByItem Query > "
            "Send MonthlySalesByItem Query Results",
            {"Invoke MonthlySalesByItem Query": payload({"statusCode": 200, "body": "[]"})},
            _QUERY,
        ),
    ),
}
