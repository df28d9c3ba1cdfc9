"""The checker: what makes a readable protocol hard to use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklist.protocol.checker import Finding, check
from checklist.protocol.model import Protocol

LINE = """
[[line]]
link_id = "pre.x{n}"
section = "pre.all"
text = "{text}"
source = "{source}"
{more}

[[line.field]]
{field}
"""

CONFIRM = 'type = "confirm"\nid = "seen"'
CHOICE = 'type = "choice"\nid = "c"\noptions = [{ code = "a", text = "A" }, { code = "b", text = "B" }]'
NUMBER = 'type = "quantity"\nid = "n"\nunit = "kg"\ndecimals = 1\nlow = "0"\nhigh = "300"'


def line(n: int = 1, text: str = "Text", source: str = "D", more: str = "", field: str = CHOICE) -> str:
    return LINE.format(n=n, text=text, source=source, more=more, field=field)


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.code, finding.key) for finding in found]


def test_readable_protocol_without_findings(read_more: Callable[[str], Protocol]) -> None:
    """A protocol that breaks no rule of writing has no finding."""
    assert check(read_more(line())) == ()


def test_section_of_more_than_nine_lines(read_more: Callable[[str], Protocol]) -> None:
    """A section shows at most nine lines."""
    assert check(read_more("".join(line(n) for n in range(7)))) == ()
    found = check(read_more("".join(line(n) for n in range(8))))
    assert codes(found) == [("section.too-many-lines", "section pre.all")]


def test_section_of_more_than_three_bare_confirms(read_more: Callable[[str], Protocol]) -> None:
    """A section has at most three lines that are only ticked."""
    assert check(read_more("".join(line(n, field=CONFIRM) for n in range(3)))) == ()
    found = check(read_more("".join(line(n, field=CONFIRM) for n in range(4))))
    assert codes(found) == [("section.too-many-confirms", "section pre.all")]


def test_line_of_more_than_twelve_words(read_more: Callable[[str], Protocol]) -> None:
    """A line has at most twelve words."""
    assert check(read_more(line(text="one " * 11 + "twelve"))) == ()
    assert codes(check(read_more(line(text="one " * 12 + "more")))) == [("line.too-long", "line pre.x1")]


@pytest.mark.parametrize(
    "text",
    [
        "Ensure access",
        "Adequate fasting",
        "Call as needed",
        "Appropriate dose",
        "Label properly made",
        "Monitor closely",
        "Oxygen if necessary",
    ],
)
def test_vague_words(read_more: Callable[[str], Protocol], text: str) -> None:
    """A line says what can be seen, not that it be adequate."""
    assert codes(check(read_more(line(text=text)))) == [("line.vague", "line pre.x1")]


def test_missing_source(read_more: Callable[[str], Protocol]) -> None:
    """A line names its source."""
    assert codes(check(read_more(line(source=" ")))) == [("line.no-source", "line pre.x1")]


def asked(answer: str) -> str:
    return f'{{ question = "pre.kind", field = "kind", op = "=", answer = "{answer}" }}'


def number(op: str, answer: str) -> str:
    return f'{{ question = "pre.x1", field = "n", op = "{op}", answer = "{answer}" }}'


@pytest.mark.parametrize(
    ("condition", "reachable"),
    [
        (asked("first"), True),
        (f"{{ any = [{asked('first')}, {asked('later')}] }}", True),
        (f"{{ all = [{asked('first')}, {asked('later')}] }}", False),
        (f"{{ all = [{asked('first')}, {{ any = [{asked('later')}, {asked('first')}] }}] }}", True),
        (f"{{ all = [{number('>', '40')}, {number('<', '40.1')}] }}", False),
        (f"{{ all = [{number('>', '40')}, {number('<', '40.2')}] }}", True),
        (f"{{ all = [{number('>=', '40')}, {number('<=', '40')}] }}", True),
        (number(">", "300"), False),
        (number(">=", "300"), True),
        (number("=", "40.05"), False),
        (f"{{ all = [{number('exists', 'false')}, {number('=', '5')}] }}", False),
        (number("exists", "false"), True),
    ],
)
def test_line_that_can_never_be_shown(read_more: Callable[[str], Protocol], condition: str, reachable: bool) -> None:
    """A line whose condition no answers can meet is found."""
    protocol = read_more(line(1, field=NUMBER) + line(2, more=f"enable_when = {condition}"))
    expected = [] if reachable else [("line.unreachable", "line pre.x2")]
    assert codes(check(protocol)) == expected


def test_line_that_waits_for_a_line_hidden_at_the_same_time(read_more: Callable[[str], Protocol]) -> None:
    """A line that needs the answer of another line, which is hidden whenever it is shown, is found."""
    protocol = read_more(
        line(1, field=NUMBER, more=f"enable_when = {asked('first')}")
        + line(2, more=f"enable_when = {{ all = [{asked('later')}, {number('>', '1')}] }}")
    )
    assert codes(check(protocol)) == [("line.unreachable", "line pre.x2")]


SET = (
    'type = "set"\nid = "n"\noptions = [{ code = "a", text = "A" }, { code = "b", text = "B" }]\n'
    'none_of_these = { code = "no", text = "None" }'
)
SCORE = 'type = "score"\nid = "n"\nlow = 0\nhigh = 3'
WORDS = 'type = "text"\nid = "n"'


@pytest.mark.parametrize(
    ("field", "op", "first", "second", "reachable"),
    [
        (SET, "includes", "a", "b", True),
        (SET, "includes", "a", "no", False),
        (SCORE, "=", "1", "2", False),
        (SCORE, "!=", "1", "2", True),
        (WORDS, "exists", "true", "true", True),
        (WORDS, "exists", "true", "false", False),
    ],
)
def test_two_tests_of_one_field_can_contradict(
    read_more: Callable[[str], Protocol], field: str, op: str, first: str, second: str, reachable: bool
) -> None:
    """A line that needs two answers of one field, which cannot be given together, is found."""
    condition = f"{{ all = [{number(op, first)}, {number(op, second)}] }}"
    protocol = read_more(line(1, field=field) + line(2, more=f"enable_when = {condition}"))
    expected = [] if reachable else [("line.unreachable", "line pre.x2")]
    assert codes(check(protocol)) == expected


VITAL = """
[[vital]]
code = "hr"
label = "Heart rate"
unit = "/min"
loinc = "8867-4"
decimals = 0
low = "20"
high = "250"
"""


@pytest.mark.parametrize(("answer", "reachable"), [("250", False), ("249", True)])
def test_test_of_a_vital_sign_can_be_out_of_reach(
    read_more: Callable[[str], Protocol], answer: str, reachable: bool
) -> None:
    """A line that needs a vital sign beyond its outer range is found."""
    asked_hr = number(">", answer).replace(" }", ', part = "hr" }')
    signs = line(1, field='type = "vitals"\nid = "n"\nparts = ["hr"]')
    protocol = read_more(VITAL + signs + line(2, more=f"enable_when = {asked_hr}"))
    assert ("line.unreachable" in [finding.code for finding in check(protocol)]) is not reachable


STOP = '\nlimits = [{ trigger = "hs", op = "=", than = "a", text = "No.", source = "D" }]'
REASON = 'not_applicable = [{ code = "no", text = "No" }]'


def test_hard_stop_has_no_way_round(read_more: Callable[[str], Protocol]) -> None:
    """A line with a hard stop does not offer "not applicable"."""
    found = check(read_more(line(more=REASON, field=CHOICE + STOP)))
    assert codes(found) == [("line.stop-not-applicable", "line pre.x1")]


def limited(op: str, than: str, text: str) -> str:
    return f'{NUMBER}\nlimits = [{{ trigger = "ca", op = "{op}", than = "{than}", text = "{text}", source = "D" }}]'


def test_limit_says_its_number(read_more: Callable[[str], Protocol]) -> None:
    """A limit's text names the number it is held against, so that a changed parameter is not told wrongly."""
    assert check(read_more(line(field=limited(">", "180", "Over 180 kg.")))) == ()
    found = check(read_more(line(field=limited(">", "180", "Over 160 kg."))))
    assert codes(found) == [("limit.text-number", "line pre.x1 field n limits[1]")]


def test_limit_that_no_value_meets(read_more: Callable[[str], Protocol]) -> None:
    """A limit outside the field's outer range is found."""
    found = check(read_more(line(field=limited(">", "300", "Over 300 kg."))))
    assert codes(found) == [("limit.never", "line pre.x1 field n limits[1]")]
