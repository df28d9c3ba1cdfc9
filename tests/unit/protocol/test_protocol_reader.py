"""The reader: TOML to model, whole or not at all. Broken files are in the museum."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from checklist.errors import ProtocolError
from checklist.protocol.conditions import AllOf, AnyOf
from checklist.protocol.conditions import Test as Asked
from checklist.protocol.items import VitalsField
from checklist.protocol.model import Anchor, PhaseId, Protocol, Step
from checklist.protocol.reader import MAX_BYTES, read_protocol

VITALS = """
[[vital]]
code = "hr"
label = "Heart rate"
unit = "/min"
loinc = "8867-4"
decimals = 0
low = "20"
high = "250"

[[vital]]
code = "spo2"
label = "SpO₂"
unit = "%"
loinc = "59408-5"
decimals = 0
low = "40"
high = "100"

[[line]]
link_id = "pre.signs"
section = "pre.all"
text = "Signs"
source = "D"
repeats = true

[[line.field]]
type = "vitals"
id = "signs"
parts = ["spo2", "hr"]
optional = ["hr"]

[[cadence]]
line = "pre.signs"
anchor = "infusion_end"
at_min = [0]
early_min = 1
grace_min = 3
source = "D"
"""

CONDITION = """
[[line]]
link_id = "pre.number"
section = "pre.all"
text = "Number"
source = "D"

[line.enable_when]
any = [
  { question = "pre.kind", field = "kind", op = "=", answer = "first" },
  { all = [{ question = "pre.kind", field = "kind", op = "exists", answer = "true" }] },
]

[[line.field]]
type = "score"
id = "number"
low = 0
high = 9
"""


def test_file_becomes_the_model(small: str) -> None:
    """A file is read into phases, sections and lines in its order."""
    protocol = read_protocol(small.encode(), "example/1.0.0.toml")
    assert (protocol.id, protocol.version, protocol.drug) == ("example", "1.0.0", "ketamine")
    phase = protocol.phase(PhaseId.PRE_INFUSION)
    assert phase.closed_by == "pre.sign"
    assert [line.link_id for line in phase.sections[0].lines] == ["pre.kind", "pre.sign"]
    assert protocol.section_of("pre.kind").step is Step.PRE_INFUSION
    assert protocol.line("pre.kind").roles == ("nurse",)


def test_digest_is_of_the_bytes(small: str) -> None:
    """A protocol's digest is the SHA-256 of its file, so that a comment or a line end changes it."""
    data = small.encode()
    changed = data + b"# seen\n"
    assert read_protocol(data, "a").digest == hashlib.sha256(data).hexdigest()
    assert read_protocol(changed, "a").digest == hashlib.sha256(changed).hexdigest()


def test_vital_signs_are_described_once_and_named(read_more: Callable[[str], Protocol]) -> None:
    """A field of vital signs takes its parts, in its own order, from the file's descriptions."""
    field = read_more(VITALS).line("pre.signs").field("signs")
    assert isinstance(field, VitalsField)
    assert [(part.code, part.required) for part in field.parts] == [("spo2", True), ("hr", False)]


def test_cadence_keeps_what_is_left_out_as_none(read_more: Callable[[str], Protocol]) -> None:
    """A cadence without further marks has none of them."""
    (cadence,) = read_more(VITALS).cadences
    assert (cadence.anchor, cadence.at_min) == (Anchor.INFUSION_END, (0,))
    assert cadence.every_min is None
    assert cadence.until_min is None


def test_condition_nests(read_more: Callable[[str], Protocol]) -> None:
    """A condition of all and any is read as deep as it is written."""
    condition = read_more(CONDITION).line("pre.number").enable_when
    assert isinstance(condition, AnyOf)
    first, second = condition.conditions
    assert isinstance(first, Asked)
    assert isinstance(second, AllOf)


def error_of(data: bytes) -> ProtocolError:
    with pytest.raises(ProtocolError) as caught:
        read_protocol(data, "x.toml")
    return caught.value


def test_syntax_error_names_the_line(small: str) -> None:
    """Wrong TOML is refused with the number of its line."""
    error = error_of((small + "what is this\n").encode())
    assert error.params["line"] == small.count("\n") + 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x" * 10_000_000, "protocol.too-large"),
        (b"#" * (MAX_BYTES + 1), "protocol.too-large"),
        (b"a = " + b"[" * 900 + b"\n", "protocol.too-deep"),
        (b"a = " + b"[" * 20 + b"]" * 20, "protocol.unsafe"),
        (b'"=".' + b".".join([b"a"] * 400) + b" = 1\n", "protocol.too-deep"),
        (b'"' + b"a" * 2000 + b'" = 1\n', "protocol.too-large"),
        ((b'\\"' * 490 + b"\n") * 1000, "protocol.syntax"),
        (b"a = " + b"9" * 900 + b"\n", "protocol.shape"),
        (b"", "protocol.shape"),
        (b"\x00" * 100, "protocol.syntax"),
        (b"\xff\xfe", "protocol.encoding"),
        (b"id = 1979-05-27\n", "protocol.shape"),
        (b"[[line]]\n" * 100_000, "protocol.shape"),
    ],
)
@pytest.mark.timeout(20)
def test_hostile_file_is_refused(data: bytes, code: str) -> None:
    """SEC-083 A file that is too large, too deep, not text or made to be slow is refused like any other."""
    error = error_of(data)
    assert error.code == code
    assert set(error.params) >= {"file", "key", "reason"}
