"""Operations on configurations and their revisions."""

from __future__ import annotations

from typing import Any

from tests.conformance.contract import AskService, Refusal, Scenario, Stage
from tests.conformance.mq import furniture as f
from tests.conformance.mq.rows import CONFLICT, INVALID, NOT_FOUND, Rows

NEVER_SHOWN: dict[str, dict[str, str]] = {}


async def _configurations(ask: AskService) -> None:
    made = await ask(
        "CreateConfiguration", EngineType="ACTIVEMQ", Name="policies", EngineVersion="5.18", Tags={"a": "b"}
    )
    id = made["Id"]
    await ask.wait(1)
    about = {"ConfigurationId": id}
    await ask("UpdateConfiguration", **about, Data=f.xml('<queue physicalName="q"/><sslContext/>', ' useJmx="true"'))
    await ask("UpdateConfiguration", **about, Data=f.xml("<plugins/>"), Description="with plugins")
    await ask("DescribeConfiguration", **about)
    for number in "123":
        await ask("DescribeConfigurationRevision", **about, ConfigurationRevision=number)
    await ask("CreateConfiguration", EngineType="RABBITMQ", Name="timeouts", AuthenticationStrategy="CONFIG_MANAGED")
    first = await ask("ListConfigurations", MaxResults=1)
    await ask("ListConfigurations", MaxResults=1, NextToken=first["NextToken"])
    revisions = await ask("ListConfigurationRevisions", **about, MaxResults=2)
    await ask("ListConfigurationRevisions", **about, MaxResults=2, NextToken=revisions["NextToken"])
    await ask("DeleteConfiguration", **about)
    await ask("ListConfigurations")


SCENARIOS: dict[str, Scenario] = dict.fromkeys(
    (
        "CreateConfiguration",
        "UpdateConfiguration",
        "DeleteConfiguration",
        "DescribeConfiguration",
        "DescribeConfigurationRevision",
        "ListConfigurationRevisions",
        "ListConfigurations",
    ),
    _configurations,
)
_CREATE, _UPDATE, _DELETE, _DESCRIBE, _REVISION, _REVISIONS, _LIST = SCENARIOS
_USUAL: dict[str, dict[str, Any]] = {
    _CREATE: {"EngineType": "ACTIVEMQ", "Name": "new"},
    _UPDATE: {"ConfigurationId": "<policies>", "Data": f.xml()},
    _DELETE: {"ConfigurationId": "<policies>"},
    _DESCRIBE: {"ConfigurationId": "<policies>"},
    _REVISION: {"ConfigurationId": "<policies>", "ConfigurationRevision": "1"},
    _REVISIONS: {"ConfigurationId": "<policies>"},
    _LIST: {},
}
_row = Rows(_USUAL)
_BROKER = 'The configuration must be a <broker xmlns="http://activemq.apache.org/schema/core"> element.'
_NO_BASE64 = "The configuration data must be base64-encoded UTF-8."


def _at_once_used(on: Stage) -> None:
    """By the broker, which has applied it."""
    _soon_used(on)
    on.ask("RebootBroker", BrokerId=on.values["<orders>"])
    on.wait(f.UNTIL_IT_RUNS)


def _soon_used(on: Stage) -> None:
    """By the broker, when it reboots."""
    configuration = on.ask("CreateConfiguration", EngineType="ACTIVEMQ", EngineVersion="5.18", Name="used")["Id"]
    on.values["<used>"] = configuration
    on.ask("UpdateBroker", BrokerId=on.values["<orders>"], Configuration={"Id": configuration, "Revision": 1})


def _full(on: Stage) -> None:
    for _ in range(297):
        on.ask("UpdateConfiguration", ConfigurationId=on.values["<policies>"], Data=f.xml())


#: Of CreateConfiguration: what is wrong, with which parameters.
_BAD: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    (
        "no engine",
        "engineType",
        "Broker engine type [KAFKA] is invalid. Valid values are: [ACTIVEMQ, RABBITMQ]",
        {"EngineType": "KAFKA"},
    ),
    (
        "an old version",
        "engineVersion",
        "Broker engine version [3.8.6] is invalid. Valid values: [4.3, 4.2, 3.13]",
        {"EngineType": "RABBITMQ", "EngineVersion": "3.8.6"},
    ),
    (
        "the other engine's version",
        "engineVersion",
        "Broker engine version [3.13] is invalid. Valid values: [5.19, 5.18]",
        {"EngineVersion": "3.13"},
    ),
    ("51 tags", "tags", "A resource can have 50 tags at most.", {"Tags": {f"tag{n}": "" for n in range(51)}}),
    *(
        (f"name {name!r}", "name", f"Configuration name [{name}] is invalid.", {"Name": name})
        for name in ("", "a b", "a/b", "n" * 151)
    ),
    *(
        (
            f"{strategy} for {engine}",
            "authenticationStrategy",
            message,
            {"EngineType": engine, "AuthenticationStrategy": strategy},
        )
        for engine, strategy, message in (
            (
                "ACTIVEMQ",
                "KERBEROS",
                "Authentication strategy [KERBEROS] is invalid. Valid values: [SIMPLE, LDAP, CONFIG_MANAGED]",
            ),
            (
                "ACTIVEMQ",
                "CONFIG_MANAGED",
                "Broker engine type [ActiveMQ] does not support authentication strategy [CONFIG_MANAGED].",
            ),
            (
                "RABBITMQ",
                "LDAP",
                "Broker engine type [RabbitMQ] does not support authentication strategy [LDAP].",
            ),
        )
    ),
)
REFUSALS: tuple[Refusal, ...] = (
    *(_row.no_configuration(operation) for operation in (_UPDATE, _DELETE, _DESCRIBE, _REVISION, _REVISIONS)),
    *(_row(id, _CREATE, INVALID, attribute, message, **changed) for id, attribute, message, changed in _BAD),
    _row(
        "there is one", _CREATE, CONFLICT, "name", "Configuration name [policies] is already in use.", Name="policies"
    ),
    *(
        _row(id, _UPDATE, INVALID, "data", message, Data=data)
        for id, message, data in (
            ("no base64", _NO_BASE64, "<broker/>"),
            ("no UTF-8", _NO_BASE64, "/w=="),
            ("no namespace", _BROKER, f.base64_of("<broker/>")),
            ("another root", _BROKER, f.base64_of('<beans xmlns="http://activemq.apache.org/schema/core"/>')),
            (
                "not closed",
                "The configuration is not well-formed XML: no element found: line 1, column 8",
                f.base64_of("<broker>"),
            ),
            (
                "a document type",
                "The configuration must have no document type declaration.",
                f.base64_of("<!DOCTYPE broker><broker/>"),
            ),
        )
    ),
    *(
        _row(id, _UPDATE, INVALID, "data", message, ConfigurationId="<timeouts>", Data=f.base64_of(text))
        for id, text, message in (
            ("no value", "# a\nheartbeat =", "The configuration is not valid: line 2 is not [key = value]."),
            ("another setting", "a.b = 1", "The configuration is not valid: [a.b] is not supported."),
            (
                "another value",
                "consumer_timeout = soon",
                "The configuration is not valid: [soon] is no value for [consumer_timeout].",
            ),
            ("XML for RabbitMQ", "<broker/>", "The configuration is not valid: line 1 is not [key = value]."),
        )
    ),
    _row(
        "301 revisions",
        _UPDATE,
        INVALID,
        "configuration-revision",
        "A configuration can have 300 revisions at most.",
        _full,
    ),
    *(
        _row(
            id,
            _DELETE,
            CONFLICT,
            "configuration_id",
            "Configuration [<used>] is in use by broker [<orders>].",
            given,
            ConfigurationId="<used>",
        )
        for id, given in (("in use", _at_once_used), ("soon in use", _soon_used))
    ),
    *(
        _row(
            f"revision {number}",
            _REVISION,
            NOT_FOUND,
            "configuration-revision",
            f"Can't find revision [{number}] of configuration [<policies>].",
            ConfigurationRevision=number,
        )
        for number in ("0", "4", "-1", "latest", "²")
    ),
    *(row for operation in (_REVISIONS, _LIST) for row in _row.bad_pages(operation)),
)

_BY_ID = "all that is asked is an id: it is found or not"
UNASKED: dict[str, str] = {
    "DeleteConfiguration.BadRequestException": _BY_ID,
    "DescribeConfiguration.BadRequestException": _BY_ID,
    "DescribeConfigurationRevision.BadRequestException": _BY_ID,
    "UpdateConfiguration.ConflictException": "calls come one after the other: aws.faults.fail with the code",
}
