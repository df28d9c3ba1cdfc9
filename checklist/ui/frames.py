"""What stands around a page: bar for faults, banner or app bar, rail, footer, the line at the bottom.

One widget holds all pages of the signed-in part, so that the lock can take it out of the window as a whole
with everything typed still in it.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from checklist.ui.page import FooterFacts, Frame, Page
from checklist.ui.tokens import Token
from checklist.ui.widgets.app_bar import AppBar, Tab
from checklist.ui.widgets.banner import Banner, BannerFacts
from checklist.ui.widgets.card import Panel
from checklist.ui.widgets.footer import Footer
from checklist.ui.widgets.rail import Rail, RailFacts
from checklist.ui.widgets.strips import TechnicalBar
from checklist.ui.widgets.undo_strip import UndoStrip

COMPACT_WIDTH, COMPACT_HEIGHT = 1340, 760
"""Below either of these, in logical pixels, the frames go into compact mode (``ux.md`` 5)."""


def is_compact(width: int, height: int) -> bool:
    """Return whether a window of this size gets the compact mode."""
    return width < COMPACT_WIDTH or height < COMPACT_HEIGHT


class Frames(Panel):
    """The frames and the pages in them.

    Args:
        tabs: The places of the app bar.
        parent: Owner.

    Attributes:
        area: Where the page is; sheets open over it, so that banner and Emergency stay in reach.
    """

    def __init__(self, tabs: tuple[Tab, ...], *, parent: QWidget | None = None) -> None:
        super().__init__(Token.BG, parent=parent)
        self.bar = TechnicalBar()
        self.banner = Banner()
        self.app_bar = AppBar()
        self.app_bar.set_tabs(tabs)
        self.rail = Rail()
        self.footer = Footer()
        self.area = QWidget()
        self._stack = QStackedWidget()
        inside = QVBoxLayout(self.area)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._stack)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self.area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.bar, self.banner, self.app_bar):
            layout.addWidget(widget)
        layout.addLayout(middle, 1)
        layout.addWidget(self.footer)
        self.strip = UndoStrip(self, self._strip_place)

    def _strip_place(self) -> QRect:
        """Return the middle of the footer, where the strip covers only the why-text; nothing where there is none."""
        if not self.footer.isVisibleTo(self):
            return QRect()
        middle = self.footer.middle()
        return middle.translated(self.footer.mapTo(self, QPoint(0, 0)))

    def add(self, page: Page) -> None:
        """Take a page in; it is not shown yet."""
        self._stack.addWidget(page)

    def drop(self, page: Page) -> None:
        """Let a page go for good."""
        self._stack.removeWidget(page)
        page.deleteLater()

    def page(self) -> Page | None:
        """Return the page shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def show_page(self, page: Page) -> None:
        """Show a page with the frame it asks for; its footer comes with its own ``footer_changed``."""
        patient, many = page.frame is Frame.PATIENT, page.frame is Frame.MANY
        self.banner.setVisible(patient)
        self.rail.setVisible(patient)
        self.footer.setVisible(patient)
        self.app_bar.setVisible(many)
        self.footer.set_facts(FooterFacts())
        self._stack.setCurrentWidget(page)

    def set_patient(self, banner: BannerFacts, rail: RailFacts) -> None:
        """Show whose page it is and where the session stands."""
        self.banner.set_facts(banner)
        self.rail.set_facts(rail)

    def set_footer(self, facts: FooterFacts) -> None:
        """Show a page's footer; a page for many patients gets one only where it has buttons or words for it."""
        page = self.page()
        bare = page is not None and page.frame is not Frame.PATIENT
        self.footer.set_emergency_shown(not bare)
        self.footer.setVisible(not bare or bool(facts.actions or facts.why))
        self.footer.set_facts(facts)
        self.strip.restyle()  # other buttons leave it another place

    def set_compact(self, compact: bool) -> None:
        """Take the compact or the full frames."""
        self.rail.set_compact(compact)
        self.banner.set_compact(compact)
        self.footer.set_compact(compact)
