"""An execution environment: it serves one invocation at a time, and keeps what the code leaves in it."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, TextIO, cast

from fakeaws.aws.sdk_attributes import own_attributes
from fakeaws.services.lambda_.environments.credentials import execution_caller
from fakeaws.services.lambda_.environments.log_delivery import LogDelivery
from fakeaws.services.lambda_.environments.logging_handlers import JsonHandler, LambdaHandler
from fakeaws.services.lambda_.environments.variables import runtime_of, variables_of
from fakeaws.simulation.clock import from_us
from fakeaws.simulation.output import Output
from fakeaws.simulation.surroundings import Surroundings

if TYPE_CHECKING:
    from fakeaws.services.lambda_.code import Handler
    from fakeaws.services.lambda_.configuration import Configuration
    from fakeaws.services.lambda_.functions import Version
    from fakeaws.services.lambda_.invocations.invocation import Invocation


class Environment:
    """Cold until `load` has found the handler. ``surroundings``: what its actors find of the process.

    ``configuration`` and ``code`` are the version's when it was made. Raises `NotSupportedError` for code that cannot run.
    """

    def __init__(self, version: Version) -> None:
        service = version.function.service
        self.version = version
        self.world = world = service.world
        self.configuration: Configuration = version.configuration
        configuration = self.configuration
        self.code = version.code
        #: Its code or its configuration is not the version's any more.
        self.retired = False
        self.destroyed = False
        #: What it serves.
        self.invocation: Invocation | None = None
        self.handler: Handler | None = None
        self.log_group: str = configuration.logging.get("LogGroup") or f"/aws/lambda/{version.function.name}"
        number = world.streams.stream("lambda.log-stream").getrandbits(128)
        self.log_stream: str = f"{from_us(world.wall_us):%Y/%m/%d}/[{version.number}]{number:032x}"
        self.logs = LogDelivery(service, execution_caller(version), self.log_group, self.log_stream)
        self.json_logs = configuration.logging.get("LogFormat") == "JSON"
        self.folder = folder = self.code.unpacked(service.folders, configuration.runtime)
        #: Logged between two invocations: it is told in the next one, as the environment stands still until then.
        self._kept: list[str] = []
        self._outputs = Output(self), Output(self, of_errors=True)
        self.surroundings = Surroundings(
            environment=variables_of(version, folder, self.log_group, self.log_stream),
            roots=() if folder is None else folder.search_path(runtime_of(version)),
            directory=None if folder is None else folder.task,
            output=cast("TextIO", self._outputs[0]),
            errors=cast("TextIO", self._outputs[1]),
            handlers=[JsonHandler(self) if self.json_logs else LambdaHandler(self)],
            level=self._level(),
            attributes=own_attributes(),
        )

    def _level(self) -> int:
        name = self.configuration.logging.get("ApplicationLogLevel", "INFO" if self.json_logs else "WARNING")
        level = logging.getLevelName("DEBUG" if name == "TRACE" else "CRITICAL" if name == "FATAL" else name)
        return level if isinstance(level, int) else logging.WARNING

    @property
    def cold(self) -> bool:
        """Whether its code has not been loaded yet."""
        return self.handler is None

    @property
    def request_id(self) -> str:
        """Of the invocation that it serves; "" while it serves none, and while it is cold."""
        return "" if self.invocation is None or self.cold else self.invocation.request_id

    def load(self) -> Handler:
        """Load the code. Called by an actor in its surroundings; raises what the module raises, or a `Fault`."""
        self.handler = handler = self.code.load(self.configuration.handler)
        return handler

    def serve(self, invocation: Invocation) -> None:
        """Begin to serve an invocation: from now on its log is written."""
        self.invocation = invocation
        variables = self.surroundings.variables
        assert variables is not None
        variables["_X_AMZN_TRACE_ID"] = invocation.trace_header
        kept, self._kept = self._kept, []
        for text in kept:
            invocation.log.add_printed(text)

    def log(self, text: str) -> None:
        """Write one event to the log of the invocation that it serves."""
        text = self.as_in_lambda(text)
        if self.invocation is not None:
            self.invocation.log.add_printed(text)
        elif not self.destroyed:
            self._kept.append(text)

    def as_in_lambda(self, text: str) -> str:
        """The text with the folders' names that they have in Lambda."""
        return text if self.folder is None else self.folder.as_in_lambda(text)

    @property
    def tests_directory(self) -> str:
        """The test's own current directory; asked by an actor in the surroundings."""
        return os.getcwd() if self.folder is None else self.surroundings.outside.directory

    def end_lines(self) -> None:
        """Write what was printed without the end of its line."""
        for output in self._outputs:
            output.end_line()

    def destroy(self) -> None:
        """End whatever of it still runs."""
        self.destroyed = True
        simulation = self.world.simulation
        for actor in list(simulation.actors):
            if actor.surroundings is self.surroundings:
                simulation.kill(actor)
        self.surroundings.close()
