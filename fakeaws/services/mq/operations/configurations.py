"""Operations on configurations."""

from __future__ import annotations

import re

from fakeaws.aws.service import Call, Result
from fakeaws.services.mq import errors, limits
from fakeaws.services.mq.brokers.authentication import SIMPLE, read_strategy
from fakeaws.services.mq.configurations.configuration import Configuration, Revision
from fakeaws.services.mq.configurations.defaults import default_data, default_description
from fakeaws.services.mq.configurations.sanitizing import MOST_WARNINGS, sanitized
from fakeaws.services.mq.engines.engine import Engine
from fakeaws.services.mq.engines.rules import check_version, engine_of
from fakeaws.services.mq.operations.base import MqBase
from fakeaws.services.mq.operations.paging import paged
from fakeaws.services.mq.tagging import new_tags
from fakeaws.simulation.clock import from_us

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")
_NAME = re.compile(r"[A-Za-z0-9._~-]{1,150}")


class ConfigurationOperations(MqBase):
    """Create, update, describe, list, delete."""

    def create_configuration(self, call: Call) -> Result:
        params = call.params
        name, engine = params["Name"], engine_of(params["EngineType"])
        version = params.get("EngineVersion", engine.versions[0])
        check_version(engine, version)
        if not _NAME.fullmatch(name):
            raise errors.bad_request(f"Configuration name [{name}] is invalid.", "name")
        strategy = read_strategy(engine, params.get("AuthenticationStrategy", SIMPLE))
        if any(each.name == name for each in self.configurations.values()):
            raise errors.conflict(f"Configuration name [{name}] is already in use.", "name")
        tags = new_tags(params.get("Tags"))
        configuration = self.new_configuration(name, engine, version, strategy)
        configuration.tags = tags
        return {
            "Arn": configuration.arn,
            "AuthenticationStrategy": strategy,
            "Created": from_us(configuration.created_us),
            "Id": configuration.id,
            "LatestRevision": configuration.latest.described(),
            "Name": name,
        }

    def new_configuration(self, name: str, engine: Engine, version: str, strategy: str = SIMPLE) -> Configuration:
        """With its generated first revision."""
        id = self.new_id("c")
        now_us = self.world.wall_us
        made = Configuration(id, self.arn_of(f"configuration:{id}"), name, engine, version, strategy, now_us)
        made.revisions[1] = Revision(1, now_us, default_data(engine), default_description(name, engine, version))
        self.configurations[id] = made
        return made

    def configuration(self, id: str) -> Configuration:
        """The configuration of that id; raises NotFoundException."""
        found = self.configurations.get(id)
        if found is None:
            raise errors.no_configuration(id)
        return found

    def update_configuration(self, call: Call) -> Result:
        params = call.params
        configuration = self.configuration(params["ConfigurationId"])
        cleaned = sanitized(params["Data"], configuration.engine)
        if len(configuration.revisions) >= limits.CONFIGURATION_REVISIONS:
            raise errors.bad_request(
                f"A configuration can have {limits.CONFIGURATION_REVISIONS} revisions at most.",
                "configuration-revision",
            )
        number = configuration.latest.number + 1
        revision = Revision(number, self.world.wall_us, cleaned.data, params.get("Description"))
        configuration.revisions[number] = revision
        return {
            "Arn": configuration.arn,
            "Created": from_us(configuration.created_us),
            "Id": configuration.id,
            "LatestRevision": revision.described(),
            "Name": configuration.name,
            "Warnings": cleaned.warnings[:MOST_WARNINGS],
        }

    def describe_configuration(self, call: Call) -> Result:
        return self.configuration(call.params["ConfigurationId"]).described()

    def describe_configuration_revision(self, call: Call) -> Result:
        configuration = self.configuration(call.params["ConfigurationId"])
        text = call.params["ConfigurationRevision"]
        revision = configuration.revisions.get(int(text)) if _NUMBER.fullmatch(text) else None
        if revision is None:
            message = f"Can't find revision [{text}] of configuration [{configuration.id}]."
            raise errors.not_found(message, "configuration-revision")
        shown: Result = {
            "ConfigurationId": configuration.id,
            "Created": from_us(revision.created_us),
            "Data": revision.data,
        }
        if revision.description is not None:
            shown["Description"] = revision.description
        return shown

    def list_configurations(self, call: Call) -> Result:
        found, more = paged(list(self.configurations.values()), call.params, _creation, "configurations")
        return {"Configurations": [each.described() for each in found], **more}

    def list_configuration_revisions(self, call: Call) -> Result:
        configuration = self.configuration(call.params["ConfigurationId"])
        newest_first = sorted(configuration.revisions.values(), key=_number, reverse=True)
        found, more = paged(newest_first, call.params, _number, f"revisions {configuration.id}", descending=True)
        shown = [each.described() for each in found]
        return {"ConfigurationId": configuration.id, "Revisions": shown, **more}

    def delete_configuration(self, call: Call) -> Result:
        configuration = self.configuration(call.params["ConfigurationId"])
        for broker in self.brokers.values():
            pending = broker.pending.get("Configuration") or {}
            if configuration.id in ((broker.configuration or ("",))[0], pending.get("Id")):
                message = f"Configuration [{configuration.id}] is in use by broker [{broker.id}]."
                raise errors.conflict(message, "configuration_id")
        del self.configurations[configuration.id]
        return {"ConfigurationId": configuration.id}


def _creation(configuration: Configuration) -> tuple[int, str]:
    return configuration.created_us, configuration.id


def _number(revision: Revision) -> int:
    return revision.number
