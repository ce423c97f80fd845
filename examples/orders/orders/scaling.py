"""What the scaling policies do with the workers: one more a minute, one less a minute."""

from __future__ import annotations

import logging

from orders.settings import Settings
from orders.worker import WorkerPool

log = logging.getLogger(__name__)


class Scaling:
    """Keeps the pool between `settings.worker_threads` and `settings.most_workers`."""

    def __init__(self, pool: WorkerPool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings

    def out(self) -> None:
        if self._pool.size < self._settings.most_workers:
            self._pool.grow()
            log.info("%d workers", self._pool.size)

    def back_in(self) -> None:
        if self._pool.size > self._settings.worker_threads:
            self._pool.shrink()
            log.info("%d workers", self._pool.size)
