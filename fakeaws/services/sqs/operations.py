"""Amazon SQS: one method per API operation, thin over queues."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from fakeaws.aws.arns import partition_of
from fakeaws.aws.errors import AwsError
from fakeaws.aws.paging import BadToken, page
from fakeaws.aws.service import Call, Pending, Result, Service
from fakeaws.aws.trace_header import traced_by
from fakeaws.services.sqs import (
    access,
    answers,
    batches,
    error_codes,
    errors,
    limits,
    move_tasks,
    names,
    permissions,
    redrive,
    requests,
    tagging,
    throughput,
)
from fakeaws.services.sqs.attributes import Settings
from fakeaws.services.sqs.fifo import FifoQueue
from fakeaws.services.sqs.idling import IdleTest
from fakeaws.services.sqs.polling import SHORT_POLL, Poll
from fakeaws.services.sqs.queues import Queue
from fakeaws.services.sqs.standard import StandardQueue

if TYPE_CHECKING:
    from fakeaws.aws.metrics import Datum
    from fakeaws.planned import Fault
    from fakeaws.services.sqs.metrics import SqsMetering
    from fakeaws.timeline.findings import Finding
    from fakeaws.world import World


class Sqs(Service):
    """SQS in one account and region."""

    name = "sqs"
    validates = False  # SQS has its own words for everything that its model constrains
    error_codes = error_codes.ERROR_CODES

    def __init__(self, world: World, account: str, region: str) -> None:
        super().__init__(world, account, region)
        self._simulation = world.simulation
        self.queues: dict[str, Queue] = {}
        self.message_ids = world.streams.stream(f"sqs.message-id/{account}/{region}")
        #: Bytes of each message that was sent since the metrics were asked for last, in the order of their records.
        self.sent_sizes = array("L")
        self._metering: SqsMetering | None = None
        self.idle_test = IdleTest(world.timeline)
        self.moves = move_tasks.MoveTasks(world, account, region)
        settings = world.config.get("sqs", {})
        self._ceiling: int = settings.get("maximum_message_size", limits.MESSAGE_BYTES)
        self.fifo_rates = throughput.rates_of(settings.get("fifo_throughput"), region)
        self._rest_us = round(settings.get("empty_receive_takes", limits.EMPTY_RECEIVE_SECONDS) * limits.SECOND)
        #: Queues by the URLs by which they were called, other accounts' too.
        self._known: dict[str, Queue] = {}
        self._deleted_us: dict[str, int] = {}

    def under_way(self) -> list[str]:
        """Messages in flight, delayed, or waiting for a consumer that goes on; message move tasks."""
        phrases = [phrase for queue in self.queues.values() for phrase in queue.under_way()]
        return phrases + self.moves.under_way()

    def findings(self) -> list[Finding]:
        """The usual mistakes with queues; see `diagnosis`."""
        from fakeaws.services.sqs.diagnosis import findings

        return findings(self)

    def metrics_until(self, elapsed_us: int) -> Iterable[Datum]:
        """The namespace ``AWS/SQS``; see `metrics`."""
        if self._metering is None:
            from fakeaws.services.sqs.metrics import SqsMetering

            self._metering = SqsMetering(self)
        return self._metering.until(elapsed_us)

    # -- faults ----------------------------------------------------------------------------------------------

    def error_message(self, shape: str, call: Call) -> str | None:
        return error_codes.message_of(self, shape, call)

    def plan_duplicates(self, queue: str, fault: Fault) -> bool:
        from fakeaws.services.sqs import duplicates

        duplicates.plan(self.world, queue, fault)
        return True

    # -- queues ----------------------------------------------------------------------------------------------

    def create_queue(self, call: Call) -> Result:
        params = call.params
        given: Mapping[str, str] = params.get("Attributes") or {}
        fifo = given.get("FifoQueue", "").lower() == "true"
        name = names.check_name(params.get("QueueName"), fifo)
        settings = Settings(fifo, self._ceiling)
        values = self._checked(settings, given, name)
        tags = tagging.checked(name, params.get("tags") or {})
        queue = self.queues.get(name)
        if queue is not None:
            difference = queue.settings.first_difference(values)
            if difference is not None:
                raise errors.queue_exists(difference)
            return self._created(call, queue)
        deleted_us = self._deleted_us.get(name)
        if deleted_us is not None and self.world.now_us < deleted_us + limits.NAME_REUSE:
            raise errors.queue_deleted_recently()
        settings.change(values)
        queue = (FifoQueue if fifo else StandardQueue)(self, name, settings, tags)
        self.queues[name] = queue
        return self._created(call, queue)

    def delete_queue(self, call: Call) -> Result:
        queue = self._queue(call, "DeleteQueue")
        queue.close()
        queue.service.moves.forget(queue)
        del queue.service.queues[queue.name]
        queue.service._deleted_us[queue.name] = self.world.now_us
        self._note(call, queue)
        return {}

    def get_queue_url(self, call: Call) -> Result:
        name = call.params.get("QueueName")
        if not name:
            raise errors.missing_parameter("QueueName")
        owner = self._in_account(call.params.get("QueueOwnerAWSAccountId") or self.account)
        queue = owner.queues.get(name) if owner is not None else None
        if queue is None:
            raise errors.queue_does_not_exist()
        self._authorised(call, queue, "GetQueueUrl")
        return {"QueueUrl": queue.url}

    def list_queues(self, call: Call) -> Result:
        prefix = call.params.get("QueueNamePrefix") or ""
        found = sorted(name for name in self.queues if name.startswith(prefix))
        chosen, token = _page(call.params, found, f"ListQueues {prefix}")
        return _listing("QueueUrls", [self.queues[name].url for name in chosen], token)

    def list_dead_letter_source_queues(self, call: Call) -> Result:
        target = self._queue(call, "ListDeadLetterSourceQueues")
        found = sorted(
            queue.name
            for queue in target.service.queues.values()
            if queue.redrive is not None and queue.redrive.target_arn == target.arn
        )
        chosen, token = _page(call.params, found, f"ListDeadLetterSourceQueues {target.arn}")
        return _listing("queueUrls", [target.service.queues[name].url for name in chosen], token)

    def get_queue_attributes(self, call: Call) -> Result:
        queue = self._queue(call, "GetQueueAttributes")
        found = answers.queue_attributes(queue, call.params.get("AttributeNames") or ())
        return {"Attributes": found} if found else {}

    def set_queue_attributes(self, call: Call) -> Result:
        queue = self._queue(call, "SetQueueAttributes")
        given: Mapping[str, str] = call.params.get("Attributes") or {}
        if not given:
            raise errors.missing_parameter("Attribute.Name")
        queue.configure(self._checked(queue.settings, given, queue.name))
        return {}

    def purge_queue(self, call: Call) -> Result:
        queue = self._queue(call, "PurgeQueue")
        now = self.world.now_us
        if queue.purged_us is not None and now < queue.purged_us + limits.PURGE_INTERVAL:
            raise errors.purge_in_progress(queue.name)
        queue.purged_us = now
        if queue.purge("PurgeQueue"):
            call.recorded = True
            self.world.simulation.progressed()
        return {}

    def list_queue_tags(self, call: Call) -> Result:
        queue = self._queue(call, "ListQueueTags")
        return {"Tags": dict(queue.tags)} if queue.tags else {}

    def tag_queue(self, call: Call) -> Result:
        queue = self._queue(call, "TagQueue")
        if not call.params.get("Tags"):
            raise errors.missing_parameter("Tags")
        queue.tags = tagging.checked(queue.name, call.params["Tags"], queue.tags)
        return {}

    def untag_queue(self, call: Call) -> Result:
        queue = self._queue(call, "UntagQueue")
        queue.tags = tagging.without(queue.tags, call.params.get("TagKeys") or ())
        return {}

    def add_permission(self, call: Call) -> Result:
        permissions.add_permission(self._queue(call, "AddPermission"), call.params)
        return {}

    def remove_permission(self, call: Call) -> Result:
        permissions.remove_permission(self._queue(call, "RemovePermission"), call.params.get("Label"))
        return {}

    # -- messages --------------------------------------------------------------------------------------------

    def send_message(self, call: Call) -> Result:
        queue = self._queue(call, "SendMessage")
        message, delay_us = requests.message_of(call.params, queue, traced_by(call.headers))
        queue.send(message, delay_us, call.caller.user_id, cause=call.cause)
        call.recorded = True
        self._simulation.progressed()
        queue.polls.serve()
        return answers.sent(message, call.params)

    def send_message_batch(self, call: Call) -> Result:
        queue = self._queue(call, "SendMessage")
        entries = batches.checked_entries(call.params, "SendMessageBatchRequestEntry")
        if queue.fifo:
            requests.check_fifo_batch(entries, cast(FifoQueue, queue))
        size = requests.batch_size(entries)
        if size > self._ceiling:
            raise errors.batch_too_long(size, self._ceiling)
        call.recorded = True
        sender, trace_header, cause = call.caller.user_id, traced_by(call.headers), call.cause

        def send(entry: Mapping[str, Any]) -> Result:
            message, delay_us = requests.message_of(entry, queue, trace_header, entry=True)
            return answers.sent(queue.send(message, delay_us, sender, cause=cause), entry, entry["Id"])

        answer = self._each(entries, send, queue, "SendMessage")
        queue.polls.serve()
        return answer

    def receive_message(self, call: Call) -> Result | Pending:
        queue = self._queue(call, "ReceiveMessage")
        request = requests.ReceiveRequest(call.params, queue)
        actor = call.caller.actor
        if actor is None:
            rests = queue.consumers.rests()
            actor = self._simulation.current.name
        else:
            rests = False
            queue.consumers.managed[actor] = None
        call.recorded = True
        messages = queue.receive(request, actor)
        if messages:
            return answers.received(queue, messages, request)
        if request.wait_us:
            return queue.polls.wait(request, actor).pending()
        if queue.in_flight >= limits.IN_FLIGHT and not queue.fifo:
            raise errors.too_many_in_flight()
        if rests and self._rest_us:
            return Poll(queue, request, self._rest_us, actor).pending()
        queue.note_empty(SHORT_POLL)
        return {}

    def delete_message(self, call: Call) -> Result:
        queue = self._queue(call, "DeleteMessage")
        queue.delete(requests.handle_of(call.params))
        self._simulation.progressed()
        call.recorded = True
        return {}

    def delete_message_batch(self, call: Call) -> Result:
        queue = self._queue(call, "DeleteMessage")
        entries = batches.checked_entries(call.params, "DeleteMessageBatchRequestEntry")
        call.recorded = True

        def delete(entry: Mapping[str, Any]) -> Result:
            queue.delete(requests.handle_of(entry))
            return {"Id": entry["Id"]}

        return self._each(entries, delete, queue, "DeleteMessage")

    def change_message_visibility(self, call: Call) -> Result:
        queue = self._queue(call, "ChangeMessageVisibility")
        queue.change_visibility(requests.handle_of(call.params), requests.visibility_of(call.params))
        self._simulation.progressed()
        call.recorded = True
        return {}

    def change_message_visibility_batch(self, call: Call) -> Result:
        queue = self._queue(call, "ChangeMessageVisibility")
        entries = batches.checked_entries(call.params, "ChangeMessageVisibilityBatch")
        call.recorded = True

        def change(entry: Mapping[str, Any]) -> Result:
            queue.change_visibility(requests.handle_of(entry), requests.visibility_of(entry, entry=True))
            return {"Id": entry["Id"]}

        return self._each(entries, change, queue, "ChangeMessageVisibility")

    # -- message move tasks ----------------------------------------------------------------------------------

    def start_message_move_task(self, call: Call) -> Result:
        source = self._queue_of_arn(call.params.get("SourceArn"), "SourceArn")
        self._permitted(call, source, "StartMessageMoveTask", *move_tasks.PERMISSIONS)
        move_tasks.check_source(source)
        destination_arn = call.params.get("DestinationArn")
        destination = None
        if destination_arn is not None:
            destination = source.service._queue_of_arn(destination_arn, "DestinationArn")
            if destination.account != source.account:
                raise errors.no_such_resource("DestinationArn")
            self._permitted(call, destination, "SendMessage")
        handle = source.service.moves.start(source, destination, call.params, call.caller)
        call.recorded = True
        return {"TaskHandle": handle}

    def cancel_message_move_task(self, call: Call) -> Result:
        task_id, source_arn = move_tasks.decode(call.params.get("TaskHandle"))
        source = self._queue_of_arn(source_arn, "SourceArn")
        self._permitted(call, source, "CancelMessageMoveTask", *move_tasks.PERMISSIONS)
        moved = source.service.moves.cancel(source, task_id)
        call.recorded = True
        return {"ApproximateNumberOfMessagesMoved": moved}

    def list_message_move_tasks(self, call: Call) -> Result:
        source = self._queue_of_arn(call.params.get("SourceArn"), "SourceArn")
        self._permitted(call, source, "ListMessageMoveTasks", "GetQueueAttributes")
        found = source.service.moves.listed(source, call.params.get("MaxResults", 1))
        return {"Results": found} if found else {}

    # -- helpers ---------------------------------------------------------------------------------------------

    def _created(self, call: Call, queue: Queue) -> Result:
        self._note(call, queue)
        return {"QueueUrl": queue.url}

    def _note(self, call: Call, queue: Queue) -> None:
        """Write the record of a call that went well, under the queue's name on the timeline."""
        call.recorded = True
        self._simulation.progressed()
        self.world.timeline.add("sqs", call.operation, queue.resource, "ok", cause=call.cause)

    def _queue(self, call: Call, action: str) -> Queue:
        """The queue that a call is about, if its caller may do that with it."""
        url = call.params.get("QueueUrl")
        queue = self._known.get(cast(str, url))
        if queue is None or queue.deleted:
            queue = self._known[cast(str, url)] = self._find(url)
        caller = call.caller
        if queue.policy is not None or caller.service is not None or caller.account != queue.account:
            self._authorised(call, queue, action)
        if queue.throughput is not None:
            queue.throughput.admit(action, call.params)
        return queue

    def _authorised(self, call: Call, queue: Queue, action: str) -> None:
        access.check(call, queue, action)

    def _permitted(self, call: Call, queue: Queue, *actions: str) -> None:
        for action in actions:
            self._authorised(call, queue, action)

    def _queue_of_arn(self, text: str | None, parameter: str) -> Queue:
        arn = names.parse_arn(text, parameter)
        owner = self._in_account(arn.account) if arn.region == self.region else None
        queue = owner.queues.get(arn.resource) if owner is not None else None
        if queue is None or queue.arn != text:
            raise errors.no_such_resource(parameter)
        return queue

    def _find(self, url: str | None) -> Queue:
        if not url:
            raise errors.missing_parameter("QueueUrl")
        owner: Sqs | None = self
        name = url
        address = names.parse_url(url)
        if address is not None:
            if address.region is not None and address.region != self.region:
                raise errors.invalid_address(address.address)
            owner, name = self._in_account(address.account), address.name
        queue = owner.queues.get(name) if owner is not None else None
        if queue is None:
            raise errors.queue_does_not_exist()
        return queue

    def _in_account(self, account: str) -> Sqs | None:
        if account == self.account:
            return self
        for service in self.world.router.services("sqs"):
            if service.account == account and service.region == self.region:
                return cast(Sqs, service)
        return None

    def _checked(self, settings: Settings, given: Mapping[str, str], name: str) -> dict[str, str]:
        values = settings.checked(given)
        if values.get("Policy"):
            permissions.checked_policy(values["Policy"])
        if values.get("RedrivePolicy"):
            arn = f"arn:{partition_of(self.region)}:sqs:{self.region}:{self.account}:{name}"
            redrive.check_redrive_policy(values["RedrivePolicy"], self, arn, settings.fifo)
        if values.get("RedriveAllowPolicy"):
            redrive.check_redrive_allow_policy(values["RedriveAllowPolicy"])
        return values

    def _each(
        self,
        entries: Sequence[Mapping[str, Any]],
        one: Callable[[Mapping[str, Any]], Result],
        queue: Queue,
        kind: str,
    ) -> Result:
        """What ``one`` does with each entry of a batch; ``kind`` is the operation on one message."""

        def note(entry: Mapping[str, Any], error: AwsError) -> None:
            about = error.about
            self.world.timeline.add(
                "sqs",
                kind,
                queue.resource,
                error.code,
                message_id=None if about is None else about.message_id,
                details={"entry": entry["Id"], **(about.details if about is not None else {})},
            )

        answer = batches.each(entries, one, note)
        if "Successful" in answer:
            self._simulation.progressed()
        return answer


def _page(params: Mapping[str, Any], found: list[str], scope: str) -> tuple[list[str], str | None]:
    wanted = params.get("MaxResults") or 0
    if wanted and not 1 <= wanted <= limits.PAGE:
        raise errors.invalid_parameter(
            "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000."
        )
    try:
        chosen, token = page(found, limit=wanted or limits.PAGE, token=params.get("NextToken"), key=str, scope=scope)
    except BadToken:
        raise errors.invalid_parameter("Invalid or expired next token.") from None
    return chosen, token if wanted else None


def _listing(key: str, urls: list[str], token: str | None) -> Result:
    answer: Result = {}
    if urls:
        answer[key] = urls
    if token is not None:
        answer["NextToken"] = token
    return answer


SERVICE = Sqs
