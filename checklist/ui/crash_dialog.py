"""After an error that is none of ours: says so, takes no more input, and offers to open the record again.

The window behind it can no longer be trusted, the entries can: opening again reads them from the log.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from checklist.ui.theme import px
from checklist.ui.tokens import Role, Token
from checklist.ui.widgets.button import Button, Kind
from checklist.ui.widgets.card import Panel
from checklist.ui.widgets.text import Text


class CrashDialog(QDialog):
    """The dialog; it can be left only by its two buttons.

    Args:
        details: Kind and place of the error; no patient data.
        parent: The window that stopped.

    Signals:
        reopen: Open the record again.
        ended: Close the program.
    """

    reopen = Signal()
    ended = Signal()

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle("Chairside")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._details = details
        panel = Panel(Token.SURFACE)
        column = QVBoxLayout(panel)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(14)
        column.addWidget(Text("Something went wrong in the program.", Role.NAME))
        safe = "Everything shown as recorded is saved. What was half typed may be lost."
        column.addWidget(Text(safe, Role.ITEM))
        column.addWidget(Text("Watch the patient and the monitor. Open the record again to go on.", Role.ITEM))
        self._shown = Text("", Role.SECONDARY, Token.INK2)
        self._shown.hide()
        column.addWidget(self._shown)
        column.addLayout(self._buttons())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(panel)
        self.setFixedWidth(px(620))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        details = Button("Details", None, Kind.QUIET, id="crash.details")
        details.clicked.connect(lambda: self._shown.show_text(self._details))
        copy = Button("Copy", None, Kind.QUIET, id="crash.copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        end = Button("Close", None, id="crash.close")
        end.clicked.connect(self.ended)
        again = Button("Open the record again", "refresh-cw", Kind.PRIMARY, 56, id="crash.reopen")
        again.clicked.connect(self.reopen)
        row.addWidget(details)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(end)
        row.addWidget(again)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Esc away: it would leave a window nobody should work in."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the dialog closes the program."""
        event.ignore()
        self.ended.emit()


def describe(error: BaseException) -> str:
    """Return kind and place of an error, without its message: that may hold what was typed."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_qualname} line {trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} in {', '.join(places[-3:]) or 'an unknown place'}"
