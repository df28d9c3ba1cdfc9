"""The command line: arguments in, exit code out (``ux.md`` 18).

Results go to stdout, everything else to stderr. Nothing here imports Qt or SQL; ``bootstrap`` does, inside the one
function that needs it. Exit codes: 0 done; 1 failed; 2 wrong use, or the machine lacks something; 3 already running;
4 integrity does not match; 5 store or file missing, locked or unwritable; 6 store from a newer version; 130 stopped.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from checklist import __version__, protocol_commands
from checklist.errors import (
    AccessError,
    ChecklistError,
    LedgerError,
    ProtocolError,
    SettingsError,
    TamperError,
)

if TYPE_CHECKING:
    from checklist.bootstrap import Options
    from checklist.ledger.report import Report

DONE, FAILED, WRONG_USE, RUNNING, MISMATCH, STORE, NEWER, STOPPED = 0, 1, 2, 3, 4, 5, 6, 130

Command = Callable[[argparse.Namespace], int]


def entry() -> int:
    """Run the installed command."""
    return main(sys.argv[1:])


def main(arguments: list[str]) -> int:
    """Run one command.

    Args:
        arguments: The words after the program's name.

    Returns:
        The exit code.
    """
    try:
        args = _parser().parse_args(arguments)
    except SystemExit as stop:
        return WRONG_USE if stop.code not in (0, None) else DONE
    command: Command = args.command
    try:
        return command(args)
    except KeyboardInterrupt:
        _say("Stopped.")
        return STOPPED
    except ChecklistError as error:
        from checklist.ui.texts import error as error_words

        words = error_words(error)
        _say(" ".join(part for part in (words.what, words.safe, words.todo) if part))
        return exit_code(error)


def exit_code(error: ChecklistError) -> int:
    """Return the exit code of an error."""
    match error:
        case LedgerError(code="store.in-use"):
            return RUNNING
        case LedgerError(code="store.newer"):
            return NEWER
        case LedgerError(code="work.stopped"):
            return STOPPED
        case TamperError():
            return MISMATCH
        case SettingsError() if error.code.startswith("export.") and error.code in {"export.exists", "export.folder"}:
            return STORE
        case SettingsError():
            return WRONG_USE
        case LedgerError():
            return STORE
        case AccessError() | ProtocolError():
            return FAILED
        case _:
            return FAILED


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chairside",
        description="Checklist and provable record for outpatient IV ketamine infusions. "
        "Not a medical device and not an alarm system.",
        epilog="Without a subcommand the window opens.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="program, PySide6, Qt and schema")
    _place(parser)
    parser.add_argument("--theme", choices=("auto", "light", "dim"), help="colours; auto is dim during an infusion")
    parser.set_defaults(command=_window)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    _add_tour(commands)
    _add_export(commands)
    _add_verify(commands)
    protocol_commands.add(commands)
    doctor = commands.add_parser("doctor", help="say where everything is and whether it is well")
    _place(doctor)
    doctor.add_argument("--json", action="store_true", help="machine form on stdout")
    doctor.set_defaults(command=_doctor)
    return parser


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="where the store is")
    parser.add_argument("--practice", action="store_true", help="a clinic of made-up patients and staff")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file of this workstation")
    parser.add_argument("--log-level", choices=("debug", "info", "warning", "error"))


def _add_tour(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    tour = commands.add_parser("tour", help="drive two practice visits through the real windows and count the presses")
    tour.add_argument("--out", type=Path, metavar="DIR", help="where pictures, packet and data go")
    tour.add_argument("--watch", action="store_true", help="show the windows on this screen, slowly")
    tour.set_defaults(command=_tour)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser("export", help="write the audit log or an inspector's packet to a file")
    _place(export)
    export.add_argument("--format", choices=("csv", "jsonl", "packet"), required=True)
    export.add_argument("--out", required=True, metavar="FILE", help="file to write; - for stdout (csv, jsonl)")
    export.add_argument("--from", dest="since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="first day")
    export.add_argument("--to", dest="until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="last day")
    export.add_argument("--session", action="append", default=[], metavar="ID", help="may be given again")
    export.add_argument("--patient", metavar="MRN", help="all sessions of one patient, by record number")
    export.add_argument("--as", dest="person", metavar="NAME", help="who exports; asked for where needed")
    export.add_argument("--pin-stdin", action="store_true", help="read the PIN from stdin")
    export.add_argument("--recipient", default="", help="who receives it, for the accounting of disclosures")
    export.add_argument("--purpose", default="", help="what it is for")
    export.add_argument("--force", action="store_true", help="write over a file that is there")
    export.add_argument("--quiet", action="store_true", help="no progress")
    export.set_defaults(command=_export)


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = commands.add_parser("verify", help="check a packet, or a whole store; reads only")
    verify.add_argument("packet", nargs="?", type=Path, metavar="PACKET", help="a packet's ZIP or its folder")
    _place(verify)
    verify.add_argument("--vkey", help="verifier key held on paper since the first start")
    verify.add_argument("--require-anchor", action="store_true", help="4 also where nothing outside confirms it")
    verify.add_argument("--json", action="store_true", help="machine form on stdout")
    verify.add_argument("--quiet", action="store_true", help="no progress")
    verify.set_defaults(command=_verify)


class _Version(argparse.Action):
    """Prints the versions; asks for them only then, because the schema pulls in the whole database layer."""

    def __call__(self, parser: argparse.ArgumentParser, *_words: object) -> None:
        from importlib import metadata

        from checklist.store.schema import SCHEMA_VERSION

        qt = metadata.version("PySide6-Essentials")
        print(f"chairside {__version__}, PySide6 {qt}, Qt {qt}, schema {SCHEMA_VERSION}")
        parser.exit()


def _window(args: argparse.Namespace) -> int:
    from checklist import bootstrap

    return bootstrap.open_window(_options(args))


def _tour(args: argparse.Namespace) -> int:
    from checklist import bootstrap

    return bootstrap.run_tour(args.out, watch=args.watch, say=lambda line: print(line, flush=True))


def _options(args: argparse.Namespace) -> Options:
    from checklist.bootstrap import Options

    flags = {"theme": getattr(args, "theme", None), "log_level": args.log_level}
    return Options(
        data_dir=args.data_dir,
        practice=args.practice,
        config=args.config,
        flags={key: value for key, value in flags.items() if value},
    )


def _export(args: argparse.Namespace) -> int:
    from checklist import bootstrap
    from checklist.service.exporting import ExportRequest

    if args.out == "-" and args.format == "packet":
        _say("A packet is a ZIP file: give it a file name.")
        return WRONG_USE
    request = ExportRequest(
        format=args.format,
        out=args.out,
        since_ms=_midnight_ms(args.since) if args.since else None,
        until_ms=_midnight_ms(args.until + timedelta(days=1)) if args.until else None,
        sessions=tuple(args.session),
        patient=args.patient,
        recipient=args.recipient,
        purpose=args.purpose,
        force=args.force,
    )
    pin = (lambda _name: sys.stdin.readline().rstrip("\n")) if args.pin_stdin else _ask_pin
    progress = _quiet if args.quiet else _progress("entries")
    result = bootstrap.export(_options(args), request, args.person, pin, progress)
    practice = "PRACTICE, made-up patients. " if result.practice else ""
    _say(
        f"{practice}{result.sessions} sessions, {result.entries} entries, {result.bytes} bytes written to {result.path}"
    )
    return DONE


def _ask_pin(name: str) -> str:
    import getpass

    return getpass.getpass(f"PIN of {name}: ")


def _midnight_ms(day: date) -> int:
    """Return local midnight of a day in UTC ms."""
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp() * 1000)  # local on purpose


def _verify(args: argparse.Namespace) -> int:
    from checklist import bootstrap

    if (args.packet is None) == (args.data_dir is None and not args.practice):
        _say("Name a packet, or --data-dir for a store; not both.")
        return WRONG_USE
    progress = _quiet if args.quiet or args.json else _progress("entries")
    if args.packet is not None:
        report = bootstrap.verify_packet(args.packet, args.vkey, progress)
    else:
        report = bootstrap.verify_store(_options(args), args.vkey, progress)
    if args.json:
        print(msgspec.json.encode(report, enc_hook=lambda raw: raw.hex()).decode())
    else:
        print("\n".join(_report_lines(report)))
    if not report.good or (args.require_anchor and report.anchored is None):
        return MISMATCH
    return DONE


def _report_lines(report: Report) -> list[str]:
    lines = [f"{report.verdict.value}: {report.entries} entries, {report.payloads} contents checked"]
    if report.practice:
        lines.insert(0, "PRACTICE: made-up patients")
    for finding in report.findings[:1]:
        where = f"entry {finding.seq}: " if finding.seq is not None else ""
        between = f" (between checkpoints {finding.between[0]} and {finding.between[1]})" if finding.between else ""
        lines.append(f"First: {where}{finding.detail}{between}")
    if len(report.findings) > 1:
        lines.append(f"{len(report.findings)} findings in all")
    if report.good and report.unanchored:
        lines.append(f"Nothing outside this log confirms its newest {report.unanchored} entries")
    if report.fingerprint:
        lines.append(f"Log {report.origin}, key {report.fingerprint}: compare with the paper from the first start")
    return lines


def _doctor(args: argparse.Namespace) -> int:
    from checklist import bootstrap

    facts = bootstrap.doctor(_options(args))
    if args.json:
        print(msgspec.json.encode(facts).decode())
    else:
        width = max(len(fact.name) for fact in facts)
        for fact in facts:
            print(f"{'ok  ' if fact.well else 'BAD '} {fact.name.ljust(width)}  {fact.value}  ({fact.origin})")
    return DONE if all(fact.well for fact in facts) else FAILED


def _quiet(_done: int, _total: int) -> bool:
    return True


def _progress(what: str) -> Callable[[int, int], bool]:
    """Return a callback that writes progress on one line of a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return _quiet

    def tell(done: int, total: int) -> bool:
        of = f" of {total:,}" if total else ""
        end = "\n" if done >= total > 0 else ""
        print(f"\r{done:,}{of} {what}", end=end, file=sys.stderr, flush=True)
        return True

    return tell
