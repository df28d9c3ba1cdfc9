"""The colours of both themes by name, and the sizes and weights of text. No Qt.

The hex values and their use are those of ``ux.md`` 4, the type roles those of ``ux.md`` 5. Contrast and
colour-blind distance of every pair are held by ``tests/ui/test_theme.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec


class Token(StrEnum):
    """Name of a colour; what it is for stands in ``ux.md`` 4."""

    BG = "bg"
    SURFACE = "surface"
    SUNKEN = "sunken"
    RAISED = "raised"
    LINE = "line"
    EDGE = "edge"
    INK = "ink"
    INK2 = "ink2"
    INK3 = "ink3"
    ACCENT = "accent"
    ACCENT_FILL = "accent_fill"
    ON_ACCENT = "on_accent"
    ACCENT_TINT = "accent_tint"
    DONE = "done"
    DONE_TINT = "done_tint"
    INFO = "info"
    INFO_TINT = "info_tint"
    CAUTION = "caution"
    CAUTION_TINT = "caution_tint"
    CAUTION_FILL = "caution_fill"
    ON_CAUTION = "on_caution"
    ALARM = "alarm"
    ALARM_TINT = "alarm_tint"
    ALARM_FILL = "alarm_fill"
    ON_ALARM = "on_alarm"
    EXCEPT = "except"
    EXCEPT_TINT = "except_tint"
    S_BP = "s_bp"
    S_HR = "s_hr"
    S_SPO2 = "s_spo2"
    S_EVENT = "s_event"
    FOCUS = "focus"


_PAIRS: tuple[tuple[Token, str, str], ...] = (
    (Token.BG, "#F1F4F3", "#0C1214"),
    (Token.SURFACE, "#FFFFFF", "#131B1E"),
    (Token.SUNKEN, "#E6ECEA", "#0F1619"),
    (Token.RAISED, "#FFFFFF", "#1B2529"),
    (Token.LINE, "#CFD8D6", "#29363B"),
    (Token.EDGE, "#6C7F80", "#6A7C82"),
    (Token.INK, "#14262A", "#C6D0D2"),
    (Token.INK2, "#435459", "#93A3A7"),
    (Token.INK3, "#56686C", "#84959A"),
    (Token.ACCENT, "#0B5E68", "#58A9AF"),
    (Token.ACCENT_FILL, "#0B5E68", "#1B555A"),
    (Token.ON_ACCENT, "#FFFFFF", "#E2F0F0"),
    (Token.ACCENT_TINT, "#DCEBEB", "#12302F"),
    (Token.DONE, "#1A7647", "#5FC494"),
    (Token.DONE_TINT, "#E0EFE6", "#12281D"),
    (Token.INFO, "#0C3B6B", "#A6C6E4"),
    (Token.INFO_TINT, "#DDEDF6", "#102936"),
    (Token.CAUTION, "#965900", "#E6B63C"),
    (Token.CAUTION_TINT, "#FDEFCB", "#2C230E"),
    (Token.CAUTION_FILL, "#F0B429", "#C8932B"),
    (Token.ON_CAUTION, "#231700", "#1A1202"),
    (Token.ALARM, "#8F1120", "#EC655E"),
    (Token.ALARM_TINT, "#FAE3E2", "#341718"),
    (Token.ALARM_FILL, "#B3151F", "#B23A40"),
    (Token.ON_ALARM, "#FFFFFF", "#FFF1F0"),
    (Token.EXCEPT, "#8641BA", "#B27FE2"),
    (Token.EXCEPT_TINT, "#EBE6F6", "#241D38"),
    (Token.S_BP, "#14262A", "#C6D0D2"),
    (Token.S_HR, "#2C6E2F", "#8CCB7E"),
    (Token.S_SPO2, "#0B5A9C", "#66AFD3"),
    (Token.S_EVENT, "#435459", "#93A3A7"),
    (Token.FOCUS, "#0B5E68", "#7CC4C9"),
)

LIGHT: Mapping[Token, str] = MappingProxyType({token: light for token, light, _ in _PAIRS})
DIM: Mapping[Token, str] = MappingProxyType({token: dim for token, _, dim in _PAIRS})


class Role(StrEnum):
    """What a piece of text is; decides its size, weight and figures."""

    CLOCK = "clock"
    VITAL = "vital"
    TITLE = "title"
    NAME = "name"
    DOSE = "dose"
    CURRENT = "current"
    ITEM = "item"
    STRONG = "strong"
    BUTTON = "button"
    KEY = "key"
    CURRENT_EMERGENCY = "current_emergency"
    ITEM_EMERGENCY = "item_emergency"
    SECONDARY = "secondary"
    SECONDARY_STRONG = "secondary_strong"
    ANSWER = "answer"
    CAPTION = "caption"
    LABEL = "label"
    LABEL_STRONG = "label_strong"
    AXIS = "axis"
    STAMP = "stamp"
    MRN = "mrn"
    SEAL = "seal"


class TypeRule(msgspec.Struct, frozen=True):
    """How a role is set.

    Attributes:
        px: Height in logical pixels at 96 dpi and 100 % text; never under 12.
        weight: 400, 500, 600 or 700.
        numerals: One weight more in the dim theme.
        tabular: Figures of one width (``tnum``); never where the text may hold a hyphen.
        plain_figures: Slashed zero and unlike l, I, 1 (``ss02``).
    """

    px: int
    weight: int
    numerals: bool = False
    tabular: bool = False
    plain_figures: bool = False


TYPE: Mapping[Role, TypeRule] = MappingProxyType(
    {
        Role.CLOCK: TypeRule(36, 700, numerals=True, tabular=True),
        Role.VITAL: TypeRule(25, 600, numerals=True, tabular=True),
        Role.TITLE: TypeRule(26, 700),
        Role.NAME: TypeRule(20, 700),
        Role.DOSE: TypeRule(21, 700, numerals=True),
        Role.CURRENT: TypeRule(18, 600),
        Role.ITEM: TypeRule(16, 500),
        Role.STRONG: TypeRule(16, 600),
        Role.BUTTON: TypeRule(16, 500),
        Role.KEY: TypeRule(22, 500, numerals=True, tabular=True),
        Role.CURRENT_EMERGENCY: TypeRule(26, 600),
        Role.ITEM_EMERGENCY: TypeRule(20, 500),
        Role.SECONDARY: TypeRule(14, 400),
        Role.SECONDARY_STRONG: TypeRule(14, 500),
        Role.ANSWER: TypeRule(15, 500),
        Role.CAPTION: TypeRule(13, 400),
        Role.LABEL: TypeRule(13, 500),
        Role.LABEL_STRONG: TypeRule(13, 600),
        Role.AXIS: TypeRule(12, 500),
        Role.STAMP: TypeRule(13, 400, tabular=True),
        Role.MRN: TypeRule(16, 600, plain_figures=True),
        Role.SEAL: TypeRule(13, 500, plain_figures=True),
    }
)
