"""Java's regular expressions under Python's engine."""

from __future__ import annotations

import warnings

import botocore.session
import pytest

from fakeaws.aws.java_patterns import Untranslatable, matcher, translate

OUR_SERVICES = [
    "sqs",
    "sns",
    "mq",
    "batch",
    "stepfunctions",
    "appflow",
    "lambda",
    "cloudwatch",
    "events",
    "scheduler",
    "pipes",
    "apigateway",
    "apigatewayv2",
    "sts",
]

MATCHES = [
    (r"[a-z]+", "abc", "abc\n abC"),
    (r"^[a-z]+$", "abc", "abc\n"),
    (r"(?!^[0-9]+$)([a-zA-Z0-9-_]+)", "v1 1-1", "2024"),
    (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", "Ärger é٣ 名前 a_b", "a;b ä\u0301;"),
    (r"\p{L}+", "é z", "1 ٣"),
    (r"\pL+", "é", "1"),
    (r"\P{M}\p{M}*", "e\u0301", "\u0301"),
    (r"[^\p{L}]+", "12 ٣", "1a 1é"),
    (r"[\P{C}\n]+", "é\n", "\u0007 é\u200b"),
    (r"\p{Lu}\p{Ll}*", "Ärger", "ärger"),
    (r"\p{ASCII}*", "abc ~", "é aé"),
    (r"[\P{ASCII}]", "é", "e"),
    (r"[\p{Alnum}_]+", "a_1", "é"),
    (r"\p{Print}+", "a~", "\x07"),
    (r"\w+\d\s?", "a1", "é1 a٣"),  # ASCII unless Java's flag says otherwise
    (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", "a\t😀", "\x00 \x1f"),
    (r"[^\x{0022}]+", "a", '"'),
    (r"\Aab\z", "ab", "ab\n"),
    (r"[a\h]\v", "a\n", "ab"),
    (r"\[[\[\]|&~-]+\]", "[[] []] [||--~~]", "[a]"),
    (r"[\w-.]+", "a-.", "a+"),
    (r"[\p{L}-_]+", "é-_", "."),
    (r"[+--]+", "+,-", "."),
    (r"[\--/]", "- . /", "+"),
    (r"[[a]+", "[a", "b"),
    (r"[--/]", "- . /", "+"),
    (r"[]a]+", "]a", "b"),
    (r"[^]a]+", "b", "]"),
    (r"(?<!-)x|a(?=b)b", "x ab", "-x"),
    (r"\e", "\x1b", "e"),
]


@pytest.mark.parametrize(("pattern", "good", "bad"), MATCHES)
def test_a_pattern_takes_what_java_takes(pattern: str, good: str, bad: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        matches = matcher(pattern)
        for text in [good] if "\n" in good or "\t" in good else good.split(" "):
            assert matches(text), text
        for text in [bad] if "\n" in bad else bad.split(" "):
            assert not matches(text), text


@pytest.mark.parametrize("pattern", [r"[a&&[^b]]", r"\p{Nonsense}", r"(", r"\Qa\E"])
def test_what_cannot_be_translated_says_so(pattern: str) -> None:
    with pytest.raises(Untranslatable):
        matcher(pattern)


def test_plain_patterns_stay_as_they_are() -> None:
    assert translate(r"^(?:[a-z]{1,3}|\d+)[^\s/]*$") == r"^(?:[a-z]{1,3}|\d+)[^\s/]*$"


def test_every_pattern_of_the_services_we_have_is_translated() -> None:
    session = botocore.session.get_session()
    failures = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for service in OUR_SERVICES:
            model = session.get_service_model(service)
            shapes = map(model.shape_for, model.shape_names)
            patterns = {str(shape.metadata["pattern"]) for shape in shapes if "pattern" in shape.metadata}
            for pattern in sorted(patterns):
                try:
                    matcher(pattern)("é")
                except Untranslatable as failure:
                    failures.append((service, str(failure)))
    assert failures == []
