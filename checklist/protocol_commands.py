"""The ``protocol`` subcommands: check, coverage, diff and print. Results go to stdout, everything else to stderr.

Part of the command line (``cli.py``, which explains the exit codes); imports no Qt and no SQL.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.errors import ProtocolError

if TYPE_CHECKING:
    from checklist.protocol.library import Library
    from checklist.protocol.model import Protocol

_DONE, _FAILED, _STORE = 0, 1, 5

_MOOD = "ketamine-iv-mood"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommands to the program's."""
    protocol = commands.add_parser("protocol", help="work with protocol files")
    inner = protocol.add_subparsers(metavar="ACTION", required=True)
    check = inner.add_parser("check", help="report what is wrong with a protocol file")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(command=_reading(_check))
    cover = inner.add_parser("coverage", help="count the requirements a protocol covers, and name the missing ones")
    cover.add_argument("file", type=Path, nargs="?", metavar="FILE", help="without it the newest mood protocol")
    cover.set_defaults(command=_reading(_coverage))
    diff = inner.add_parser("diff", help="say in words what changed for the nurse from A to B")
    diff.add_argument("before", type=Path, metavar="A")
    diff.add_argument("after", type=Path, metavar="B")
    diff.set_defaults(command=_reading(_difference))
    paper = inner.add_parser("print", help="write the paper form for a day without computers")
    paper.add_argument("file", type=Path, metavar="FILE")
    paper.add_argument("--out", type=Path, required=True, metavar="PDF")
    paper.set_defaults(command=_reading(_print))


def _reading(command: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Return a command that says in one line why a file cannot be used."""

    def run(args: argparse.Namespace) -> int:
        try:
            return command(args)
        except OSError as error:
            print(f"{error.filename}: {error.strerror}", file=sys.stderr)
            return _STORE
        except ProtocolError as error:
            params = error.params
            print(f"{params.get('file', '')}: {params.get('key', '')}: {params.get('reason', error.detail)}")
            return _FAILED

    return run


def _read(path: Path) -> Protocol:
    from checklist.protocol.reader import read_protocol

    return read_protocol(path.read_bytes(), str(path))


def _library() -> Library:
    from checklist import opening

    return opening.library()


def _check(args: argparse.Namespace) -> int:
    from checklist.protocol.checker import check

    protocol = _read(args.file)
    others = [item for item in _library().versions(protocol.id) if item.version != protocol.version]
    findings = check(protocol, others)
    for finding in findings:
        print(f"{args.file}: {finding.key}: {finding.code}: {finding.text}")
    lines, branches = len(protocol.all_lines()), len(protocol.branches)
    held = f"{lines} lines, {branches} emergency lists, {len(findings)} findings"
    print(f"{protocol.id} {protocol.version}: {held}, SHA-256 {protocol.digest}")
    return _FAILED if findings else _DONE


def _coverage(args: argparse.Namespace) -> int:
    from checklist.protocol.coverage import coverage, items_of, read_requirements
    from checklist.resource_files import resource

    matrix = resource("protocols", "requirements.toml")
    protocol = _read(args.file) if args.file is not None else _library().versions(_MOOD)[-1]
    found = coverage(items_of(protocol), read_requirements(matrix.read_bytes(), matrix.name))
    print(f"{protocol.id} {protocol.version}")
    print("\n".join(found.lines()))
    return _FAILED if found.gaps else _DONE


def _difference(args: argparse.Namespace) -> int:
    from checklist.protocol.difference import difference

    before, after = _read(args.before), _read(args.after)
    print(f"{before.id} {before.version} -> {after.id} {after.version}")
    print("\n".join(difference(before, after) or ("Nothing changed for the nurse.",)))
    return _DONE


def _print(args: argparse.Namespace) -> int:
    from checklist.audit.paper import paper_form
    from checklist.resource_files import resource

    protocol = _read(args.file)
    form = paper_form(protocol, resource("record", "paper.typ"), resource("fonts"))
    args.out.write_bytes(form)
    print(f"{protocol.id} {protocol.version}: {len(form)} bytes written to {args.out}", file=sys.stderr)
    return _DONE
