"""Plain text on paper, for the one sheet that is no record: the verifier key."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget


def print_text(parent: QWidget, text: str) -> None:
    """Ask for a printer and print; returns at once."""
    printer = QPrinter()
    dialog = QPrintDialog(printer, parent)

    def chosen(result: int) -> None:
        if result == QDialog.DialogCode.Accepted:
            print_on(printer, text)

    dialog.finished.connect(chosen)
    QDialog.open(dialog)


def print_on(printer: QPrinter, text: str) -> None:
    """Print ``text`` as it is: markup has no meaning."""
    document = QTextDocument()
    document.setPlainText(text)
    document.print_(printer)
