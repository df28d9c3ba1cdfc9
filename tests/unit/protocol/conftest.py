"""What the protocol tests share: the smallest protocol that can be read, the shipped one, and a way to change it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from checklist.protocol.model import Protocol
from checklist.protocol.reader import read_protocol

ROOT = Path(__file__).parents[3]

SMALL = """\
id = "example"
version = "1.0.0"
title = "Example"
short_title = "Example"
drug = "ketamine"

[[phase]]
id = "pre_infusion"
title = "Before"
closed_by = "pre.sign"

[[section]]
id = "pre.all"
phase = "pre_infusion"
step = "pre_infusion"
title = "All"

[[line]]
link_id = "pre.kind"
section = "pre.all"
text = "Kind of visit"
source = "D"

[[line.field]]
type = "choice"
id = "kind"
options = [{ code = "first", text = "First" }, { code = "later", text = "Later" }]

#more

[[line]]
link_id = "pre.sign"
section = "pre.all"
text = "Signature"
source = "D"

[[line.field]]
type = "signature"
id = "nurse"
meaning = "perform"
roles = ["nurse"]
statement = "I, {name}, did this."
"""


@pytest.fixture(name="small")
def small_text() -> str:
    """The text of the smallest useful protocol file."""
    return SMALL


@pytest.fixture
def read_more() -> Callable[[str], Protocol]:
    """Read the smallest protocol with further TOML in its middle."""
    return lambda more: read_protocol(SMALL.replace("#more", more).encode(), "example/1.0.0.toml")


@pytest.fixture(scope="session")
def shipped() -> Protocol:
    """The protocol that ships with the program."""
    path = ROOT / "resources" / "protocols" / "ketamine-iv-mood" / "0.1.0.toml"
    return read_protocol(path.read_bytes(), path.name)
