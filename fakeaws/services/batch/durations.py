"""How long AWS takes for what it does; AWS documents none of them exactly.

``config={"batch": {"durations": {"instance": 0, …}}}`` changes them, in seconds.
"""

from __future__ import annotations

from typing import Final

DEFAULTS: Final[dict[str, float]] = {
    # A compute environment becomes VALID; is updated; is gone.
    "environment_created": 10,
    "environment_updated": 5,
    "environment_deleted": 30,
    # A job queue becomes VALID, after its creation and after an update; is gone.
    "queue_created": 5,
    "queue_updated": 5,
    "queue_deleted": 15,
    # SUBMITTED to PENDING or RUNNABLE.
    "submitted": 1,
    # From a change that lets a job start to the scheduler's look at it.
    "cycle": 5,
    # An EC2 instance joins; a Fargate task starts; an image is pulled on an instance.
    "instance": 180,
    "fargate_task": 30,
    "image_pull": 10,
    # An instance without jobs is let go.
    "idle": 600,
    # SIGTERM to SIGKILL.
    "grace": 30,
    # A training job waits for instances; downloads; runs, if nobody says for how long; has from SIGTERM on.
    "training_pending": 60,
    "training_download": 60,
    "training": 600,
    "training_grace": 120,
}
