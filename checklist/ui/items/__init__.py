"""Item editors: one module a field type, and the registry that picks one.

A new type is one module here, one in ``protocol/items``, and one line in each registry.
"""

from __future__ import annotations

from typing import assert_never

from checklist.protocol.items import (
    ChecksField,
    ChoiceField,
    ConfirmField,
    Field,
    MomentField,
    QuantityField,
    ScoreField,
    SignatureField,
    TextField,
    VitalsField,
)
from checklist.ui.items.checks import ChecksEditor
from checklist.ui.items.choice import ChoiceEditor
from checklist.ui.items.confirm import ConfirmEditor
from checklist.ui.items.editor import ItemEditor, OpenPart, Prior, Setting
from checklist.ui.items.moment import moment_editor
from checklist.ui.items.quantity import QuantityEditor
from checklist.ui.items.scale import ScaleEditor, is_scale
from checklist.ui.items.score import ScoreEditor, SumEditor, TotalEditor
from checklist.ui.items.signature import SignatureEditor
from checklist.ui.items.text import TextEditor
from checklist.ui.items.vitals import VitalsEditor

__all__ = [
    "ItemEditor",
    "OpenPart",
    "Prior",
    "ScaleEditor",
    "Setting",
    "SignatureEditor",
    "SumEditor",
    "TotalEditor",
    "VitalsEditor",
    "editor",
]


def editor(field: Field, setting: Setting) -> ItemEditor:
    """Return a new, empty editor for a field."""
    match field:
        case ConfirmField():
            return ConfirmEditor(field, setting)
        case ChoiceField():
            return ChoiceEditor(field, setting)
        case ChecksField():
            return ChecksEditor(field, setting)
        case QuantityField():
            return QuantityEditor(field, setting)
        case MomentField():
            return moment_editor(field, setting)
        case TextField():
            return TextEditor(field, setting)
        case ScoreField():
            if field.typed:
                return TotalEditor(field, setting)
            if field.sum_of:
                return SumEditor(field, setting)
            return ScaleEditor(field, setting) if is_scale(field, setting) else ScoreEditor(field, setting)
        case VitalsField():
            return VitalsEditor(field, setting)
        case SignatureField():
            return SignatureEditor(field, setting)
        case _:
            assert_never(field)
