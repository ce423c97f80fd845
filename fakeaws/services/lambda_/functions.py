"""Functions and their versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fakeaws.aws.arns import partition_of
from fakeaws.aws.tags import Tags
from fakeaws.services.lambda_ import times
from fakeaws.services.lambda_.code import Code, RegisteredCode
from fakeaws.services.lambda_.configuration import Configuration
from fakeaws.services.lambda_.environments.pool import Environments
from fakeaws.services.lambda_.names import LATEST, is_number
from fakeaws.services.lambda_.packages import Package

if TYPE_CHECKING:
    from fakeaws.services.lambda_.aliases import Alias
    from fakeaws.services.lambda_.asynchronous.configuration import EventInvokeConfig
    from fakeaws.services.lambda_.concurrency.provisioned import Provisioned
    from fakeaws.services.lambda_.invocations.invocation import Invocation
    from fakeaws.services.lambda_.operations.base import LambdaBase
    from fakeaws.services.lambda_.policies import ResourcePolicy
    from fakeaws.services.lambda_.urls import FunctionUrl


class Version:
    """Code and configuration under a number, or under ``$LATEST``.

    It never changes, save that a registered callable may take the place of its code: an update of ``$LATEST`` is a new
    one, and invocations under way end on the old.
    """

    def __init__(
        self, function: Function, number: str, configuration: Configuration, code: Code, package: Package | None = None
    ) -> None:
        service = function.service
        self.function = function
        self.number = number
        self.configuration = configuration
        self._source = configuration
        self.code = code
        self.environments = Environments(self)
        self.package = package or Package.of_callable(function.name)
        self.revision = service.new_id()
        self.modified_us = service.world.wall_us
        #: "Auto", or what PutRuntimeManagementConfig said.
        self.runtime_updates = "Auto"
        self.runtime_version_arn: str | None = None

    @property
    def arn(self) -> str:
        """Qualified."""
        return f"{self.function.arn}:{self.number}"

    def published_from(self, latest: Version) -> bool:
        """Whether publishing ``latest`` would give this version again."""
        if (self._source, self.package) != (latest.configuration, latest.package):
            return False
        registered = isinstance(self.code, RegisteredCode) or isinstance(latest.code, RegisteredCode)
        return not registered or self.code is latest.code


class Function:
    """A function of one account and region, with its versions."""

    def __init__(
        self, service: LambdaBase, name: str, configuration: Configuration, code: Code, package: Package | None = None
    ) -> None:
        self.service = service
        self.name = name
        region, account = service.region, service.account
        self.arn = f"arn:{partition_of(region)}:lambda:{region}:{account}:function:{name}"
        at_home = service.world.is_home(account, region)
        #: The function's name on the timeline.
        self.resource = name if at_home else self.arn
        self.latest = Version(self, LATEST, configuration, code, package)
        #: Published ones, by number, ascending.
        self.versions: dict[str, Version] = {}
        self.published = 0
        #: By name.
        self.aliases: dict[str, Alias] = {}
        #: By qualifier, "" for the function's own.
        self.policies: dict[str, ResourcePolicy] = {}
        self.urls: dict[str, FunctionUrl] = {}
        self.tags = Tags()
        self.reserved_concurrency: int | None = None
        #: By qualifier.
        self.provisioned: dict[str, Provisioned] = {}
        self.event_invoke_configs: dict[str, EventInvokeConfig] = {}
        self.recursive_loop = "Terminate"
        #: Whether CreateFunction made it; one that only a test registered gives way to it.
        self.created = False
        #: All that were begun, in order.
        self.invocations: list[Invocation] = []
        #: Service principals that were let in with a warning.
        self.warned: set[tuple[str, str | None]] = set()
        #: With strict states, in the world's elapsed time: until when it is being created, being updated.
        self.pending_until_us = 0
        self.updating_until_us = 0
        self._before_update: Version | None = None

    # -- states ------------------------------------------------------------------------------------------------------

    @property
    def pending(self) -> bool:
        """Whether it is being created."""
        return self.service.world.now_us < self.pending_until_us

    @property
    def updating(self) -> bool:
        """Whether an update of ``$LATEST`` is in progress."""
        return self.service.world.now_us < self.updating_until_us

    @property
    def serving(self) -> Version:
        """What an invocation of ``$LATEST`` runs: while an update is in progress, the one before."""
        return self._before_update if self.updating and self._before_update is not None else self.latest

    def state(self, number: str = LATEST) -> dict[str, str]:
        """``State`` and ``LastUpdateStatus`` as they are now."""
        if self.pending:
            return {**PENDING}
        if number == LATEST and self.updating:
            return {"State": "Active", **IN_PROGRESS}
        return {"State": "Active", "LastUpdateStatus": "Successful"}

    # -- versions ----------------------------------------------------------------------------------------------------

    def update(
        self,
        *,
        configuration: Configuration | None = None,
        code: Code | None = None,
        package: Package | None = None,
    ) -> Version:
        """Replace ``$LATEST`` by one that differs in what is given."""
        old = self.latest
        new = Version(self, LATEST, configuration or old.configuration, code or old.code, package or old.package)
        new.runtime_updates, new.runtime_version_arn = old.runtime_updates, old.runtime_version_arn
        old.environments.retire()
        self._before_update = old
        self.updating_until_us = self.service.world.now_us + self.service.strict_us
        self.latest = new
        return new

    def publish(self, description: str | None = None) -> Version:
        """The next number for what ``$LATEST`` is; the last one again if nothing has changed since."""
        latest = self.latest
        last = self.versions.get(str(self.published))
        if last is not None and last.published_from(latest):
            return last
        self.published += 1
        version = Version(self, str(self.published), latest.configuration, latest.code, latest.package)
        if description is not None:
            version.configuration = replace(latest.configuration, description=description)
        version.runtime_updates, version.runtime_version_arn = latest.runtime_updates, latest.runtime_version_arn
        self.versions[version.number] = version
        return version

    @property
    def all_versions(self) -> tuple[Version, ...]:
        """``$LATEST``, then the published ones, ascending."""
        return (self.latest, *self.versions.values())

    def register(self, code: RegisteredCode) -> None:
        """Let a callable stand for the code: of ``$LATEST``, and of versions that no callable stands for yet."""
        self.latest.code = code
        self.latest.environments.retire()
        for version in self.versions.values():
            if not isinstance(version.code, RegisteredCode):
                version.code = code
                version.environments.retire()

    def resolve(self, qualifier: str) -> Version | None:
        """What an invocation with that qualifier runs; an alias with weights draws. ``None`` if there is none."""
        if qualifier == LATEST:
            return self.serving
        if is_number(qualifier):
            return self.versions.get(qualifier)
        alias = self.aliases.get(qualifier)
        return None if alias is None else alias.chosen()

    def described(self, qualifier: str) -> Version | None:
        """Like `resolve`, for operations that tell of it: nothing is drawn, and an update in progress shows."""
        if qualifier == LATEST:
            return self.latest
        if is_number(qualifier):
            return self.versions.get(qualifier)
        alias = self.aliases.get(qualifier)
        return None if alias is None else alias.main

    # -- answers -----------------------------------------------------------------------------------------------------

    def members(self, version: Version, arn: str | None = None, state: dict[str, str] | None = None) -> dict[str, Any]:
        """As the model's ``FunctionConfiguration``; ``arn``: how it was asked for. An empty ``state``: as in listings."""
        service = self.service
        shown = self.state(version.number) if state is None else state
        answer = {
            "FunctionName": self.name,
            "FunctionArn": arn or (self.arn if version.number == LATEST else version.arn),
            **version.configuration.members(self.name, version.number),
            "CodeSize": version.package.size,
            "CodeSha256": version.package.sha256,
            "LastModified": times.text(version.modified_us),
            "Version": version.number,
            "RevisionId": version.revision,
            **shown,
        }
        layers = [service.layer_reference(each) for each in version.configuration.layers]
        if layers:
            answer["Layers"] = layers
        if shown and version.configuration.package_type == "Zip":
            answer["RuntimeVersionConfig"] = {"RuntimeVersionArn": service.runtime_arn(version)}
        return answer


PENDING = {"State": "Pending", "StateReason": "The function is being created.", "StateReasonCode": "Creating"}
IN_PROGRESS = {
    "LastUpdateStatus": "InProgress",
    "LastUpdateStatusReason": "The function is being created.",
    "LastUpdateStatusReasonCode": "Creating",
}
