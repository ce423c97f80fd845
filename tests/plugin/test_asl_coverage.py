"""``--asl-coverage`` and ``--asl-coverage-json``: what no test of a run reached."""

from __future__ import annotations

import json

import pytest

from tests.plugin.projects import run

pytest_plugins = ["pytester"]

TESTS = """
    import boto3, json, pytest
    from fakeaws import mock_aws

    ORDER = {
        "StartAt": "Which",
        "States": {
            "Which": {
                "Type": "Choice",
                "Choices": [
                    {"Variable": "$.n", "NumericEquals": 1, "Next": "Both"},
                    {"Variable": "$.n", "NumericEquals": 2, "Next": "Fails"},
                    {"Variable": "$.n", "NumericEquals": 3, "Next": "Sorry"},
                ],
                "Default": "Never",
            },
            "Both": {
                "Type": "Parallel",
                "Branches": [
                    {"StartAt": "B1", "States": {"B1": {"Type": "Pass", "End": True}}},
                    {"StartAt": "B2", "States": {"B2": {"Type": "Pass", "End": True}}},
                ],
                "End": True,
            },
            "Fails": {
                "Type": "Parallel",
                "Branches": [{"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Bad"}}}],
                "Retry": [{"ErrorEquals": ["Busy"]}, {"ErrorEquals": ["Bad"], "MaxAttempts": 1}],
                "Catch": [{"ErrorEquals": ["Bad"], "Next": "Sorry"}, {"ErrorEquals": ["States.ALL"], "Next": "Never"}],
                "End": True,
            },
            "Sorry": {"Type": "Succeed"},
            "Never": {"Type": "Fail"},
        },
    }

    def go(n, name="order", definition=ORDER):
        sfn = boto3.client("stepfunctions", region_name="us-east-1")
        role = "arn:aws:iam::123456789012:role/r"
        arn = sfn.create_state_machine(name=name, definition=json.dumps(definition), roleArn=role)
        if n is not None:
            sfn.start_execution(stateMachineArn=arn["stateMachineArn"], input=json.dumps({"n": n}))
        return sfn

    def test_both(aws):
        go(1)
        aws.clock.run_until_idle()

    def test_fails(aws):
        go(2)
        aws.clock.run_until_idle()

    def test_nobody_starts_it():
        with mock_aws() as aws:
            go(None, "unused", {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})

    @mock_aws()
    def test_fails_though_it_ran():
        go(3).list_state_machines()
        assert 0
"""

TABLE = [
    "Machine   States   Choices   Branches   Retriers   Catchers   Cover   Missing",
    "-",
    "order        7/8       3/4        3/3        1/2        1/2     78%   Which: Default (to Never), "
    "Fails: Retry 1 (Busy), Fails: Catch 2 (States.ALL), Never",
    "unused       0/1         -          -          -          -      0%   A",
    "-",
    "TOTAL        7/9       3/4        3/3        1/2        1/2     75%",
]


@pytest.mark.parametrize("more", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_the_table_of_all_tests(pytester: pytest.Pytester, more: tuple[str, ...]) -> None:
    result = run(pytester, "--asl-coverage", *more, test_it=TESTS)
    result.assert_outcomes(passed=3, failed=1)
    lines = result.outlines
    begin = next(number for number, line in enumerate(lines) if "Step Functions coverage" in line)
    assert lines[begin + 1 : begin + 7] == _ruled(lines[begin + 2])


def _ruled(rule: str) -> list[str]:
    assert set(rule) == {"-"}
    return [rule if set(line) == {"-"} else line for line in TABLE]


def test_the_file(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--asl-coverage-json=out/asl.json", test_it=TESTS)
    assert "Step Functions coverage\n" not in result.stdout.str()
    result.stdout.fnmatch_lines(["wrote Step Functions coverage to out/asl.json"])
    machines = json.loads((pytester.path / "out" / "asl.json").read_text(encoding="utf-8"))["machines"]
    assert [each["name"] for each in machines] == ["order", "unused"]
    order = machines[0]
    assert (order["type"], order["states"]["total"], order["states"]["reached"]) == ("STANDARD", 8, 7)
    assert order["states"]["missing"] == [{"state": "Never", "place": None, "label": "Never"}]
    assert order["choices"]["missing"] == [
        {"state": "Which", "place": None, "label": "Which: Default (to Never)"},
    ]
    assert [each["place"] for each in order["retriers"]["missing"] + order["catchers"]["missing"]] == [0, 1]


def test_another_definition_of_the_same_name(pytester: pytest.Pytester) -> None:
    files = {
        "test_it": """
            import boto3, json
            from fakeaws import mock_aws

            def test_two(aws):
                sfn = boto3.client("stepfunctions", region_name="us-east-1")
                for name in "AB":
                    text = json.dumps({"StartAt": name, "States": {name: {"Type": "Pass", "End": True}}})
                    role = "arn:aws:iam::123456789012:role/r"
                    arn = sfn.create_state_machine(name="order", definition=text, roleArn=role)
                    sfn.start_execution(stateMachineArn=arn["stateMachineArn"])
                    aws.clock.run_until_idle()
                    sfn.delete_state_machine(stateMachineArn=arn["stateMachineArn"])
        """
    }
    result = run(pytester, "--asl-coverage", **files)
    result.stdout.fnmatch_lines(["order *1/1*100%", "order #2 *1/1*100%", "TOTAL *2/2*100%"])


def test_children_of_a_map_run_count_for_their_parent(pytester: pytest.Pytester) -> None:
    files = {
        "test_it": """
            import boto3, json

            def test_it(aws):
                inner = {
                    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                    "StartAt": "Which",
                    "States": {
                        "Which": {
                            "Type": "Choice",
                            "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "One"}],
                            "Default": "Other",
                        },
                        "One": {"Type": "Succeed"},
                        "Other": {"Type": "Succeed"},
                    },
                }
                text = json.dumps({"StartAt": "Each", "States": {"Each": {
                    "Type": "Map", "ItemProcessor": inner, "End": True}}})
                sfn = boto3.client("stepfunctions", region_name="us-east-1")
                role = "arn:aws:iam::123456789012:role/r"
                arn = sfn.create_state_machine(name="order", definition=text, roleArn=role)["stateMachineArn"]
                run = sfn.start_execution(stateMachineArn=arn, input="[1, 1]")["executionArn"]
                aws.clock.run_until_idle()
                assert aws.stepfunctions.execution(run).status == "SUCCEEDED"
        """
    }
    result = run(pytester, "--asl-coverage", **files)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["order *3/4 *1/2 *66%   Which: Default (to Other), Other"])
    result.stdout.no_fnmatch_line("order/*")


def test_nothing_is_said_unless_asked(pytester: pytest.Pytester) -> None:
    result = run(pytester, test_it=TESTS)
    assert "coverage" not in result.stdout.str()


def test_a_run_without_state_machines(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--asl-coverage", test_it="def test_it(aws): pass")
    result.stdout.fnmatch_lines(["*Step Functions coverage*", "no state machine was created"])
