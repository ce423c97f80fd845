"""The pytest plugin: fixtures ``aws``, ``aws_class``, ``aws_module``, ``aws_session``, ``aws_options``; the marker
``fakeaws``; options; the section "fakeaws" of a failure's report.

It is loaded in every pytest run of a project that has fakeaws installed: what it does not need at once, it imports when
the first world is entered.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

import fakeaws  # noqa: F401 - places the dormant drop-ins before the application is imported
from fakeaws import settings

if TYPE_CHECKING:
    from fakeaws.world import World

FIXTURES = {"aws": "function", "aws_class": "class", "aws_module": "module", "aws_session": "session"}

_UNDO = pytest.StashKey[list[Callable[[], None]]]()


# -- options -----------------------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--fakeaws-…`` and ``fakeaws_…``."""
    group = parser.getgroup("fakeaws", "fakeaws: an in-memory AWS in virtual time")
    for name, text in settings.SETTABLE.items():
        group.addoption(f"--fakeaws-{name}", dest=f"fakeaws_{name}", default=None, help=text)
        parser.addini(f"fakeaws_{name}", text, default=None)
    group.addoption(
        "--asl-coverage",
        action="store_true",
        help="show which states, choices, branches, retriers and catchers of state machines no test reached",
    )
    group.addoption("--asl-coverage-json", metavar="PATH", default=None, help="write that to a file")
    parser.addini("fakeaws_block_real_calls", "refuse AWS calls outside worlds, too", type="bool", default=False)
    parser.addini("fakeaws_real_threads", "modules whose threads stay real inside worlds", type="args", default=[])
    parser.addini(
        "fakeaws_watchdog", "real seconds that a blocked test may take (default 20; 0: for ever)", default=None
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """The region that is asked for holds while conftest.py files are imported, too: they may import the application."""
    region = early_config.known_args_namespace.fakeaws_region or early_config.getini("fakeaws_region")
    if region:  # whether it is one, pytest_configure checks
        from fakeaws.process_settings import set_variable

        early_config.add_cleanup(set_variable("AWS_DEFAULT_REGION", region))


def pytest_configure(config: pytest.Config) -> None:
    """Check the settings; the ini file's region holds while tests are collected, too."""
    config.addinivalue_line(
        "markers",
        "fakeaws(**options): options of mock_aws for the world of this test; alone it gives the test the fixture aws",
    )
    config.stash[_UNDO] = undo = []
    items = _Items()
    try:
        run = settings.Run(
            {name: config.getini(f"fakeaws_{name}") for name in settings.SETTABLE},
            {name: config.getoption(f"fakeaws_{name}") for name in settings.SETTABLE},
            items.own_code,
        )
        undo += _apply_to_process(config, run)
    except TypeError as error:
        from fakeaws.errors import InvalidOption

        if not isinstance(error, InvalidOption):
            raise
        raise pytest.UsageError(str(error)) from None
    if config.getoption("asl_coverage") or config.getoption("asl_coverage_json"):
        from fakeaws.asl_coverage import AslCoverage

        config.pluginmanager.register(AslCoverage(config, run), "fakeaws-asl-coverage")
    settings.begin_run(run)
    undo.append(lambda: settings.end_run(run))
    config.pluginmanager.register(items, "fakeaws-items")
    workerinput = getattr(config, "workerinput", {})
    if "fakeaws_inherited_region" in workerinput:
        settings.inherited_region.update(workerinput["fakeaws_inherited_region"])


def _apply_to_process(config: pytest.Config, run: settings.Run) -> list[Callable[[], None]]:
    given = (config.getini(f"fakeaws_{name}") for name in ("block_real_calls", "real_threads", "watchdog"))
    if not any(given) and run.command_line.get("region") is None and run.ini.get("region") is None:
        return []
    from fakeaws.process_settings import apply

    return apply(config.getini, run)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Undo `pytest_configure`."""
    for undo in config.stash.get(_UNDO, [])[::-1]:
        undo()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a pytest-xdist worker what the environment was before the tests' own code changed it."""
    node.workerinput["fakeaws_inherited_region"] = settings.inherited_region


# -- fixtures ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def aws_options() -> Mapping[str, Any]:
    """Override it, or parametrise it, to give `mock_aws` other options in the fixtures ``aws…``."""
    return {}


@pytest.fixture
def aws(request: pytest.FixtureRequest, aws_options: Mapping[str, Any]) -> Iterator[World]:
    """A fresh in-memory AWS for this test."""
    yield from _world(request, aws_options)


@pytest.fixture(scope="class")
def aws_class(request: pytest.FixtureRequest, aws_options: Mapping[str, Any]) -> Iterator[World]:
    """An in-memory AWS that the tests of a class share."""
    yield from _world(request, aws_options)


@pytest.fixture(scope="module")
def aws_module(request: pytest.FixtureRequest, aws_options: Mapping[str, Any]) -> Iterator[World]:
    """An in-memory AWS that the tests of a module share."""
    yield from _world(request, aws_options)


@pytest.fixture(scope="session")
def aws_session(request: pytest.FixtureRequest, aws_options: Mapping[str, Any]) -> Iterator[World]:
    """An in-memory AWS that all tests of the session share."""
    yield from _world(request, aws_options)


def _world(request: pytest.FixtureRequest, options: Mapping[str, Any]) -> Iterator[World]:
    from fakeaws.mock import MockAws

    mock = MockAws(**_options_of(request, options))
    yield mock.begin(own=set())
    problems = mock.end(quiet=True)
    if problems and not settings.current_run().failed:
        pytest.fail("fakeaws: " + "\n".join(problems), pytrace=False)


def _options_of(request: pytest.FixtureRequest, options: Mapping[str, Any]) -> settings.Options:
    """Marker over ``aws_options``; what is below them, and what nobody sets, `mock_aws` knows itself."""
    result = settings.checked(options, "the fixture aws_options")
    marked: dict[str, Any] = {}
    for marker in request.node.iter_markers("fakeaws"):
        if marker.args:
            from fakeaws.errors import InvalidOption

            raise InvalidOption(f"@pytest.mark.fakeaws takes options by name, not {marker.args[0]!r}")
        marked = {**marker.kwargs, **marked}
    return {**result, **settings.checked(marked, "@pytest.mark.fakeaws")}


# -- tests -------------------------------------------------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The marker alone activates the fixture ``aws``; early, so that a parametrised ``aws_options`` counts."""
    definition = metafunc.definition
    if definition.get_closest_marker("fakeaws") is None or not FIXTURES.keys().isdisjoint(metafunc.fixturenames):
        return
    manager = getattr(definition.session, "_fixturemanager", None)
    info = getattr(definition, "_fixtureinfo", None)
    if manager is None or info is None:
        return  # pytest_collection_modifyitems does it, without the parameters
    names, found = manager.getfixtureclosure(definition, ("aws", *info.names_closure), ())
    info.names_closure[:] = names
    info.name2fixturedefs.update(found)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The same for tests of unittest, which are not generated."""
    for item in items:
        names = getattr(item, "fixturenames", None)
        if names is not None and item.get_closest_marker("fakeaws") and FIXTURES.keys().isdisjoint(names):
            names.insert(0, "aws")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """One world a test."""
    names = [name for name in FIXTURES if name in getattr(item, "fixturenames", ())]
    if len(names) > 1:
        keep, *drop = names
        pytest.fail(
            f"this test uses the fixtures {' and '.join(names)}, which are different worlds: a queue in one is not in "
            f"the other. Drop {' and '.join(drop)} to have a fresh world, or {keep} to share the "
            f"{FIXTURES[drop[-1]]}'s (fixtures that use them count, too)",
            pytrace=False,
        )


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """What a wider fixture enters must not depend on which test comes first."""
    if fixturedef.scope == "function":
        return (yield)
    run = settings.current_run()
    before, run.node_id = run.node_id, request.node.nodeid or "session"
    try:
        return (yield)
    finally:
        run.node_id = before


class _Items:
    """Follows the tests of a run, and takes part in the reports of those that fail."""

    def __init__(self) -> None:
        self._item: pytest.Item | None = None

    def own_code(self) -> set[tuple[str, str]]:
        """``(file, function)`` of the current test and its fixtures."""
        from fakeaws.reporting import own_code

        return own_code(self._item)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        run = settings.current_run()
        self._item, run.node_id, run.failed, run.left = item, item.nodeid, False, []
        try:
            return (yield)
        finally:
            self._item, run.node_id, run.left = None, None, None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Inside a world the global `random` follows from the world's seed, not from pytest-randomly's."""
        option = item.config.option
        reset = getattr(option, "randomly_reset_seed", None)
        stack = sys.modules["fakeaws.simulation.stack"].stack
        if not reset or not stack or getattr(stack[-1].owner, "randomness", None) != "seeded":
            return (yield)
        option.randomly_reset_seed = False
        try:
            return (yield)
        finally:
            option.randomly_reset_seed = reset

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, Any, Any]:
        result = yield
        if "fakeaws.entering" in sys.modules:
            from fakeaws.intercept.environment import forget_dummies
            from fakeaws.reporting import swallowed_in_wider_worlds

            forget_dummies()
            problems = swallowed_in_wider_worlds()
            if problems and not settings.current_run().failed:
                pytest.fail("fakeaws: " + "\n".join(problems), pytrace=False)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        report: Any = yield
        if report.failed:
            settings.current_run().failed = True
            from fakeaws.reporting import add_section

            add_section(report, item, call)
        return report

    def pytest_exception_interact(self, node: Any, call: pytest.CallInfo[Any], report: Any) -> None:
        if isinstance(report, pytest.CollectReport):
            from fakeaws.reporting import add_section

            add_section(report, node, call)


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> list[str] | None:
    """A failed comparison of fates, deliveries or records shows the records that matter."""
    if "fakeaws.timeline.records" not in sys.modules:
        return None
    from fakeaws.reporting import room_for_explanations
    from fakeaws.timeline.explaining import explain_comparison

    return explain_comparison(op, left, right, room_for_explanations(config))
