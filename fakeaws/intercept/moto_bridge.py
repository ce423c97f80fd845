"""moto beside us: its answers for services that are not ours, its deliveries to services that are."""

from __future__ import annotations

import json
import warnings
from functools import wraps
from inspect import unwrap
from typing import TYPE_CHECKING, Any

from fakeaws.aws.errors import AwsError
from fakeaws.aws.service import Caller
from fakeaws.errors import FakeAwsWarning
from fakeaws.intercept.s3_events import NoSuchEvent, S3Events, comes_of
from fakeaws.router import SERVICES

if TYPE_CHECKING:
    from fakeaws.world import World


class MotoBridge:
    """moto, running for one world.

    Its back ends are the process's: an inner world sees what the outer one put there.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._mock: Any = None
        self._replaced: list[tuple[Any, str, Any]] = []
        self._s3_events = S3Events(world)
        #: The operation that moto answers now, and the account that asks.
        self._operation: str | None = None
        self._requester: str | None = None

    def start(self) -> None:
        """Start moto, unless the application's test has done so itself."""
        from moto import mock_aws
        from moto.core.models import botocore_stubber

        if not botocore_stubber.enabled:
            others = {name: value for name, value in self.world.config.items() if name not in SERVICES}
            core = dict(others.get("core", {}))
            # Links in what our services send are answered by us, not by moto's service of that name.
            passed = core.get("passthrough", {})
            core["passthrough"] = {**passed, "services": [*passed.get("services", ()), *SERVICES]}
            core.update(mock_credentials=False, reset_boto3_session=False)
            self._mock = mock_aws(config={**others, "core": core})
            self._mock.start()
        self._carry_notifications()

    def stop(self) -> None:
        """Undo `start`."""
        for owner, name, original in reversed(self._replaced):
            setattr(owner, name, original)
        self._replaced.clear()
        if self._mock is not None:
            self._mock.stop()
            self._mock = None

    def answer(self, event_name: str, request: Any, account: str) -> Any:
        """moto's answer to a request of that account, or ``None`` where it has no such service."""
        from moto.core.models import botocore_stubber

        if account != self.world.account:
            request.headers["x-moto-account-id"] = account
        # What moto does may lead to another request, before this one is answered.
        around = self._operation, self._requester
        self._operation, self._requester = event_name.rpartition(".")[2], account
        try:
            response = botocore_stubber(event_name, request)
        finally:
            self._operation, self._requester = around
        if response is not None and response.status_code == 404 and response.content == b"Not yet implemented":
            return None
        return response

    def s3_object(self, account: str, partition: str, bucket: str, key: str, version: str | None = None) -> bytes:
        """The content of an object that a service of ours is told to fetch.

        Raises ``LookupError``: ``NoSuchBucket``, ``NoSuchKey``.
        """
        from moto.s3.exceptions import MissingBucket
        from moto.s3.models import s3_backends

        try:
            found = s3_backends[account][partition].get_object(bucket, key, version_id=version)
        except MissingBucket:
            raise LookupError("NoSuchBucket") from None
        if found is None:
            raise LookupError("NoSuchKey")
        return bytes(found.value)

    def _carry_notifications(self) -> None:
        """S3's notifications go to our queues, topics, functions and buses; where they cannot, that is a warning."""
        from moto.s3 import notifications
        from moto.s3.models import S3Backend

        # moto's own, also where an outer world has its functions there.
        send, mark = unwrap(notifications.send_event), unwrap(S3Backend._set_delete_marker)

        @wraps(send)
        def send_event(account_id: str, event_name: Any, bucket: Any, key: Any) -> None:
            if comes_of(event_name.value, self._operation):
                send(account_id, event_name, bucket, key)

        @wraps(mark)
        def set_delete_marker(backend: Any, bucket_name: str, key_name: str) -> Any:
            marker = mark(backend, bucket_name, key_name)
            self._marked(backend.account_id, backend.get_bucket(bucket_name), marker)
            return marker

        self._replace(notifications, "send_event", send_event)
        self._replace(S3Backend, "_set_delete_marker", set_delete_marker)
        self._replace(notifications, "_send_sqs_message", self._to_queue)
        self._replace(notifications, "_send_sns_message", self._to_topic)
        self._replace(notifications, "_invoke_awslambda", self._to_function)
        self._replace(notifications, "_send_event_bridge_message", self._to_event_bus)

    def _replace(self, owner: Any, name: str, replacement: Any) -> None:
        original = getattr(owner, name, None)
        if original is not None:
            self._replaced.append((owner, name, original))
            setattr(owner, name, replacement)

    def _to_queue(self, account_id: str, event_body: Any, queue_name: str, region_name: str) -> None:
        params = {
            "QueueUrl": f"https://sqs.{region_name}.amazonaws.com/{account_id}/{queue_name}",
            "MessageBody": json.dumps(event_body),
        }
        self._carry(event_body, account_id, f"queue {queue_name}", "sqs", "SendMessage", params, region_name)

    def _to_topic(self, account_id: str, event_body: Any, topic_arn: str, region_name: str) -> None:
        params = {"TopicArn": topic_arn, "Subject": "Amazon S3 Notification", "Message": json.dumps(event_body)}
        self._carry(event_body, account_id, f"topic {topic_arn}", "sns", "Publish", params, region_name)

    def _carry(
        self,
        event_body: Any,
        account_id: str,
        target: str,
        service: str,
        operation: str,
        params: dict[str, str],
        region: str,
    ) -> None:
        bucket = _bucket_arn(event_body)
        caller = Caller(account_id, "s3.amazonaws.com", "s3", service="s3.amazonaws.com", source_arn=bucket)
        try:
            self.world.call(service, operation, params, caller=caller, region=region)
        except AwsError as error:
            _warn(bucket, target, str(error))

    def _to_function(self, account_id: str, event_body: Any, fn_arn: str, region_name: str) -> None:
        params = {"FunctionName": fn_arn, "InvocationType": "Event", "Payload": json.dumps(event_body)}
        self._carry(event_body, account_id, f"function {fn_arn}", "lambda", "Invoke", params, region_name)

    def _to_event_bus(self, account_id: str, bucket: Any, event_name: Any, key: Any) -> None:
        if not self.world.is_heard(account_id, bucket.region_name):
            return
        name = str(getattr(event_name, "value", event_name))
        try:
            announcement = self._s3_events.announcement(account_id, bucket, name, key, self._requester)
        except NoSuchEvent:
            _warn(bucket.arn, "the default event bus", f"fakeaws does not know the event {name}")
            return
        self.world.announce(announcement)

    def _marked(self, account_id: str, bucket: Any, marker: Any) -> None:
        """moto tells nobody of delete markers."""
        configuration = bucket.notification_configuration
        if configuration is not None and configuration.event_bridge is not None:
            self._to_event_bus(account_id, bucket, "s3:ObjectRemoved:DeleteMarkerCreated", marker)


def _bucket_arn(event_body: Any) -> str:
    try:
        return str(event_body["Records"][0]["s3"]["bucket"]["arn"])
    except (KeyError, IndexError, TypeError):
        name = event_body.get("Bucket", "") if isinstance(event_body, dict) else ""
        return f"arn:aws:s3:::{name}"


def _warn(source: str, target: str, reason: str) -> None:
    warnings.warn(
        f"a notification of {source} could not be carried to {target}: {reason}", FakeAwsWarning, stacklevel=4
    )
