"""Delivery policies: how often and when an HTTP endpoint is tried, what a subscription and a topic say about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from fakeaws.services.sns.errors import BadAttribute

_RETRY_DEFAULTS: dict[str, Any] = {
    "minDelayTarget": 20,
    "maxDelayTarget": 20,
    "numRetries": 3,
    "numMaxDelayRetries": 0,
    "numNoDelayRetries": 0,
    "numMinDelayRetries": 0,
    "backoffFunction": "linear",
}
_BACKOFFS = ("linear", "arithmetic", "geometric", "exponential")
_CONTENT_TYPE = "text/plain; charset=UTF-8"
_CONTENT_TYPES = frozenset(
    (
        "text/plain",
        "application/json",
        "text/csv",
        "text/html",
        "text/css",
        "text/xml",
        "application/xml",
        "application/atom+xml",
        "application/octet-stream",
        "application/soap+xml",
        "application/x-www-form-urlencoded",
        "application/xhtml+xml",
    )
)
_LONGEST_S = 3_600
_MOST_RETRIES = 100


class RetryPolicy(NamedTuple):
    """When failed attempts are repeated; delays in seconds."""

    min_delay: int
    max_delay: int
    retries: int
    max_delay_retries: int
    no_delay_retries: int
    min_delay_retries: int
    backoff: str

    @classmethod
    def of(cls, policy: Mapping[str, Any]) -> RetryPolicy:
        """From a policy with all its fields."""
        return cls(*(policy[name] for name in _RETRY_DEFAULTS))

    @property
    def backoff_retries(self) -> int:
        """Retries between the phases with one delay."""
        return self.retries - self.no_delay_retries - self.min_delay_retries - self.max_delay_retries

    def delay(self, retry: int) -> float | None:
        """Seconds before the retry of that number, from 1; ``None`` if there is none."""
        if retry > self.retries:
            return None
        at = retry - 1 - self.no_delay_retries
        if at < 0:
            return 0.0
        at -= self.min_delay_retries
        if at < 0:
            return float(self.min_delay)
        if at < self.backoff_retries:
            return backoff(self.backoff, self.min_delay, self.max_delay, at, self.backoff_retries)
        return float(self.max_delay)

    def total(self) -> float:
        """Seconds that all delays take together."""
        return sum(self.delay(retry) or 0.0 for retry in range(1, self.retries + 1))


def backoff(function: str, low: float, high: float, i: int, count: int) -> float:
    """The delay ``i`` (from 0) of ``count`` between ``low`` and ``high``: the first is ``low``, the last ``high``."""
    if count == 1:
        return float(low)
    if function == "geometric":
        return float(low * (high / low) ** (i / (count - 1)))
    if function == "linear":
        part = i / (count - 1)
    elif function == "arithmetic":
        part = i * (i + 1) / ((count - 1) * count)
    else:
        part = (2**i - 1) / (2 ** (count - 1) - 1)
    return float(low + (high - low) * part)


class DeliveryPolicy(NamedTuple):
    """An effective delivery policy: that of a topic, or of a subscription with the topic's filled in."""

    retry: RetryPolicy
    max_per_second: int | None
    content_type: str
    overridable: bool
    #: As AWS shows it.
    text: str


def effective_for_topic(text: str | None) -> DeliveryPolicy:
    """What a topic's checked policy, or none, amounts to."""
    given = (json.loads(text).get("http") or {}) if text else {}
    retry = {**_RETRY_DEFAULTS, **(given.get("defaultHealthyRetryPolicy") or {})}
    throttle = given.get("defaultThrottlePolicy")
    request = given.get("defaultRequestPolicy") or {"headerContentType": _CONTENT_TYPE}
    overrides = bool(given.get("disableSubscriptionOverrides"))
    http: dict[str, Any] = {
        "defaultHealthyRetryPolicy": _in_order(retry),
        "disableSubscriptionOverrides": overrides,
        **({"defaultThrottlePolicy": throttle} if throttle else {}),
        "defaultRequestPolicy": request,
    }
    return DeliveryPolicy(
        RetryPolicy.of(retry),
        (throttle or {}).get("maxReceivesPerSecond"),
        request.get("headerContentType") or _CONTENT_TYPE,
        not overrides,
        _compact({"http": http}),
    )


def effective_for_subscription(text: str | None, topic: DeliveryPolicy) -> DeliveryPolicy:
    """What a subscription's checked policy, or none, amounts to under its topic's."""
    given: Mapping[str, Any] = json.loads(text) if text and topic.overridable else {}
    retry = given.get("healthyRetryPolicy")
    policy = RetryPolicy.of({**_RETRY_DEFAULTS, **retry}) if retry else topic.retry
    throttle = given.get("throttlePolicy")
    rate = throttle.get("maxReceivesPerSecond") if throttle else topic.max_per_second
    content_type = (given.get("requestPolicy") or {}).get("headerContentType") or topic.content_type
    shown = _shape(
        dict(zip(_RETRY_DEFAULTS, policy, strict=True)),
        None if rate is None else {"maxReceivesPerSecond": rate},
        {"headerContentType": content_type},
        bool(given.get("guaranteed")),
    )
    return DeliveryPolicy(policy, rate, content_type, True, shown)


def shown_for_topic(text: str) -> str:
    """A topic's checked policy as GetTopicAttributes shows it."""
    http = {key: value for key, value in (json.loads(text).get("http") or {}).items() if value is not None}
    http.setdefault("disableSubscriptionOverrides", False)
    return _compact({"http": http})


def shown_for_subscription(text: str) -> str:
    """A subscription's checked policy as GetSubscriptionAttributes shows it: all parts, unset ones null."""
    given = json.loads(text)
    retry = given.get("healthyRetryPolicy")
    return _shape(
        _in_order({**_RETRY_DEFAULTS, **retry}) if retry else None,
        given.get("throttlePolicy"),
        given.get("requestPolicy"),
        bool(given.get("guaranteed")),
    )


def check_topic_policy(text: str) -> None:
    """Raise `BadAttribute` unless a topic may have this policy."""
    given = _object(text)
    _known(given, ("http",), "")
    http = given.get("http") or {}
    names = ("defaultHealthyRetryPolicy", "defaultThrottlePolicy", "defaultRequestPolicy", "defaultSicklyRetryPolicy")
    _known(http, (*names, "disableSubscriptionOverrides"), "http.")
    if not isinstance(http.get("disableSubscriptionOverrides") or False, bool):
        raise _bad("http.disableSubscriptionOverrides must be a boolean")
    _check_parts(
        http.get("defaultHealthyRetryPolicy"),
        http.get("defaultThrottlePolicy"),
        http.get("defaultRequestPolicy"),
        ("http.defaultHealthyRetryPolicy", "http.defaultThrottlePolicy", "http.defaultRequestPolicy"),
    )


def check_subscription_policy(text: str) -> None:
    """Raise `BadAttribute` unless a subscription may have this policy."""
    given = _object(text)
    names = ("healthyRetryPolicy", "sicklyRetryPolicy", "throttlePolicy", "requestPolicy", "guaranteed")
    _known(given, names, "")
    _check_parts(
        given.get("healthyRetryPolicy"),
        given.get("throttlePolicy"),
        given.get("requestPolicy"),
        ("healthyRetryPolicy", "throttlePolicy", "requestPolicy"),
    )


def _check_parts(retry: Any, throttle: Any, request: Any, names: tuple[str, str, str]) -> None:
    for part, name in zip((retry, throttle, request), names, strict=True):
        if part is not None and not isinstance(part, dict):
            raise _bad(f"{name} must be a JSON object")
    if retry:
        _check_retry(retry, names[0])
    if throttle:
        _known(throttle, ("maxReceivesPerSecond",), f"{names[1]}.")
        rate = throttle.get("maxReceivesPerSecond")
        if rate is not None and (not _is_whole(rate) or rate < 1):
            raise _bad(f"{names[1]}.maxReceivesPerSecond must be greater than or equal to 1")
    if request:
        _known(request, ("headerContentType",), f"{names[2]}.")
        content_type = request.get("headerContentType")
        if content_type is not None and str(content_type).split(";")[0].strip().lower() not in _CONTENT_TYPES:
            raise _bad(f"{names[2]}.headerContentType is not a supported content type: {content_type}")


def _check_retry(retry: Mapping[str, Any], name: str) -> None:
    _known(retry, tuple(_RETRY_DEFAULTS), f"{name}.")
    for field in ("numRetries", "minDelayTarget", "maxDelayTarget"):
        if retry.get(field) is None:
            raise _bad(f"{name}.{field} must be specified")
    for field in _RETRY_DEFAULTS:
        value = retry.get(field, _RETRY_DEFAULTS[field])
        if field == "backoffFunction":
            if value not in _BACKOFFS:
                raise _bad(f"{name}.{field} must be one of {', '.join(_BACKOFFS)}")
        elif not _is_whole(value):
            raise _bad(f"{name}.{field} must be an integer")
        elif value < (least := 1 if field.endswith("Target") else 0):
            raise _bad(f"{name}.{field} must be greater than or equal to {least}")
    policy = RetryPolicy.of({**_RETRY_DEFAULTS, **retry})
    if policy.max_delay > _LONGEST_S:
        raise _bad(f"{name}.maxDelayTarget must be less than or equal to {_LONGEST_S}")
    if policy.min_delay > policy.max_delay:
        raise _bad(f"{name}.maxDelayTarget must be greater than or equal to minDelayTarget")
    if policy.retries > _MOST_RETRIES:
        raise _bad(f"{name}.numRetries must be less than or equal to {_MOST_RETRIES}")
    if policy.backoff_retries < 0:
        raise _bad(
            f"{name}.numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries "
            "and numMaxDelayRetries"
        )
    if policy.total() > _LONGEST_S:
        raise _bad(f"Total policy retry time cannot be greater than {_LONGEST_S} seconds")


def _object(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise _bad("failed to parse JSON.")
    return given


def _known(given: Any, names: tuple[str, ...], path: str) -> None:
    if not isinstance(given, dict):
        raise _bad(f"{path.rstrip('.')} must be a JSON object")
    for name in given:
        if name not in names:
            raise _bad(f"Unexpected JSON member: {path}{name}")


def _bad(reason: str) -> BadAttribute:
    return BadAttribute(f"DeliveryPolicy: {reason}")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _in_order(retry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: retry[name] for name in _RETRY_DEFAULTS}


def _shape(retry: Any, throttle: Any, request: Any, guaranteed: bool) -> str:
    return _compact(
        {
            "healthyRetryPolicy": retry,
            "sicklyRetryPolicy": None,
            "throttlePolicy": throttle,
            "requestPolicy": request,
            "guaranteed": guaranteed,
        }
    )


def _compact(document: Mapping[str, Any]) -> str:
    return json.dumps(document, separators=(",", ":"))
