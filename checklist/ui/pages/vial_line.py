"""The scanner on a line that holds what a drug package's code holds (``pre.vial``): it fills the line's fields."""

from __future__ import annotations

from checklist.ui.desk import Desk
from checklist.ui.drug.scan_catcher import ScanCatcher, is_scannable
from checklist.ui.drug.scan_words import ScanResult
from checklist.ui.pages.line_card import LineCard
from checklist.ui.widgets.announce import announce
from checklist.ui.widgets.tone import Tone


def watch_scanner(desk: Desk, card: LineCard) -> None:
    """Let a scanner fill the open line of a card, where the line is about a package."""
    open_line = card.open_line
    if open_line is None or not is_scannable(open_line.form.line):
        return
    catcher = ScanCatcher(desk, open_line.form, card)

    def said(result: ScanResult) -> None:
        icon = "info" if result.tone is Tone.INFO else "triangle-alert"
        open_line.say(result.words, result.tone, icon)
        announce(card, result.words, assertive=True)

    catcher.read.connect(said)
