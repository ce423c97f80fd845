"""The examples and tables of README.md and of the user guide are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fakeaws import settings

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "README.md",
    "docs/time.md",
    "docs/pytest.md",
    "docs/clients.md",
    "docs/faults.md",
    "docs/sqs.md",
    "docs/sns.md",
    "docs/sns-outboxes.md",
    "docs/lambda-async.md",
    "docs/lambda-environments.md",
    "docs/event-source-mappings.md",
    "docs/logs.md",
    "docs/events.md",
    "docs/api-destinations.md",
    "docs/cloudwatch.md",
    "docs/metrics.md",
    "docs/alarms.md",
    "docs/lambda.md",
    "docs/scheduler.md",
    "docs/batch-compute.md",
    "docs/batch-around.md",
    "docs/batch-jobs.md",
    "docs/batch-definitions.md",
    "docs/batch.md",
    "docs/batch-queues.md",
    "docs/stepfunctions.md",
    "docs/diagnoses.md",
    "docs/endpoints.md",
    "docs/stepfunctions-maps.md",
    "docs/stepfunctions-settings.md",
    "docs/stepfunctions-tasks.md",
    "docs/mq.md",
    "docs/mq-brokers.md",
)

_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TEST = re.compile(r"^ *(?:async )?def test_", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def _text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _blocks(page: str) -> list[tuple[str, str]]:
    """``(page and line as a module's name, code)`` of each Python block."""
    text = _text(page)
    stem = Path(page).stem.lower()
    return [(f"{stem}_line_{text.count(chr(10), 0, found.start()) + 2}", found[1]) for found in _BLOCK.finditer(text)]


def test_every_example_that_is_a_test_passes(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nasyncio_mode = strict\nasyncio_default_fixture_loop_scope = function")
    tests = 0
    for page in PAGES:
        examples = {f"test_{name}": code for name, code in _blocks(page) if _TEST.search(code)}
        assert examples, f"{page} has no example that is a test"
        pytester.makepyfile(**examples)
        tests += sum(len(_TEST.findall(code)) for code in examples.values())
    result = pytester.runpytest_subprocess(
        *("-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-W", "error::fakeaws.FakeAwsWarning"),
        "--snapshot-update",  # writes what the examples with syrupy compare with
        timeout=60,
    )
    outcomes = result.parseoutcomes()
    assert set(outcomes) <= {"passed", "warnings", "warning"}, outcomes
    assert outcomes["passed"] >= tests


def test_every_other_python_example_runs(pytester: pytest.Pytester) -> None:
    codes = [code for page in PAGES for _, code in _blocks(page) if not _TEST.search(code)]
    assert codes
    result = pytester.runpython(pytester.makepyfile(the_rest="\n".join(codes)))
    assert result.ret == 0


def test_links_between_the_pages_lead_somewhere() -> None:
    lost = []
    for page in PAGES:
        for link in _LINK.findall(_text(page)):
            path, _, anchor = link.partition("#")
            if "://" in link:
                continue
            target = (ROOT / page).parent / path if path else ROOT / page
            if not target.is_file() or (anchor and anchor not in _anchors(target)):
                lost.append(f"{page}: {link}")
    assert not lost


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_table_of_options_has_every_option() -> None:
    text = _text("docs/pytest.md")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    for name in settings.SETTABLE:
        assert any(
            row.startswith(f"| `{name}` |") and f"`fakeaws_{name}`" in row and f"`--fakeaws-{name}`" in row
            for row in rows
        ), name
    for name in set(re.findall(r"`(?:--)?fakeaws[_-]([a-z_]+)`", text)):
        assert name in settings.SETTABLE or name in ("block_real_calls", "watchdog", "real_threads"), name
