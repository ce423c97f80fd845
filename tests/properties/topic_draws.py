"""What is drawn for topics: messages, filter policies, subscriptions; and their client."""

from __future__ import annotations

from typing import Any

import boto3
from hypothesis import strategies as st

from .topic_model import Given, Policy, Scope

SNS: Any = boto3.session.Session().client(
    "sns", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
)
QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:"
SLOTS = ("one", "two", "three")

NAMES = st.sampled_from(SLOTS)
RULES: dict[str, list[Any]] = {
    "kind": ["a", "b", {"prefix": "a"}, {"anything-but": ["a"]}, {"exists": True}, {"exists": False}],
    "price": [1, 10, {"numeric": [">=", 5]}, {"numeric": ["<", 5]}, {"exists": False}, {"anything-but": [10]}],
}
POLICIES: st.SearchStrategy[Policy | None] = st.one_of(
    st.none(),
    *(
        st.fixed_dictionaries({key: st.lists(st.sampled_from(rules), min_size=1, max_size=2) for key, rules in keys})
        for keys in (list(RULES.items())[:1], list(RULES.items())[1:], list(RULES.items()))
    ),
)
SCOPES: st.SearchStrategy[Scope] = st.sampled_from(["MessageAttributes", "MessageAttributes", "MessageBody"])
#: A subscription from the start: raw, filter policy, scope, dead-letter queue, and whether both queues let the topic send.
BEGUN = st.tuples(
    st.booleans(),
    POLICIES,
    SCOPES,
    st.booleans(),
    st.sampled_from([True, True, False]),
    st.sampled_from([True, True, False]),
)
KINDS = st.sampled_from([None, "a", "b", "ab"])
GIVEN = st.builds(
    Given,
    kind=KINDS,
    price=st.sampled_from([None, 1, 10]),
    body_kind=KINDS,
    group=st.sampled_from(["g", "g", "h"]),
    deduplication_id=st.sampled_from([None, None, "x", "y"]),
    same=st.sampled_from([False, False, True]),
)
MESSAGES = st.lists(GIVEN, min_size=1, max_size=4)
