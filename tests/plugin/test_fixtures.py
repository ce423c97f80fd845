"""The fixtures by scope, the marker, options and their precedence, seeds, the region while tests are collected."""

from __future__ import annotations

import pytest

from tests.plugin.projects import run

pytest_plugins = ["pytester"]


def test_worlds_by_scope_and_one_world_a_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        "-v",
        test_function="""
            from helpers import make, names
            def test_one(aws):
                make("q")
                assert aws.seed == "test_function.py::test_one"
            def test_two(aws):
                assert names() == []
        """,
        test_wide="""
            from helpers import make, names
            class TestClass:
                def test_one(self, aws_class):
                    make("of-the-class")
                    assert aws_class.seed == "test_wide.py::TestClass"
                def test_two(self, aws_class):
                    assert names() == ["of-the-class"]
            def test_module_one(aws_module):
                make("of-the-module")
                assert aws_module.seed == "test_wide.py"
            def test_fresh_inside(aws):
                assert names() == []
            def test_module_two(aws_module):
                assert names() == ["of-the-module"]
            def test_session(aws_session):
                assert aws_session.seed == "session"
        """,
        test_two_worlds="""
            import pytest
            @pytest.fixture
            def hidden(aws_module): pass
            def test_two_worlds(aws, hidden): pass
        """,
        test_frozen="""
            import pytest, time
            @pytest.fixture(scope="module")
            def own_world():
                from fakeaws import mock_aws
                with mock_aws() as world:
                    yield world
            def test_own_world(own_world):
                assert own_world.seed == "test_frozen.py"
            def test_real(): pass
        """,
    )
    result.assert_outcomes(passed=10, errors=1)
    result.stdout.fnmatch_lines(
        [
            "this test uses the fixtures aws and aws_module, which are different worlds: *"
            "Drop aws_module to have a fresh world, or aws to share the module's*",
        ]
    )


def test_the_marker_alone_activates_the_fixture(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        test_marker="""
            import unittest, pytest
            from helpers import make
            from fakeaws.simulation.stack import stack

            @pytest.fixture
            def queue(sqs):
                return sqs.create_queue(QueueName="q")["QueueUrl"]

            @pytest.mark.fakeaws(policies="enforced", region="eu-west-1")
            def test_it(queue):  # the world is there before the fixtures of the test
                assert stack[-1].owner.policies == "enforced"
                assert make("r").startswith("https://sqs.eu-west-1.")

            @pytest.mark.fakeaws
            class TestClass:
                def test_it(self):
                    assert len(stack) == 1
                @pytest.mark.fakeaws(seed=3)
                def test_own(self, aws_class):
                    assert len(stack) == 1 and aws_class.seed != 3

            @pytest.mark.fakeaws(seed=5)
            class TestCase(unittest.TestCase):
                def test_it(self):
                    assert stack[-1].owner.seed == 5

            def test_none():
                assert not stack
        """,
        test_module="""
            import pytest
            from fakeaws.simulation.stack import stack
            pytestmark = pytest.mark.fakeaws(account="111111111111")

            @pytest.fixture(params=["eu-west-1", "cn-north-1"])
            def aws_options(request):
                return {"region": request.param, "account": "222222222222"}

            seen = []
            def test_parametrised():
                world = stack[-1].owner
                assert world.account == "111111111111"
                seen.append(world.region)

            @pytest.mark.fakeaws(account="333333333333")
            def test_closest_wins():
                assert stack[-1].owner.account == "333333333333"

            def test_both_came():
                assert seen == ["eu-west-1", "cn-north-1"]
        """,
        test_wrong="""
            import pytest
            @pytest.mark.fakeaws(polices="off")
            def test_name(): pass
            @pytest.mark.fakeaws("off")
            def test_positional(): pass
        """,
    )
    result.assert_outcomes(passed=11, errors=2)
    result.stdout.fnmatch_lines(
        ["*@pytest.mark.fakeaws has no option 'polices'; did you mean 'policies'?*", "*options by name, not 'off'*"]
    )


def test_precedence(pytester: pytest.Pytester) -> None:
    files = {
        "test_precedence": """
            import pytest
            from fakeaws import mock_aws

            @pytest.fixture
            def aws_options():
                return {"policies": "off", "account": "444444444444"}

            @pytest.mark.fakeaws(policies="enforced")
            def test_all(aws):
                assert aws.policies == "enforced"            # marker over aws_options
                assert aws.account == "444444444444"         # aws_options over the command line
                assert aws.passthrough == "off"              # command line over ini
                assert f"{aws.clock.now:%Y-%m-%d}" == "2030-02-03"  # ini over the default
                assert aws.seed == "7"
                with mock_aws(seed=8) as inner:
                    assert inner.seed == 8                   # arguments over everything
                    assert inner.account == "555555555555"
                    assert inner.passthrough == "off"
        """
    }
    ini = """
        fakeaws_start = 2030-02-03T00:00:00Z
        fakeaws_passthrough = auto
        fakeaws_policies = attached
        fakeaws_account = 666666666666
    """
    result = run(
        pytester,
        "--fakeaws-passthrough=off",
        "--fakeaws-account=555555555555",
        "--fakeaws-seed=7",
        ini=ini,
        **files,
    )
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("args", "ini", "text"),
    [
        (("--fakeaws-policies=enforce",), "", "the command line (--fakeaws-…): policies='enforce' must be*'enforced'?"),
        ((), "fakeaws_start = soon", "the ini file (fakeaws_…): start='soon' must be a datetime*"),
    ],
)
def test_a_wrong_setting_ends_the_run_at_its_start(
    pytester: pytest.Pytester, args: tuple[str, ...], ini: str, text: str
) -> None:
    result = run(pytester, *args, ini=ini, test_it="def test_it(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {text.replace('[', '[[]')}"])


def test_the_region_of_the_ini_file_holds_while_tests_are_collected(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    application = """
        import boto3, os
        sqs = boto3.client("sqs")  # at import, as applications do

        def place_order(body):
            url = sqs.create_queue(QueueName="orders")["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody=body)
            return url
    """
    test = """
        import os, shop
        def test_shop(aws):
            assert shop.place_order("42") == "https://sqs.eu-central-1.amazonaws.com/123456789012/orders"
            assert aws.region == "eu-central-1"
            assert len(aws.timeline.select(kind="SendMessage")) == 1
        def test_outside():
            assert os.environ["AWS_DEFAULT_REGION"] == "eu-central-1"
            assert "AWS_ACCESS_KEY_ID" not in os.environ
    """
    result = run(pytester, ini="fakeaws_region = eu-central-1", shop=application, test_shop=test)
    result.assert_outcomes(passed=2)
    for args, ini in (((), "fakeaws_region = eu-central-1"), (("--fakeaws-region=eu-central-1",), "")):
        found = run(pytester, *args, ini=ini, conftest="import shop", shop=application, test_shop=test)
        found.assert_outcomes(passed=2)
    pytester.path.joinpath("conftest.py").unlink()
    without = run(pytester, shop=application, test_shop=test)
    without.assert_outcomes(errors=1)
    without.stdout.fnmatch_lines(["*NoRegionError*", "*hint: a client was made before any world*fakeaws_region*"])


def test_a_region_that_the_suite_s_conftest_sets_counts_with_and_without_workers(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "us-gov-west-1")  # the developer's shell
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    files = {
        "conftest": "import os\nos.environ['AWS_DEFAULT_REGION'] = 'sa-east-1'",
        "test_region": "def test_region(aws): assert aws.region == 'sa-east-1'",
    }
    run(pytester, **files).assert_outcomes(passed=1)
    run(pytester, "-n1", **files).assert_outcomes(passed=1)
