"""One member of staff in a list of names: 60 px high, chosen or not."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from checklist.ui.widgets.button import Button, Kind


class PersonRow(Button):
    """A name to press; checked while chosen.

    Args:
        name: Who, ``A. Diallo RN``.
        icon: ``user``, or ``plus`` for somebody else.
        id: Stable id.
        parent: Owner.
    """

    def __init__(self, name: str, icon: str = "user", *, id: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, icon, Kind.ROW, 60, id=id, wrap=True, parent=parent)
        self.setCheckable(True)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.set_least_width(240)
