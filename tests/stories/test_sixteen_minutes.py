"""Work that needs longer than Lambda has."""

from __future__ import annotations

import time
from typing import Any

from fakeaws import World
from tests.stories import shop


def test_sixteen_minutes_do_not_fit_lambda(aws: World, sqs: Any, lambda_client: Any, imports: str) -> None:
    aws.lambda_.register("import", lambda event, context: time.sleep(16 * 60), timeout=900)
    shop.map_queue(lambda_client, "import", imports)
    sent = sqs.send_message(QueueUrl=imports, MessageBody="{}")
    aws.clock.advance(hours=1)
    assert [c.outcome for c in aws.lambda_.function("import").invocations] == ["timed-out", "timed-out"]
    assert aws.trace(sent).fates == {"imports": "dead-lettered", "imports-dlq": "visible"}
