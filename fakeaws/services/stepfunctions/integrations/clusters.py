"""elasticmapreduce:*: EMR's clusters and their steps, one at a time where the API takes several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from fakeaws.aws.service import Result
from fakeaws.services.stepfunctions.integrations.integration import Integration
from fakeaws.services.stepfunctions.integrations.polled_jobs import Job, JobCall
from fakeaws.services.stepfunctions.integrations.services import ServiceCall
from fakeaws.services.stepfunctions.integrations.shapes import request
from fakeaws.services.stepfunctions.integrations.shapes.names import as_in_api
from fakeaws.services.stepfunctions.language.json_text import Json

if TYPE_CHECKING:
    from fakeaws.services.stepfunctions.engine.tasks.attempt import Attempt

Rewording = Callable[[dict[str, Json]], dict[str, Json]]

_ENDED_BADLY: Final = frozenset({"TERMINATED_WITH_ERRORS"})


class Reworded(ServiceCall):
    """``reworded`` makes the API's parameters of the action's, ``renamed`` the action's result of the API's."""

    def __init__(self, operation: str, reworded: Rewording, renamed: Rewording) -> None:
        super().__init__("emr", operation)
        self._reworded = reworded
        self._renamed = renamed

    def params(self, attempt: Attempt) -> dict[str, Any]:
        given = attempt.parameters
        return request(self.model, self._reworded(given) if isinstance(given, dict) else given, as_in_api)

    def shown(self, answer: Result, attempt: Attempt) -> dict[str, Json]:
        return self._renamed(super().shown(answer, attempt))


class ClusterCall(Reworded, JobCall):
    """One that begins something."""

    def __init__(self, operation: str, reworded: Rewording, renamed: Rewording, job: Job) -> None:
        JobCall.__init__(self, "emr", operation, job)
        self._reworded = reworded
        self._renamed = renamed


def _same(given: dict[str, Json]) -> dict[str, Json]:
    return given


def _one_of_many(name: str, of: str) -> Rewording:
    """``{name: x}`` → ``{of: [x]}``."""

    def reworded(given: dict[str, Json]) -> dict[str, Json]:
        return {(of if each == name else each): [value] if each == name else value for each, value in given.items()}

    return reworded


def _renaming(names: Mapping[str, str]) -> Rewording:
    """Members by other names; of one whose new name ends with ``[]``, the first of its values."""

    def renamed(given: dict[str, Json]) -> dict[str, Json]:
        found: dict[str, Json] = {}
        for each, value in given.items():
            name = names.get(each, each)
            found[name.removesuffix("[]")] = value[0] if name.endswith("[]") and isinstance(value, list) else value
        return {name: found[name] for name in sorted(found)}

    return renamed


def _add_step(given: dict[str, Json]) -> dict[str, Json]:
    return _one_of_many("Step", "Steps")(_renaming({"ClusterId": "JobFlowId"})(given))


class CreateCluster(ClusterCall):
    """The result names the cluster, with ``.sync`` as well."""

    def outcome(self, description: Json, attempt: Attempt) -> Json:
        answer: dict[str, Json] = attempt.job.known["answer"]
        return {"ClusterArn": answer["ClusterArn"], "ClusterId": answer["JobFlowId"]}


CLUSTERS: Final[dict[tuple[str, str], Integration]] = {
    ("elasticmapreduce", "createCluster"): CreateCluster(
        "RunJobFlow",
        _same,
        _renaming({"JobFlowId": "ClusterId"}),
        Job(
            "DescribeCluster",
            {"ClusterId": "answer.JobFlowId"},
            "Cluster",
            "Status.State",
            frozenset({"WAITING", "RUNNING", "TERMINATED"}),
            _ENDED_BADLY,
            "TerminateJobFlows",
            {"JobFlowIds": ["answer.JobFlowId"]},
        ),
    ),
    ("elasticmapreduce", "terminateCluster"): ClusterCall(
        "TerminateJobFlows",
        _one_of_many("ClusterId", "JobFlowIds"),
        _same,
        Job(
            "DescribeCluster",
            {"ClusterId": "request.JobFlowIds.0"},
            "",
            "Cluster.Status.State",
            frozenset({"TERMINATED"}) | _ENDED_BADLY,
        ),
    ),
    ("elasticmapreduce", "addStep"): ClusterCall(
        "AddJobFlowSteps",
        _add_step,
        _renaming({"StepIds": "StepId[]"}),
        Job(
            "DescribeStep",
            {"ClusterId": "request.JobFlowId", "StepId": "answer.StepIds.0"},
            "",
            "Step.Status.State",
            frozenset({"COMPLETED"}),
            frozenset({"CANCELLED", "FAILED", "INTERRUPTED"}),
            "CancelSteps",
            {"ClusterId": "request.JobFlowId", "StepIds": ["answer.StepIds.0"]},
        ),
    ),
    ("elasticmapreduce", "cancelStep"): Reworded(
        "CancelSteps",
        _one_of_many("StepId", "StepIds"),
        _renaming({"CancelStepsInfoList": "CancelStepsInfo[]"}),
    ),
    ("elasticmapreduce", "setClusterTerminationProtection"): Reworded(
        "SetTerminationProtection", _one_of_many("ClusterId", "JobFlowIds"), _same
    ),
}
