"""A revision of a job definition."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeaws.aws.tags import Tags
from fakeaws.services.batch.definitions.containers import CONTAINER, ECS, EKS, NODES
from fakeaws.services.batch.definitions.defaults import completed, completed_strategy

if TYPE_CHECKING:
    from fakeaws.services.batch.definitions.effective import Effective

ACTIVE = "ACTIVE"
INACTIVE = "INACTIVE"

EC2 = "EC2"
FARGATE = "FARGATE"

_KEPT = (
    "type",
    "schedulingPriority",
    "timeout",
    "propagateTags",
    "platformCapabilities",
    "consumableResourceProperties",
)
_FORMS = (CONTAINER, ECS, EKS, NODES)


@dataclass(eq=False)
class JobDefinition:
    """``settings``: as registered, by the API's names, with what AWS adds. They and what is in them are never changed."""

    name: str
    revision: int
    arn: str
    settings: dict[str, Any]
    status: str = ACTIVE
    inactive_us: int | None = None
    tags: Tags = field(default_factory=Tags)
    #: What holds for a job that overrides nothing, once there was one.
    plain: Effective | None = None

    @property
    def form(self) -> str:
        """Which of ``containerProperties``, ``ecsProperties``, ``eksProperties``, ``nodeProperties`` it has."""
        return next(name for name in _FORMS if name in self.settings)

    @property
    def platform(self) -> str:
        """``EC2``, ``FARGATE`` or ``MANAGED_INSTANCES``; ``EKS`` for definitions of pods."""
        if is_for_eks(self.settings):
            return "EKS"
        return str((self.settings.get("platformCapabilities") or [EC2])[0])

    @property
    def container(self) -> dict[str, Any]:
        """``containerProperties``; ``{}`` for definitions of other forms."""
        found: dict[str, Any] = self.settings.get(CONTAINER) or {}
        return found

    def described(self) -> dict[str, Any]:
        """As DescribeJobDefinitions shows it."""
        return {
            "jobDefinitionName": self.name,
            "jobDefinitionArn": self.arn,
            "revision": self.revision,
            "status": self.status,
            **deepcopy(self.settings),
            "tags": dict(self.tags),
            "containerOrchestrationType": "EKS" if is_for_eks(self.settings) else "ECS",
        }


def settings_of(params: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a definition registered with ``params``, which have been checked and stay the caller's."""
    params = deepcopy(dict(params))
    form = next(name for name in _FORMS if params.get(name))
    found = {name: params[name] for name in _KEPT if name in params}
    found["parameters"] = dict(params.get("parameters") or {})
    fargate = FARGATE in (params.get("platformCapabilities") or ())
    found[form] = completed(form, params[form], fargate=fargate)
    if "retryStrategy" in params:
        found["retryStrategy"] = completed_strategy(params["retryStrategy"])
    return found


def is_for_eks(settings: Mapping[str, Any]) -> bool:
    """Whether its jobs are pods."""
    return EKS in settings or any(EKS in group for group in (settings.get(NODES) or {}).get("nodeRangeProperties", ()))
