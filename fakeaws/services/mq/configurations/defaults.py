"""What a new configuration holds."""

from __future__ import annotations

import base64

from fakeaws.services.mq.engines.engine import ACTIVEMQ, Engine

_ACTIVEMQ = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<broker xmlns="http://activemq.apache.org/schema/core">
  <destinationPolicy>
    <policyMap>
      <policyEntries>
        <policyEntry topic="&gt;">
          <pendingMessageLimitStrategy>
            <constantPendingMessageLimitStrategy limit="1000"/>
          </pendingMessageLimitStrategy>
        </policyEntry>
      </policyEntries>
    </policyMap>
  </destinationPolicy>
  <plugins/>
</broker>
"""
_RABBITMQ = "# Thirty minutes, in milliseconds\nconsumer_timeout = 1800000\n"


def default_data(engine: Engine) -> str:
    """The first revision's data, in base64."""
    return base64.b64encode((_ACTIVEMQ if engine is ACTIVEMQ else _RABBITMQ).encode()).decode()


def default_description(name: str, engine: Engine, version: str) -> str:
    """The first revision's description."""
    return f"Auto-generated default for {name} on {engine.name} {version}"
