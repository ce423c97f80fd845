"""Operations on job definitions."""

from __future__ import annotations

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.definitions.definition import ACTIVE, JobDefinition
from fakeaws.services.batch.names import name_in
from fakeaws.services.batch.operations.base import BatchBase


class JobDefinitionOperations(BatchBase):
    """Register."""

    def register_job_definition(self, call: Call) -> Result:
        params = call.params
        name = params["jobDefinitionName"]
        revisions = self.definitions.setdefault(name, {})
        revision = max(revisions, default=0) + 1
        settings = {key: value for key, value in params.items() if key not in ("jobDefinitionName", "tags")}
        arn = self.arn_of(f"job-definition/{name}:{revision}")
        revisions[revision] = JobDefinition(name, revision, arn, settings)
        return {"jobDefinitionName": name, "jobDefinitionArn": arn, "revision": revision}

    def definition(self, text: str) -> JobDefinition:
        """The ACTIVE definition of a name, with or without a revision, or an ARN; raises ClientException."""
        name, _, revision = name_in(text, "job-definition").partition(":")
        revisions = self.definitions.get(name, {})
        active = [each for each in revisions.values() if each.status == ACTIVE]
        if revision:
            active = [each for each in active if str(each.revision) == revision]
        if not active:
            raise errors.client(f"Job definition {text} not found.")
        return max(active, key=lambda each: each.revision)
