"""Executions as a text tree and as a Mermaid flowchart."""

from __future__ import annotations

import re
from typing import Any

import pytest

from fakeaws import World
from tests.services.stepfunctions.journeys import RETRY, ask, charge_at_the_third_attempt, looked_at, machine, task


def test_retries_catchers_and_where_it_stands(aws: World, sfn: Any) -> None:
    sfn.create_activity(name="ask")
    charge_at_the_third_attempt(aws)

    @aws.lambda_.register("check")
    def check(event: Any, context: Any) -> None:
        raise ValueError("odd")

    run = looked_at(
        aws,
        sfn,
        machine(
            ("Charge", task("charge", Retry=RETRY)),
            ("Check", task("check", Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Ask"}], ResultPath="$.check")),
            ("Ask", ask(TimeoutSeconds=259_200)),
        ),
        {"order": 42},
    )
    aws.clock.advance(seconds=10)
    lines = [re.sub(r': \{"errorMessage.*?; ', ": …; ", line) for line in run.text().splitlines()]
    lines = [re.sub(r': \{"errorMessage.*', ": …", line) for line in lines]
    assert lines == [
        "execution machine:run RUNNING since +00:00:00",
        '├─ input {"order": 42}',
        '├─ +00:00:00 Charge (Task), 6 s, 3 attempts → {"ok":true}',
        "│  ├─ +00:00:00 Busy: …; again after 2 s",
        "│  ├─ +00:00:02 Busy: …; again after 4 s",
        "│  └─ +00:00:06 succeeded",
        "├─ +00:00:06 Check (Task): ValueError: …; caught by States.ALL, next Ask",
        "└─ +00:00:06 Ask (Task)  ◀ waits for its activity's worker since +00:00:06, times out at +3d 00:00:06",
    ]


def test_an_output_that_is_the_input_is_left_out(aws: World, sfn: Any) -> None:
    """However the input was spaced: the engine's own JSON has no spaces."""
    run = looked_at(
        aws, sfn, machine(("Keep", {"Type": "Pass"}), ("Too", {"Type": "Pass"})), {"order": 42, "n": [1, 2]}
    )
    assert [line for line in run.text().splitlines() if "Pass" in line] == [
        "├─ +00:00:00 Keep (Pass)",
        "├─ +00:00:00 Too (Pass)",
    ]


def test_nesting(aws: World, sfn: Any) -> None:
    inside = machine(("Work", {"Type": "Wait", "Seconds": 2}))
    definition = machine(
        (
            "Both",
            {
                "Type": "Parallel",
                "Branches": [
                    machine(("Each", {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inside})),
                    machine(("Nap", {"Type": "Wait", "Seconds": 1}), ("No", {"Type": "Fail", "Error": "Declined"})),
                ],
            },
        )
    )
    run = looked_at(aws, sfn, definition, {"items": [1, 2]})
    assert run.text().splitlines()[2:] == [
        "└─ +00:00:00 Both (Parallel)  ◀ is here",
        "   ├─ branch 1",
        "   │  └─ +00:00:00 Each (Map)  ◀ is here",
        "   │     ├─ item 0: 1",
        "   │     │  └─ +00:00:00 Work (Wait)  ◀ waits until +00:00:02",
        "   │     └─ item 1: 2",
        "   │        └─ +00:00:00 Work (Wait)  ◀ waits until +00:00:02",
        "   └─ branch 2",
        "      └─ +00:00:00 Nap (Wait)  ◀ waits until +00:00:01",
    ]
    aws.clock.advance(seconds=1)
    assert run.text().splitlines() == [
        "execution machine:run FAILED at +00:00:01, after 1 s: Declined",
        '├─ input {"items": [1, 2]}',
        "└─ +00:00:00 Both (Parallel), failed: Declined",
        "   ├─ branch 1",
        "   │  └─ +00:00:00 Each (Map), aborted",
        "   │     ├─ item 0: 1",
        "   │     │  └─ +00:00:00 Work (Wait), aborted",
        "   │     └─ item 1: 2",
        "   │        └─ +00:00:00 Work (Wait), aborted",
        "   └─ branch 2",
        "      ├─ +00:00:00 Nap (Wait), 1 s",
        "      └─ +00:00:01 No (Fail), failed: Declined",
    ]


def test_long_runs_are_shortened(aws: World, sfn: Any) -> None:
    inside = {
        "StartAt": "Odd",
        "States": {
            "Odd": {
                "Type": "Choice",
                "Choices": [{"Variable": "$", "NumericEquals": 30, "Next": "No"}],
                "Default": "Yes",
            },
            "Yes": {"Type": "Pass", "End": True},
            "No": {"Type": "Wait", "Seconds": 60, "End": True},
        },
    }
    run = looked_at(aws, sfn, machine(("Each", {"Type": "Map", "ItemProcessor": inside})), list(range(36)))
    lines = run.text().splitlines()
    items = [line.strip("│├└─ ") for line in lines if "item" in line]
    assert items == ["item 0: 0", "item 1: 1", "item 2: 2", "item 30: 30", "… 32 more items without a failure"]
    long = {"Type": "Pass", "Result": "x" * 300}
    run = looked_at(aws, sfn, machine(*[(f"S{number}", long) for number in range(120)]), name="long")
    lines = run.text().splitlines()
    assert len(lines) == 104
    assert "├─ … 20 more states" in lines
    assert max(map(len, lines)) < 140


def test_an_execution_that_ran_out_of_time(aws: World, sfn: Any) -> None:
    definition = {**machine(("Nap", {"Type": "Wait", "Seconds": 60})), "TimeoutSeconds": 30}
    run = looked_at(aws, sfn, definition)
    aws.clock.advance(seconds=60)
    assert run.text().splitlines() == [
        "execution machine:run TIMED_OUT at +00:00:30, after 30 s",
        "├─ input {}",
        "└─ +00:00:00 Nap (Wait), cut off by the execution's time-out",
    ]


def test_a_flowchart_with_the_way_that_was_taken(aws: World, sfn: Any) -> None:
    each = {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": machine(("Work", {"Type": "Pass"}))}
    definition = {
        "StartAt": "Which?",
        "States": {
            "Which?": {
                "Type": "Choice",
                "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "Both"}],
                "Default": "Done",
            },
            "Both": {
                "Type": "Parallel",
                "Branches": [machine(("Each", each)), machine(("No", {"Type": "Fail", "Error": "Declined"}))],
                "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Tell"}],
                "Next": "Done",
            },
            "Tell": {"Type": "Wait", "Seconds": 5, "Next": "Done"},
            "Done": {"Type": "Succeed"},
        },
    }
    run = looked_at(aws, sfn, definition, {"n": 1, "items": [1]})
    assert run.path == ["Which?", "Both", "Tell"]
    assert run.mermaid().splitlines() == [
        "flowchart TD",
        '    s1{"Which?"}',
        '    subgraph s2["Both (Parallel)"]',
        '        subgraph s2b1["branch 1"]',
        '            subgraph s3["Each (Map)"]',
        '                s4["Work"]',
        "            end",
        "        end",
        '        subgraph s2b2["branch 2"]',
        '            s5(["No"])',
        "        end",
        "    end",
        '    s6("Tell")',
        '    s7(["Done"])',
        "    start((start))",
        "    finish((end))",
        "    start --> s1",
        '    s1 -->|"rule 1"| s2',
        '    s1 -->|"Default"| s7',
        "    s2 --> s7",
        '    s2 -.->|"States.ALL"| s6',
        "    s6 --> s7",
        "    s7 --> finish",
        "    classDef taken fill:#d5f0d5,stroke:#2e7d32",
        "    class s1,s2,s3,s4 taken",
        "    classDef failed fill:#f8d0d0,stroke:#c62828",
        "    class s5 failed",
        "    classDef here fill:#fff3c4,stroke:#f9a825",
        "    class s6 here",
        "    linkStyle 0,1,4 stroke:#2e7d32,stroke-width:3px",
    ]
    aws.clock.advance(seconds=5)
    assert "    linkStyle 0,1,4,5,6 stroke" in run.mermaid()


def test_labels_mean_nothing_to_mermaid(aws: World, sfn: Any) -> None:
    names = ["end", "1 is one", "über x=y", "a.b - c", "it's (fine)"]
    run = looked_at(aws, sfn, machine(*[(name, {"Type": "Pass"}) for name in names]))
    labels = re.findall(r'^    s\d+\["(.*)"\]$', run.mermaid(), re.MULTILINE)
    assert labels == names
    odd = ['say "hi"', "# 1;", "<b>`x`</b>", "{a|b}", "1. one", "- two", "a & b", "back\\slash"]
    run = looked_at(aws, sfn, machine(*[(name, {"Type": "Pass"}) for name in odd]), name="odd")
    labels = re.findall(r'^    s\d+\["(.*)"\]$', run.mermaid(), re.MULTILINE)
    assert [re.sub(r"#(\d+);", lambda found: chr(int(found[1])), label) for label in labels] == odd
    assert not re.search(r'["<>`{}|&\\]', re.sub(r"#\d+;", "", "".join(labels)))
    assert labels[4] == "1#46; one"
    assert labels[5] == "#45; two"


@pytest.mark.fakeaws(passthrough="off")
def test_the_whole_cause_says_what_to_do(aws: World, sfn: Any) -> None:
    get = {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": {"TableName": "t", "Key": {}}}
    run = looked_at(aws, sfn, machine(("Get", get)))
    first, *_, last = run.text().splitlines()
    assert first.endswith("Let something stand in for the task: aws.stepfunctions.mock_task('Get', returns=...)")
    assert last.startswith("└─ +00:00:00 Get (Task), failed: States.Runtime: ")
    assert last.endswith("…")
