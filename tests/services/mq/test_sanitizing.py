from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from tests.services.mq.support import base64_of, refused, text_of, xml

ELEMENT, ATTRIBUTE = "DISALLOWED_ELEMENT_REMOVED", "DISALLOWED_ATTRIBUTE_REMOVED"
VALUE = "INVALID_ATTRIBUTE_VALUE_REMOVED"


def update(mq: Any, data: str, engine: str = "ACTIVEMQ") -> tuple[str, list[tuple[str, ...]]]:
    """The text of the new revision, and the warnings."""
    id = mq.create_configuration(Name="policies", EngineType=engine)["Id"]
    updated = mq.update_configuration(ConfigurationId=id, Data=data)
    number = str(updated["LatestRevision"]["Revision"])
    kept = mq.describe_configuration_revision(ConfigurationId=id, ConfigurationRevision=number)["Data"]
    return text_of(kept), [tuple(warning.values()) for warning in updated["Warnings"]]


def test_what_is_permitted_stays_byte_by_byte(mq: Any) -> None:
    data = xml(
        """
        <!-- retries -->
        <destinationPolicy><policyMap><policyEntries>
          <policyEntry queue="&gt;" memoryLimit="64 mb" producerFlowControl="true" maxPageSize="200"/>
        </policyEntries></policyMap></destinationPolicy>
        <plugins><forcePersistencyModeBrokerPlugin persistenceFlag="true"/><statisticsBrokerPlugin/></plugins>
        <networkConnectors>
          <networkConnector name="far" userName="bridge" duplex="true" uri="static:(ssl://b-1.mq.amazonaws.com:61617)"/>
        </networkConnectors>
        <persistenceAdapter><kahaDB concurrentStoreAndDispatchQueues="false"/></persistenceAdapter>
        """,
        ' schedulerSupport="true"',
    )
    kept, warnings = update(mq, data)
    assert warnings == []
    assert kept == text_of(data)


def test_elements_that_are_not_permitted_go_with_all_they_hold(mq: Any) -> None:
    kept, warnings = update(
        mq, xml("<sslContext><sslContext/></sslContext><plugins><myPlugin/></plugins><managementContext/>")
    )
    assert warnings == [("sslContext", ELEMENT), ("myPlugin", ELEMENT), ("managementContext", ELEMENT)]
    root = ElementTree.fromstring(kept)
    assert [element.tag.rpartition("}")[2] for element in root.iter()] == ["broker", "plugins"]


def test_another_namespaces_elements_are_not_activemqs(mq: Any) -> None:
    _, warnings = update(mq, xml('<b:queue xmlns:b="http://www.springframework.org/schema/beans"/>'))
    assert warnings == [("queue", ELEMENT)]


def test_attributes_that_are_not_permitted_go(mq: Any) -> None:
    inside = '<transportConnectors><transportConnector name="a" uri="tcp://0.0.0.0:61616"/></transportConnectors>'
    kept, warnings = update(mq, xml(inside, ' useJmx="true" dataDirectory="/tmp" schedulerSupport="true"'))
    assert warnings == [
        ("useJmx", "broker", ATTRIBUTE),
        ("dataDirectory", "broker", ATTRIBUTE),
        ("uri", "transportConnector", ATTRIBUTE),
    ]
    root = ElementTree.fromstring(kept)
    assert root.attrib == {"schedulerSupport": "true"}
    assert "tcp://" not in kept


def test_passwords_are_not_kept(mq: Any) -> None:
    kept, warnings = update(mq, xml('<networkConnectors><networkConnector password="hush-hush"/></networkConnectors>'))
    assert warnings == [("password", "networkConnector", ATTRIBUTE)]
    assert "hush-hush" not in kept


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("memoryLimit", "a lot"), ("queuePrefetch", "1.5"), ("producerFlowControl", "yes"), ("optimizedDispatch", "TRUE")],
)
def test_values_that_do_not_fit_go(mq: Any, attribute: str, value: str) -> None:
    kept, warnings = update(mq, xml(f'<policyEntry queue="a" {attribute}="{value}"/>'))
    assert warnings == [(attribute, "policyEntry", VALUE)]
    assert 'queue="a"' in kept
    assert attribute not in kept


def test_what_was_cleaned_is_clean(mq: Any) -> None:
    kept, _ = update(mq, xml('<plugins><myPlugin/></plugins><policyEntry queue="&gt;" memoryLimit="x"/>'))
    mq.delete_configuration(ConfigurationId=mq.list_configurations()["Configurations"][0]["Id"])
    again, warnings = update(mq, base64_of(kept))
    assert (again, warnings) == (kept, [])


def test_only_the_first_twenty_are_told_of(mq: Any) -> None:
    kept, warnings = update(mq, xml("".join(f"<bean{number}/>" for number in range(25))))
    assert [name for name, _ in warnings] == [f"bean{number}" for number in range(20)]
    assert "bean24" not in kept


def test_the_process_keeps_its_own_prefixes(mq: Any) -> None:
    update(mq, xml("<beans/>"))
    element = ElementTree.Element("{http://activemq.apache.org/schema/core}broker")
    assert ElementTree.tostring(element).startswith(b"<ns0:broker ")


def test_rabbitmqs_settings_stay_byte_by_byte(mq: Any) -> None:
    text = "# slow consumers\nconsumer_timeout=0\n\n  heartbeat = 3600\nauth_oauth2.resource_server_id = orders\n"
    assert update(mq, base64_of(text), "RABBITMQ") == (text, [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("heartbeat", "line 1 is not [key = value]."),
        ("= 60", "line 1 is not [key = value]."),
        ("heartbeat = 59", "[59] is no value for [heartbeat]."),
        ("consumer_timeout = 2147483648", "[2147483648] is no value for [consumer_timeout]."),
        (
            "secure.management.http.headers.enabled = on",
            "[on] is no value for [secure.management.http.headers.enabled].",
        ),
        ("listeners.tcp.default = 5672", "[listeners.tcp.default] is not supported."),
    ],
)
def test_other_settings_are_refused(mq: Any, line: str, message: str) -> None:
    id = mq.create_configuration(Name="timeouts", EngineType="RABBITMQ")["Id"]
    told = refused(mq.update_configuration, ConfigurationId=id, Data=base64_of(line))
    assert told == f"data: The configuration is not valid: {message}"
