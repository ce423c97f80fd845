"""The workflows from M to Z."""

from __future__ import annotations

import json
from typing import Any

from .runs import Fails, Run, in_turn, payload

_EMR = "Create an EMR cluster > Run first step"
_CLUSTER = {"ClusterId": "j-1"}

_WINNER = {
    "executionArn": "arn:aws:states:us-east-1:123456789012:execution:workers:1",
    "result": "Use queues.",
    "confidence_score": 0.9,
    "agent_id": 2,
}
_WORKERS: dict[str, Any] = {
    "taskToken": "x" * 64,
    "executionName": "e1",
    "query": "how?",
    "workers": [{"workerId": 1, "approach": "general"}],
}
_JUDGED = "Initialize Workers > Call Worker Agent > Evaluate Result > Check Confidence Threshold"
_JUDGEMENT = {"threshold_met": True, "result": "r", "confidence_score": 0.9, "agent_id": 1}
_APPROVERS = "SNS Publish to Approver 1", "SNS Publish to Approver2", "SNS Publish to Approver3"

_SUMMARISED = {"next_key": "k", "bucket": "b"}


def _upload(key: str) -> dict[str, Any]:
    return {"detail": {"bucket": {"name": "films"}, "object": {"key": key}}}


def _transcription(status: str) -> dict[str, Any]:
    return {"TranscriptionJob": {"TranscriptionJobName": "t1", "TranscriptionJobStatus": status}}


_TRANSCRIPT = {"Body": json.dumps({"results": {"transcripts": [{"transcript": "Hello"}]}})}
_TRANSCRIBING = " > Wait > GetTranscriptionJob > TranscriptionJobStatus"

RUNS: dict[str, tuple[Run, ...]] = {
    "manage-emr-job-cdk--statemachine": (
        Run(
            f"{_EMR} > Run second step > Terminate Cluster",
            {
                "Create an EMR cluster": _CLUSTER,
                "Run first step": {"Step": {"Id": "s-1"}},
                "Run second step": {"Step": {"Id": "s-2"}},
                "Terminate Cluster": {},
            },
        ),
        Run(
            _EMR,
            {"Create an EMR cluster": _CLUSTER, "Run first step": Fails("States.TaskFailed", "{}")},
            status="FAILED",
            error="States.TaskFailed",
        ),
    ),
    "pagination-loop--statemachine": (
        Run(
            "ListExecutions > more results? > List Executions nextPage > more results? > Success",
            {
                "ListExecutions": {"Executions": [{"Name": "1"}], "NextToken": "2"},
                "List Executions nextPage": {"Executions": [{"Name": "2"}]},
            },
        ),
        Run("ListExecutions > more results? > Success", {"ListExecutions": {"Executions": []}}),
    ),
    "parallel-agent-early-stopping--main": (
        Run(
            "ParseInput > Parse Direct Input > Initialize > Launch Workers > Clean Up Workers > Update State > "
            "Generate Synthesis > Format Final Output > Success",
            {"Launch Workers": _WINNER, "Generate Synthesis": payload({"synthesized_result": "Queues."})},
            {"query": "how?"},
        ),
        Run(
            "ParseInput > Parse SQS Input > Initialize > Launch Workers > All Workers Failed",
            {"Launch Workers": Fails("States.Timeout")},
            [{"body": '{"query": "how?"}'}],
            "FAILED",
            "AllWorkersFailed",
        ),
    ),
    "parallel-agent-early-stopping--worker": (
        Run(
            f"{_JUDGED} > Report Success",
            {"Call Worker Agent": payload({"answer": "r"}), "Evaluate Result": payload(_JUDGEMENT)},
            _WORKERS,
        ),
        Run(
            f"{_JUDGED} > Worker Error",
            {"Call Worker Agent": payload({"answer": "?"}), "Evaluate Result": payload({"threshold_met": False})},
            _WORKERS,
            "FAILED",
            "WorkerAgentError",
        ),
    ),
    "parallel-human-approval--StateMachine": (
        Run(f"Parallel > {' > '.join(_APPROVERS)} > Success", {name: {"approved": True} for name in _APPROVERS}),
        Run(
            f"Parallel > {' > '.join(_APPROVERS)} > Fail",
            {**{name: {"approved": True} for name in _APPROVERS}, _APPROVERS[1]: Fails("Rejected", "no budget")},
            status="FAILED",
        ),
    ),
    "retry-with-exponential-backoff-sam--statemachine": (
        Run(
            "Generate random response > Succeed",
            {"Generate random response": in_turn(Fails("Lambda.TooManyRequestsException"), payload("ok"))},
        ),
        Run("Generate random response > Fail", {"Generate random response": Fails("Exception")}, status="FAILED"),
    ),
    "s3-sfn-lambda-bedrock--statemachine": (
        Run(
            "CheckFileType > IngestPDFFile > SummarizeTextFile",
            {"IngestPDFFile": _SUMMARISED, "SummarizeTextFile": "short"},
            _upload("1.pdf"),
        ),
        Run("CheckFileType > UnsupportedFileType", {}, _upload("1.gif"), "FAILED", "UnsupportedFileType"),
    ),
    "script-generator--statemachine": (
        Run(
            f"StartTranscriptionJob{_TRANSCRIBING * 2} > GetObject > PutObject",
            {
                "StartTranscriptionJob": _transcription("IN_PROGRESS"),
                "GetTranscriptionJob": in_turn(_transcription("IN_PROGRESS"), _transcription("COMPLETED")),
                "GetObject": _TRANSCRIPT,
            },
            _upload("film.mp4"),
        ),
        Run(
            f"StartTranscriptionJob{_TRANSCRIBING} > Failed",
            {"StartTranscriptionJob": _transcription("IN_PROGRESS"), "GetTranscriptionJob": _transcription("FAILED")},
            _upload("film.mp4"),
            "FAILED",
            "FAILED",
        ),
    ),
}
