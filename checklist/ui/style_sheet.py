"""The one generated style sheet. It touches stock inputs, scroll bars and tables, never our painted widgets.

``.QLineEdit`` with the dot matches the stock class alone, not what we derive from it.
"""

from __future__ import annotations

from collections.abc import Callable

from checklist.ui.tokens import Token

_SHEET = """
.QLineEdit, .QPlainTextEdit {{
  background: {raised}; color: {ink}; border: 1px solid {edge}; border-radius: 8px;
  padding: 0 {pad}px; selection-background-color: {accent_fill}; selection-color: {on_accent};
}}
.QLineEdit {{ min-height: {inner}px; }}
.QPlainTextEdit {{ padding: 8px {text_pad}px; }}
.QLineEdit:focus, .QPlainTextEdit:focus {{
  border: 2px solid {focus}; background: {accent_tint}; padding: 0 {pad_focus}px;
}}
.QPlainTextEdit:focus {{ padding: 7px {text_pad_focus}px; }}
.QLineEdit:focus {{ min-height: {inner_focus}px; }}
.QLineEdit:disabled, .QPlainTextEdit:disabled, .QLineEdit:read-only {{
  background: {sunken}; color: {ink2}; border-color: {line};
}}
QComboBox QAbstractItemView {{
  background: {raised}; color: {ink}; border: 1px solid {edge}; outline: 0;
  selection-background-color: {accent_tint}; selection-color: {ink};
}}
QComboBox QAbstractItemView::item {{ min-height: {row}px; padding: 0 {pad}px; }}
QScrollArea {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 48px; }}
QScrollBar::handle:horizontal {{ min-width: 48px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTableView {{
  background: {surface}; color: {ink}; border: 0; gridline-color: {line}; outline: 0;
  selection-background-color: {accent_tint}; selection-color: {ink};
}}
QTableView::item {{ padding: 0 8px; border: 0; border-bottom: 1px solid {line}; }}
QHeaderView {{ background: {surface}; border: 0; }}
QHeaderView::section {{
  background: {surface}; color: {ink2}; border: 0; border-bottom: 1px solid {line};
  padding: 0 11px; min-height: {header}px;
}}
QToolTip {{ background: {surface}; color: {ink}; border: 1px solid {edge}; padding: 6px; }}
"""


def style_sheet(hex_of: Callable[[Token], str], px: Callable[[float], int]) -> str:
    """Write the sheet for one theme.

    Args:
        hex_of: Colour of a token.
        px: Length that goes with the text size.
    """
    colours = {token.value: hex_of(token) for token in Token}
    sizes = {
        "pad": 12, "pad_focus": 11, "text_pad": 8, "text_pad_focus": 7,
        "inner": px(48) - 2, "inner_focus": px(48) - 4, "row": px(48), "header": px(40) - 4,
    }  # fmt: skip
    return _SHEET.format(**colours, **sizes)
