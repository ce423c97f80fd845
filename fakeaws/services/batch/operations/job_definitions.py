"""RegisterJobDefinition, DeregisterJobDefinition, DescribeJobDefinitions."""

from __future__ import annotations

from collections.abc import Iterator

from fakeaws.aws.service import Call, Result
from fakeaws.services.batch import errors
from fakeaws.services.batch.definitions.checks.definition import check_definition
from fakeaws.services.batch.definitions.definition import ACTIVE, INACTIVE, JobDefinition, settings_of
from fakeaws.services.batch.definitions.invalid import Invalid
from fakeaws.services.batch.limits import DESCRIBED, INACTIVE_US
from fakeaws.services.batch.operations.base import BatchBase
from fakeaws.services.batch.operations.pages import listed
from fakeaws.services.batch.tagging import tags_of


class JobDefinitionOperations(BatchBase):
    """Operations on job definitions."""

    def register_job_definition(self, call: Call) -> Result:
        params = call.params
        try:
            check_definition(params)
        except Invalid as wrong:
            raise errors.wrapped(str(wrong), call.request_id) from None
        tags = tags_of(params)
        name = params["jobDefinitionName"]
        # The number of a revision that has gone is not given again.
        revision = self.last_revisions.get(name, 0) + 1
        self.last_revisions[name] = revision
        arn = self.arn_of(f"job-definition/{name}:{revision}")
        made = JobDefinition(name, revision, arn, settings_of(params), tags=tags)
        self.definitions.setdefault(name, {})[revision] = made
        return {"jobDefinitionName": name, "jobDefinitionArn": arn, "revision": revision}

    def deregister_job_definition(self, call: Call) -> Result:
        text = call.params["jobDefinition"]
        name, revision = self._read(text)
        if revision is None:
            raise errors.client(f"Job definition {text} must have a revision.")
        found = next(self._kept(name, revision), None)
        if found is None:
            raise errors.client(f"Job definition {text} not found.")
        if found.status == ACTIVE:
            found.status, found.inactive_us = INACTIVE, self.world.now_us
        return {}

    def describe_job_definitions(self, call: Call) -> Result:
        params = call.params
        wanted = params.get("jobDefinitions")
        status = params.get("status")
        if status not in (None, ACTIVE, INACTIVE):
            raise errors.client(f"Job definition status {status} is not valid.")
        if wanted:
            others = [each for each in params if each != "jobDefinitions" and params[each] is not None]
            if others:
                raise errors.client(f"jobDefinitions cannot be used with other parameters: {', '.join(others)}.")
            if len(wanted) > DESCRIBED:
                raise errors.client(f"Maximum number of job definitions supported is {DESCRIBED}")
            named = (each for text in wanted for each in self._kept(*self._read(text)))
            return {"jobDefinitions": [each.described() for each in dict.fromkeys(named)]}
        name = params.get("jobDefinitionName")
        names = self.definitions if name is None else [name]
        found = [each for one in list(names) for each in self._kept(one) if status in (None, each.status)]
        return listed(found, params, "jobDefinitions", key=_place, shown=JobDefinition.described)

    def definition(self, text: str) -> JobDefinition:
        """The ACTIVE definition of a name or an ARN, of which without a revision the newest; raises ClientException."""
        name, revision = self._read(text)
        inactive = False
        for each in self._kept(name, revision):
            if each.status == ACTIVE:
                return each
            inactive = True
        raise errors.client(
            f"Job definition {text} is not ACTIVE." if inactive else f"Job definition {text} not found."
        )

    def _read(self, text: str) -> tuple[str, str | None]:
        """Name and revision of ``name``, ``name:revision`` or an ARN; a foreign ARN is nobody's name."""
        if text.startswith("arn:"):
            start = self.arn_of("job-definition/")
            if not text.startswith(start):
                return text, None
            text = text[len(start) :]
        name, _, revision = text.partition(":")
        return name, revision or None

    def _kept(self, name: str, revision: str | None = None) -> Iterator[JobDefinition]:
        """Those of that name, newest first, without those that have been INACTIVE for too long."""
        revisions = self.definitions.get(name)
        if revisions is None:
            return
        if revision is not None:
            numbers = [int(revision)] if revision.isdecimal() and int(revision) in revisions else []
        else:
            numbers = list(reversed(revisions))
        for number in numbers:
            each = revisions[number]
            if each.inactive_us is not None and self.world.now_us - each.inactive_us >= INACTIVE_US:
                del revisions[number]
            else:
                yield each


def _place(definition: JobDefinition) -> tuple[str, int]:
    return definition.name, -definition.revision
