"""A drawing as a list of shapes: what the screen paints and the paper writes as SVG (D29).

Units are those of the ``Box``, y downwards: logical pixels on screen, points on paper. Colours (``Ink``) and
sizes of text (``Size``) are names; whoever paints decides what they look like. Pure; imports nothing of ours.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Ink(StrEnum):
    """What a shape stands for; the values are the colour tokens of ``ux.md`` 4."""

    GRID = "line"
    BAND = "caution_tint"
    AXIS = "ink3"
    QUIET = "ink2"
    BP = "s_bp"
    HR = "s_hr"
    SPO2 = "s_spo2"
    EVENT = "s_event"
    EVENT_WORDS = "ink"
    NOW = "accent"
    OVER = "caution"


class Size(StrEnum):
    """How large words are."""

    AXIS = "axis"
    NAME = "name"
    VALUE = "value"
    WAS = "was"
    EVENT = "event"


class Anchor(StrEnum):
    """Which end of the words stands at x; the words of SVG's ``text-anchor``."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Band(msgspec.Struct, frozen=True, tag=True):
    """A filled box: where a value is outside the protocol's limits."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink = Ink.BAND


class Line(msgspec.Struct, frozen=True, tag=True):
    """A thin straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink
    dashed: bool = False


class Trace(msgspec.Struct, frozen=True, tag=True):
    """A thin line through points ``(x, y)``, two or more."""

    points: tuple[tuple[float, float], ...]
    ink: Ink


class Stem(msgspec.Struct, frozen=True, tag=True):
    """A blood pressure: v with its tip at ``top``, ^ at ``bottom``; an end off the scale has none."""

    x: float
    top: float
    bottom: float
    ink: Ink
    v_above: bool = True
    v_below: bool = True


class Dot(msgspec.Struct, frozen=True, tag=True):
    """A pulse."""

    x: float
    y: float
    ink: Ink


class Square(msgspec.Struct, frozen=True, tag=True):
    """A saturation."""

    x: float
    y: float
    ink: Ink


class Mark(msgspec.Struct, frozen=True, tag=True):
    """A filled triangle, tip down: something happened."""

    x: float
    y: float
    ink: Ink = Ink.EVENT


class Arrow(msgspec.Struct, frozen=True, tag=True):
    """A value off the scale: a triangle at the edge that points out of the lane."""

    x: float
    y: float
    up: bool
    ink: Ink


class Words(msgspec.Struct, frozen=True, tag=True):
    """Words with their baseline at y; struck through where they were taken back."""

    x: float
    y: float
    text: str
    ink: Ink
    size: Size
    anchor: Anchor = Anchor.START
    struck: bool = False


Shape = Band | Line | Trace | Stem | Dot | Square | Mark | Arrow | Words


class Box(msgspec.Struct, frozen=True):
    """Where to draw: width and height in units, and how large text and margins are (1.0 is 100 %)."""

    width: float
    height: float
    scale: float = 1.0


class Drawing(msgspec.Struct, frozen=True):
    """The shapes, in the order they are painted."""

    box: Box
    shapes: tuple[Shape, ...]
