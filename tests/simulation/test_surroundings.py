"""What of the process an actor has for itself, swapped at hand-overs."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from fakeaws import World
from fakeaws.simulation.spawning import spawn
from fakeaws.simulation.surroundings import Surroundings


def run(aws: World, name: str, surroundings: Surroundings, work: Any) -> None:
    spawn(aws.simulation, work, name=name, surroundings=surroundings)


def test_two_actors_interleave_without_seeing_each_other(
    aws: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    outputs = {}

    def work() -> None:
        import surroundings_probe as probe  # type: ignore[import-not-found]

        for _ in range(2):
            sys.stdout.write(f"{probe.TEXT}\n")
            logging.getLogger("probe").warning(probe.TEXT)
            seen.append((probe.TEXT, os.environ["NAME"], "ONLY_OUTSIDE" in os.environ, os.getcwd(), probe.count()))
            time.sleep(1)

    monkeypatch.setenv("ONLY_OUTSIDE", "1")
    before = (list(sys.path), list(sys.meta_path), os.getcwd(), sys.stdout, logging.root.handlers, dict(os.environ))
    for name in ("one", "two"):
        root = tmp_path / name
        root.mkdir()
        (root / "surroundings_probe.py").write_text(
            f"TEXT = {name!r}\nseen = []\ndef count():\n    seen.append(1)\n    return len(seen)\n"
        )
        outputs[name] = StringIO()
        handler = logging.StreamHandler(outputs[name])
        run(
            aws,
            name,
            Surroundings(
                environment={"NAME": name, "PATH": "/bin"},
                roots=[str(root)],
                directory=str(root),
                output=outputs[name],
                handlers=[handler],
            ),
            work,
        )
    aws.clock.advance(seconds=1)
    assert "surroundings_probe" not in sys.modules
    aws.clock.advance(seconds=5)
    directories = {name: os.path.realpath(tmp_path / name) for name in outputs}
    assert seen == [(name, name, False, directories[name], turn) for turn in (1, 2) for name in ("one", "two")]
    assert {name: output.getvalue() for name, output in outputs.items()} == {
        "one": "one\none\n" * 2,
        "two": "two\ntwo\n" * 2,
    }
    after = (list(sys.path), list(sys.meta_path), os.getcwd(), sys.stdout, logging.root.handlers, dict(os.environ))
    assert after == before


def test_what_they_become_is_kept(aws: World, tmp_path: Path) -> None:
    seen: list[Any] = []
    surroundings = Surroundings(environment={"A": "1"}, directory=str(tmp_path))
    (tmp_path / "deep").mkdir()

    def first() -> None:
        os.environ["A"] = "2"
        os.chdir("deep")

    def second() -> None:
        seen.append((dict(os.environ), os.path.basename(os.getcwd())))

    run(aws, "first", surroundings, first)
    run(aws, "second", surroundings, second)
    aws.clock.advance(seconds=1)
    assert seen == [({"A": "2"}, "deep")]


def test_threads_and_child_processes_share_them(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def work() -> None:
        thread = threading.Thread(target=lambda: seen.append(os.environ["NAME"]))
        thread.start()
        thread.join()
        script = "import os; print(os.environ.get('NAME'), os.environ.get('ONLY_OUTSIDE'))"
        seen.append(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip())

    monkeypatch.setenv("ONLY_OUTSIDE", "1")
    run(aws, "work", Surroundings(environment={"NAME": "one"}), work)
    aws.clock.advance(seconds=1)
    assert seen == ["one", "one None"]
    assert "NAME" not in os.environ


def test_modules_of_one_name_are_imported_at_once(aws: World, tmp_path: Path) -> None:
    """A module that sleeps while it is imported does not hold up another's of that name."""
    seen: list[Any] = []

    def work() -> None:
        import surroundings_slow as slow  # type: ignore[import-not-found]

        seen.append((slow.TEXT, aws.clock.elapsed.total_seconds()))

    for name in ("one", "two"):
        root = tmp_path / name
        root.mkdir()
        (root / "surroundings_slow.py").write_text(f"import time\ntime.sleep(5)\nTEXT = {name!r}\n")
        run(aws, name, Surroundings(roots=[str(root)]), work)
    aws.clock.advance(seconds=6)
    assert seen == [("one", 5.0), ("two", 5.0)]


def test_what_was_changed_is_not_left_to_child_processes_of_others(aws: World) -> None:
    script = "import os; print(*map(os.environ.get, 'ABC'))"
    seen: list[str] = []

    def child() -> None:
        seen.append(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip())

    def work() -> None:
        os.environ["A"] = "1"
        del os.environ["B"]
        time.sleep(1)
        child()

    def silent() -> None:
        os.environ["C"] = "left behind?"

    run(aws, "work", Surroundings(environment={"A": "0", "B": "0"}), work)
    run(aws, "silent", Surroundings(environment={}), silent)
    child()
    aws.clock.advance(seconds=2)
    child()
    assert seen == ["None None None", "1 None None", "None None None"]


def test_attributes_of_modules(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    import types

    seen: list[Any] = []
    early, late = types.ModuleType("surroundings_early"), types.ModuleType("surroundings_late")
    early.session = "outside"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "surroundings_early", early)
    names = {("surroundings_early", "session"): "own", ("surroundings_late", "session"): None}

    def work() -> None:
        monkeypatch.setitem(sys.modules, "surroundings_late", late)
        late.session = "made inside"  # type: ignore[attr-defined]
        time.sleep(1)
        seen.append((early.session, late.session))

    run(aws, "work", Surroundings(attributes=names), work)
    aws.clock.advance(seconds=0.5)
    assert (early.session, late.session) == ("outside", None)
    aws.clock.advance(seconds=1)
    assert seen == [("own", "made inside")]


def test_a_thread_left_in_them_is_no_thread_left_by_the_test(aws: World) -> None:
    def work() -> None:
        threading.Thread(target=time.sleep, args=(1e9,)).start()

    run(aws, "work", Surroundings(environment={}), work)
    aws.clock.advance(seconds=1)
    assert len(aws.simulation.actors) == 2


def test_pytest_goes_on_recording_what_is_logged(aws: World, caplog: pytest.LogCaptureFixture) -> None:
    output = StringIO()

    def work() -> None:
        logging.warning("one")
        logging.root.handlers.clear()
        logging.root.addHandler(logging.StreamHandler(output))
        time.sleep(1)
        logging.warning("two")

    run(aws, "work", Surroundings(handlers=[logging.NullHandler()]), work)
    aws.clock.advance(seconds=0.5)
    aws.clock.advance(seconds=1)
    assert caplog.messages == ["one", "two"]
    assert output.getvalue() == "two\n"
