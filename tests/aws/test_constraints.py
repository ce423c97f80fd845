"""AWS's validation texts, from the models alone."""

from __future__ import annotations

import sys
from typing import Any

import botocore.session
import pytest
from botocore.model import ServiceModel

from fakeaws.aws.constraints import check, checker, violations
from fakeaws.aws.errors import AwsError

_session = botocore.session.get_session()
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m"


def operation(service: str, name: str) -> Any:
    return _session.get_service_model(service).operation_model(name)


def refusal(service: str, name: str, **params: Any) -> AwsError:
    with pytest.raises(AwsError) as caught:
        check(operation(service, name), params)
    return caught.value


# Texts as AWS writes them, with the request that brings each about.
RECORDED = [
    (
        ("stepfunctions", "ListExecutions", {"maxResults": 1001}),
        "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ),
    (
        ("stepfunctions", "ListExecutions", {"statusFilter": "succeeded"}),
        "Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: "
        "[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ),
    (
        ("stepfunctions", "ListActivities", {"nextToken": "t" * 1025}),
        f"Value '{'t' * 1025}' at 'nextToken' failed to satisfy constraint: "
        "Member must have length less than or equal to 1024",
    ),
    (
        (
            "stepfunctions",
            "UpdateStateMachineAlias",
            {"routingConfiguration": [{"stateMachineVersionArn": MACHINE, "weight": 101}]},
        ),
        "Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: "
        "Member must have value less than or equal to 100",
    ),
    (
        (
            "stepfunctions",
            "UpdateStateMachineAlias",
            {"routingConfiguration": [{"stateMachineVersionArn": "v", "weight": 50}, {"weight": 1}, {}]},
        ),
        "Value '[RoutingConfigurationListItem(stateMachineVersionArn=v, weight=50), "
        "RoutingConfigurationListItem(stateMachineVersionArn=null, weight=1), "
        "RoutingConfigurationListItem(stateMachineVersionArn=null, weight=null)]' at 'routingConfiguration' "
        "failed to satisfy constraint: Member must have length less than or equal to 2",
    ),
    (
        ("lambda", "CreateAlias", {"FunctionName": "f", "Name": "2024"}),
        "Value '2024' at 'name' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    ),
    (
        ("lambda", "CreateAlias", {"RoutingConfig": {"AdditionalVersionWeights": {"2": 2}}}),
        "Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must "
        "satisfy constraint: [Member must have value less than or equal to 1.0, "
        "Member must have value greater than or equal to 0.0, Member must not be null]",
    ),
    (
        ("lambda", "UpdateFunctionConfiguration", {"KMSKeyArn": "arn:a:b:c:d"}),
        "Value 'arn:a:b:c:d' at 'kMSKeyArn' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
    ),
    (
        ("lambda", "UpdateFunctionConfiguration", {"Environment": {"Variables": {"_x": "1"}}}),
        "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: "
        "[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
    ),
    (
        ("lambda", "CreateFunction", {"Architectures": ["arm65"]}),
        "Value '[arm65]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: "
        "[Member must satisfy enum value set: [x86_64, arm64]]",
    ),
    (
        ("cloudwatch", "SetAlarmState", {"StateValue": "INVALID"}),
        "Value 'INVALID' at 'stateValue' failed to satisfy constraint: "
        "Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
    ),
    (
        ("events", "PutTargets", {"Targets": [{"Id": "a b", "Arn": "arn"}]}),
        "Value 'a b' at 'targets.1.member.id' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+",
    ),
    (
        ("events", "PutTargets", {"Targets": [{"InputTransformer": {"InputPathsMap": {"o que?": "$.a"}}}]}),
        "Value '{o que?=$.a}' at 'targets.1.member.inputTransformer.inputPathsMap' failed to satisfy constraint: "
        "Map keys must satisfy constraint: [Member must have length less than or equal to 256, Member must have length "
        r"greater than or equal to 1, Member must satisfy regular expression pattern: [A-Za-z0-9\_\-]+]",
    ),
    (
        ("apigateway", "PutIntegration", {"restApiId": "a", "type": "HTTPS_PROXY"}),
        "Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy constraint: "
        "Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
    ),
    (
        ("apigateway", "PutIntegrationResponse", {"statusCode": "99"}),
        r"Value '99' at 'statusCode' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [1-5]\d\d",
    ),
    (
        ("apigateway", "UpdateRestApi", {"patchOperations": [{"op": "swap"}]}),
        "Value 'swap' at 'updateRestApiInput.patchOperations.1.member.op' failed to satisfy constraint: "
        "Member must satisfy enum value set: [add, remove, move, test, replace, copy]",
    ),
    (
        ("sts", "AssumeRole", {"Tags": [{"Key": "k", "Value": "a;b"}]}),
        "Value 'a;b' at 'tags.1.member.value' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]*",
    ),
]


@pytest.mark.parametrize(("request_", "text"), RECORDED)
def test_texts_are_aws_s(request_: tuple[str, str, dict[str, Any]], text: str) -> None:
    service, name, params = request_
    assert refusal(service, name, **params).message == f"1 validation error detected: {text}"
    prefix = "putIntegrationInput." if name == "PutIntegration" else "updateRestApiInput."
    assert violations(operation(service, name).input_shape, params, prefix * (service == "apigateway")) == [text]


def test_several_violations_are_counted_and_joined() -> None:
    error = refusal("events", "PutRule", Name="a b", State="on")
    assert error.message == (
        r"2 validation errors detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy "
        r"regular expression pattern: [\.\-_A-Za-z0-9]+; Value 'on' at 'state' failed to satisfy constraint: "
        "Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]"
    )
    assert (error.code, error.status, error.query_code) == ("ValidationException", 400, None)


def test_one_value_can_break_two_constraints() -> None:
    error = refusal("sts", "AssumeRole", RoleArn=MACHINE, RoleSessionName="é")
    assert error.message.startswith(
        "2 validation errors detected: Value 'é' at 'roleSessionName' failed to satisfy constraint: Member must have "
        "length greater than or equal to 2; Value 'é' at 'roleSessionName' failed to satisfy constraint: Member must "
        "satisfy regular expression pattern: "
    )


@pytest.mark.parametrize(
    ("service", "name", "params", "codes"),
    [
        ("sns", "ListTagsForResource", {"ResourceArn": ""}, ("ValidationError", None)),
        ("cloudwatch", "SetAlarmState", {"StateValue": "?"}, ("ValidationError", "ValidationException")),
        ("batch", "TagResource", {"tags": {"": ""}}, ("ValidationException", None)),
    ],
)
def test_the_code_follows_the_services_protocol(
    service: str, name: str, params: dict[str, Any], codes: tuple[str, str | None]
) -> None:
    error = refusal(service, name, **params)
    if not operation(service, name).service_model.is_query_compatible:  # CloudWatch in older botocore: query alone
        codes = (codes[0], None)
    assert (error.code, error.query_code) == codes


def test_sensitive_values_are_not_told() -> None:
    error = refusal("stepfunctions", "StartExecution", stateMachineArn=MACHINE, input="1" * 262_145)
    assert error.message == (
        "1 validation error detected: Value at 'input' failed to satisfy constraint: "
        "Member must have length less than or equal to 262144"
    )


# ---- a made-up service with everything at once

SHAPES: dict[str, Any] = {
    "In": {
        "type": "structure",
        "members": {
            "Tree": {"shape": "Tree"},
            "Blob": {"shape": "Blob"},
            "Lists": {"shape": "Lists"},
            "Trees": {"shape": "Trees"},
            "Secrets": {"shape": "Secrets"},
            "Free": {"shape": "Free"},
        },
    },
    "Tree": {
        "type": "structure",
        "members": {"Id": {"shape": "Id"}, "Left": {"shape": "Tree"}, "All": {"shape": "Kids"}},
    },
    "Kids": {"type": "list", "member": {"shape": "Tree"}, "max": 2},
    "Id": {"type": "string", "max": 3},
    "Lists": {"type": "list", "member": {"shape": "Ids"}},
    "Ids": {"type": "list", "member": {"shape": "Id"}, "min": 1},
    "Trees": {"type": "map", "key": {"shape": "Id"}, "value": {"shape": "Kids"}},
    "Blob": {"type": "blob", "max": 4},
    "Secrets": {"type": "list", "member": {"shape": "Secret"}},
    "Secret": {"type": "string", "max": 3, "sensitive": True},
    "Free": {"type": "structure", "members": {"Text": {"shape": "Text"}, "More": {"shape": "Free"}}},
    "Text": {"type": "string"},
    "Nothing": {"type": "structure", "members": {"Text": {"shape": "Text"}}},
}
MADE_UP = ServiceModel(
    {
        "metadata": {"protocol": "json", "serviceId": "Made Up", "apiVersion": "2020-01-01"},
        "operations": {
            "Do": {"name": "Do", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}},
            "Free": {"name": "Free", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "Nothing"}},
            "None": {"name": "None", "http": {"method": "POST", "requestUri": "/"}},
        },
        "shapes": SHAPES,
    },
    "made-up",
)

SHORT = "failed to satisfy constraint: Member must have length less than or equal to 3"
DEEP = [
    ({"Tree": {"Left": {"Left": {"Id": "long"}}}}, [f"Value 'long' at 'tree.left.left.id' {SHORT}"]),
    ({"Tree": {"All": [{}, {"Id": "long"}]}}, [f"Value 'long' at 'tree.all.2.member.id' {SHORT}"]),
    (
        {"Trees": {"k": [{"Id": "long"}], "l": [{}, {}, {}]}},
        [
            "Value '{k=[Tree(id=long, left=null, all=null)], l=[Tree(id=null, left=null, all=null), "
            "Tree(id=null, left=null, all=null), Tree(id=null, left=null, all=null)]}' at 'trees' failed to satisfy "
            "constraint: Map value must satisfy constraint: [Member must have length less than or equal to 2]",
            f"Value 'long' at 'trees.k.member.1.member.id' {SHORT}",
        ],
    ),
    (
        {"Lists": [["a"], []]},
        [
            "Value '[[a], []]' at 'lists' failed to satisfy constraint: "
            "Member must satisfy constraint: [Member must have length greater than or equal to 1]"
        ],
    ),
    (
        {"Lists": [["a"], ["long"]]},
        [
            "Value '[long]' at 'lists.2.member' failed to satisfy constraint: "
            "Member must satisfy constraint: [Member must have length less than or equal to 3]"
        ],
    ),
    (
        {"Blob": b"12345"},
        [
            "Value 'java.nio.HeapByteBuffer[pos=0 lim=5 cap=5]' at 'blob' failed to satisfy constraint: "
            "Member must have length less than or equal to 4"
        ],
    ),
    (
        {"Secrets": ["long"]},
        [
            "Value at 'secrets' failed to satisfy constraint: "
            "Member must satisfy constraint: [Member must have length less than or equal to 3]"
        ],
    ),
]


@pytest.mark.parametrize(("params", "texts"), DEEP)
def test_nested_parts_are_found_and_named(params: dict[str, Any], texts: list[str]) -> None:
    model: Any = MADE_UP.operation_model("Do")
    assert violations(model.input_shape, params) == texts
    with pytest.raises(AwsError) as caught:
        check(model, params)
    assert caught.value.message.endswith("; ".join(texts))


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"Tree": None, "Blob": None, "Lists": [None], "Trees": {"k": None}},
        {"Tree": {"Id": "abc", "All": [{"Id": "a"}, {"Left": {}}]}, "Blob": "1234", "Lists": [["abc"]]},
        {"Blob": open},  # a stream: its size is not known before it is read
        {"Free": {"Text": "x" * 10_000, "More": {}}, "Unknown": "is botocore's business"},
    ],
)
def test_what_is_well_passes(params: dict[str, Any]) -> None:
    model: Any = MADE_UP.operation_model("Do")
    check(model, params)
    assert violations(model.input_shape, params) == []


@pytest.mark.parametrize(
    ("service", "name", "params"),
    [
        ("stepfunctions", "ListExecutions", {"maxResults": 1000, "nextToken": "t" * 3096}),
        ("stepfunctions", "ListExecutions", {"maxResults": 0, "nextToken": "t"}),
        ("lambda", "CreateAlias", {"RoutingConfig": {"AdditionalVersionWeights": {"1": 0.0, "2": 1.0}}}),
        ("lambda", "CreateFunction", {"MemorySize": 128, "Environment": {"Variables": {"ab": ""}}}),
    ],
)
def test_the_limits_themselves_pass(service: str, name: str, params: dict[str, Any]) -> None:
    check(operation(service, name), params)


def test_a_bound_checker_does_the_same_and_says_when_there_is_nothing_to_do() -> None:
    bound = checker(MADE_UP.operation_model("Do"))
    assert bound is not None
    bound({"Tree": {"Id": "abc"}})
    with pytest.raises(AwsError, match="1 validation error detected"):
        bound({"Tree": {"Id": "long"}})
    for name in ("Free", "None"):
        assert checker(MADE_UP.operation_model(name)) is None
        check(MADE_UP.operation_model(name), {"Text": "x" * 10_000})


def test_every_operation_of_every_service_we_have_compiles() -> None:
    for service in ("sqs", "sns", "mq", "batch", "stepfunctions", "appflow", "lambda", "cloudwatch", "events"):
        model = _session.get_service_model(service)
        for name in model.operation_names:
            check(model.operation_model(name), {})


def test_checking_costs_little() -> None:
    """Counted in calls, not in time: three members mean one walk and three or four predicates."""
    model = operation("stepfunctions", "StartExecution")
    params = {"stateMachineArn": MACHINE, "name": "n", "input": "{}"}
    check(model, params)
    calls: list[str] = []
    sys.setprofile(lambda frame, event, _: calls.append(frame.f_code.co_name) if event == "call" else None)
    try:
        check(model, params)
    finally:
        sys.setprofile(None)
    assert len(calls) <= 14, calls
