"""The colours hold their ratios and distances, the glyphs differ in grey, the theme changes at once."""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Callable, Mapping

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from checklist.errors import SettingsError
from checklist.ui import icons, theme
from checklist.ui.binding import binding_is_sound
from checklist.ui.theme import Theme
from checklist.ui.tokens import DIM, LIGHT, TYPE, Role, Token
from checklist.ui.typing_rules import number_shape
from checklist.ui.widgets.card import Card
from checklist.ui.widgets.glyph import State, paint_glyph
from checklist.ui.widgets.number_field import NumberField
from checklist.ui.widgets.text import Text

Shoot = Callable[..., QImage]
THEMES = {"light": LIGHT, "dim": DIM}
BODY, TEXT, LARGE = 7.0, 4.5, 3.0

PAIRS: tuple[tuple[Token, Token, float], ...] = (
    *((Token.INK, ground, BODY) for ground in Token if ground.endswith("_tint")),
    *((Token.INK, g, BODY) for g in (Token.BG, Token.SURFACE, Token.SUNKEN, Token.RAISED)),
    *((ink, g, TEXT) for ink in (Token.INK2, Token.INK3) for g in (Token.BG, Token.SURFACE, Token.SUNKEN)),
    *((Token.EDGE, g, LARGE) for g in (Token.BG, Token.SURFACE, Token.RAISED)),
    (Token.ACCENT, Token.ACCENT_TINT, TEXT),
    (Token.DONE, Token.DONE_TINT, TEXT),
    (Token.INFO, Token.INFO_TINT, TEXT),
    (Token.CAUTION, Token.CAUTION_TINT, TEXT),
    (Token.ALARM, Token.ALARM_TINT, TEXT),
    (Token.EXCEPT, Token.EXCEPT_TINT, TEXT),
    *(
        (ink, g, TEXT)
        for ink in (Token.ACCENT, Token.DONE, Token.INFO, Token.CAUTION, Token.ALARM, Token.EXCEPT)
        for g in (Token.BG, Token.SURFACE)
    ),
    (Token.ON_ACCENT, Token.ACCENT_FILL, TEXT),
    (Token.ON_CAUTION, Token.CAUTION_FILL, TEXT),
    (Token.ON_ALARM, Token.ALARM_FILL, TEXT),
    *((series, Token.SURFACE, TEXT) for series in (Token.S_BP, Token.S_HR, Token.S_SPO2, Token.S_EVENT)),
    *((Token.FOCUS, g, 6.7) for g in (Token.BG, Token.SURFACE)),
)


def linear(colour: str) -> tuple[float, float, float]:
    """Return linear sRGB, 0 to 1 (WCAG 2.2, relative luminance)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return r, g, b


def luminance(colour: str) -> float:
    r, g, b = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


# Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB.
SIGHT: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
FLOORS = {"normal": 18.0, "protan": 10.0, "deutan": 10.0, "tritan": 6.5}


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """Return CIELAB (D65) of a colour as seen with a kind of sight."""
    rgb = linear(colour)
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in SIGHT[sight])
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return the CIEDE2000 difference of two CIELAB colours (CIE 142-2001)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    d_l, d_c, d_h = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    l_m, c_m, h_m = (l1 + l2) / 2, (c1 + c2) / 2, (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    t = 1 - 0.17 * math.cos(math.radians(h_m - 30)) + 0.24 * math.cos(math.radians(2 * h_m))
    t += 0.32 * math.cos(math.radians(3 * h_m + 6)) - 0.20 * math.cos(math.radians(4 * h_m - 63))
    s_l = 1 + 0.015 * (l_m - 50) ** 2 / math.sqrt(20 + (l_m - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_m, 1 + 0.015 * c_m * t
    r_t = -2 * math.sqrt(c_m**7 / (c_m**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((h_m - 275) / 25) ** 2))))
    parts = (d_l / s_l) ** 2 + (d_c / s_c) ** 2 + (d_h / s_h) ** 2 + r_t * (d_c / s_c) * (d_h / s_h)
    return math.sqrt(parts)


def test_the_measure_of_difference_is_right() -> None:
    """UX-2 our CIEDE2000 gives the published value of two pairs of the test data of Sharma 2005."""
    assert ciede2000((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert ciede2000((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514)) == pytest.approx(0.9082, abs=1e-4)


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_of_tokens_can_be_read(name: str) -> None:
    """UX-2 all pairs pass WCAG 2.2: body text 7, text 4.5, borders and large text 3, focus 6.7."""
    tokens = THEMES[name]
    low = [
        (ink.value, ground.value, round(contrast(tokens[ink], tokens[ground]), 2))
        for ink, ground, least in PAIRS
        if round(contrast(tokens[ink], tokens[ground]), 1) < least
    ]
    assert not low


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_state_colours_stay_apart(name: str, sight: str) -> None:
    """UX-2 the six state colours stay apart for every kind of sight: 10 CIEDE2000 for protan and deutan."""
    states = (Token.ACCENT, Token.DONE, Token.INFO, Token.CAUTION, Token.ALARM, Token.EXCEPT)
    seen = {token: lab(THEMES[name][token], sight) for token in states}
    closest = min((ciede2000(seen[a], seen[b]), a.value, b.value) for a, b in itertools.combinations(states, 2))
    assert closest[0] >= FLOORS[sight], closest


def grey(state: State, ground: Token) -> list[int]:
    image = QImage(28, 28, QImage.Format.Format_RGB32)
    image.fill(theme.color(ground))
    painter = QPainter(image)
    paint_glyph(painter, QRectF(0, 0, 28, 28), state)
    painter.end()
    flat = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return [flat.pixelColor(x, y).red() for y in range(28) for x in range(28)]


@pytest.mark.parametrize("dim", [False, True])
def test_glyphs_differ_without_colour(styled: QApplication, dim: bool) -> None:
    """UX-3 each state glyph differs from every other in a grey 28 px render by at least 30 clearly different pixels."""
    theme.use(styled, Theme(dim=dim, motion=False))
    drawn = {state: grey(state, Token.SURFACE) for state in State}
    for one, other in itertools.combinations(State, 2):
        differing = sum(abs(a - b) > 48 for a, b in zip(drawn[one], drawn[other], strict=True))
        assert differing >= 30, (one, other, differing)


def test_every_icon_is_an_icon(styled: QApplication) -> None:
    """UX-8 each vendored icon draws something, and an unknown name is an error and no empty square."""
    del styled
    folder = icons.resource("icons")
    names = [path.stem for path in folder.glob("*.svg")]
    assert 40 <= len(names) <= 60
    for name in names:
        image = icons.pixmap(name, Token.INK, 24).toImage()
        assert any(image.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24)), name
    with pytest.raises(SettingsError):
        icons.pixmap("no-such-icon", Token.INK, 24)


def test_the_bundled_fonts_are_used_in_all_weights(styled: QApplication) -> None:
    """UX-6 Inter is loaded from our files in four weights that differ, with tabular figures where digits change."""
    del styled
    widths = set()
    for weight in (400, 500, 600, 700):
        font = QFont(theme.font(Role.ITEM))
        font.setWeight(QFont.Weight(weight))
        assert QFontInfo(font).family() == "Inter"
        widths.add(QFontInfo(font).weight())
    assert widths == {400, 500, 600, 700}
    from checklist.ui.widgets.paint import text_width

    clock = theme.font(Role.CLOCK)
    assert text_width(clock, "11:11") == text_width(clock, "48:00")
    assert text_width(theme.font(Role.ITEM), "1111") < text_width(theme.font(Role.ITEM), "4800")


def test_no_type_under_12_px() -> None:
    """UX-7 no role is set under 12 px, and tabular figures are never used where a date with hyphens may stand."""
    assert min(rule.px for rule in TYPE.values()) >= 12
    assert not any(TYPE[role].tabular for role in (Role.ITEM, Role.STRONG, Role.SECONDARY, Role.TITLE, Role.MRN))


def test_theme_changes_without_a_new_widget(shoot: Shoot, styled: QApplication) -> None:
    """UX-4 widgets alive take up another theme at once: painted ones, labels and stock inputs alike."""
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.setContentsMargins(20, 20, 20, 20)
    card = Card()
    entry, note = QLineEdit("a"), QPlainTextEdit("b")
    theme.dress(entry)
    theme.dress(note)
    field = NumberField("SpO₂", number_shape("SpO₂", "40", "100"), "%", id="f")
    for control in (entry, note, field):
        control.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for widget in (card, Text("Words"), entry, note, field):
        layout.addWidget(widget)
    for dim in (False, True, False):
        image = shoot(window, "switch", (400, 500), dim=dim)
        tokens = DIM if dim else LIGHT
        assert image.pixelColor(4, 4).name().upper() == tokens[Token.BG]
        assert image.pixelColor(card.geometry().center()).name().upper() == tokens[Token.SURFACE]
        assert image.pixelColor(entry.geometry().center()).name().upper() == tokens[Token.RAISED]
        assert image.pixelColor(note.geometry().center()).name().upper() == tokens[Token.RAISED]
        assert image.pixelColor(field.geometry().center()).name().upper() == tokens[Token.RAISED]
    small = field.sizeHint()
    theme.use(styled, Theme(percent=130, motion=False))
    assert field.sizeHint().height() > small.height()
    assert entry.sizeHint().height() >= theme.px(48)


def test_text_size_takes_hold_of_labels_not_yet_shown(styled: QApplication) -> None:
    """UX-7 a label made before the text size changed and shown after it has the new size."""
    window = QWidget()
    layout = QVBoxLayout(window)
    text = Text("HARLOW, Josephine", Role.NAME, wrap=False)
    layout.addWidget(text)
    before = text.sizeHint()
    theme.use(styled, Theme(percent=130, motion=False))
    window.show()
    styled.processEvents()
    assert text.sizeHint().width() > before.width() * 1.25
    assert text.width() >= text.sizeHint().width()
    window.close()


def test_a_person_who_needs_contrast_gets_full_ink() -> None:
    """UX-2 where the system asks for contrast, secondary inks and edges become full ink."""
    strong = Theme(contrast=True)
    assert strong.hex(Token.INK3) == strong.hex(Token.EDGE) == LIGHT[Token.INK]
    assert strong.hex(Token.ACCENT) == LIGHT[Token.ACCENT]


def test_nothing_blinks(styled: QApplication) -> None:
    """UX-19 no caret of any input blinks."""
    del styled
    assert QGuiApplication.styleHints().cursorFlashTime() == 0


def test_the_binding_keeps_none(shoot: Shoot) -> None:
    """UX-1 the binding is sound, and 200 repaints of a full page take no references from None."""
    assert binding_is_sound()
    window = QWidget()
    layout = QVBoxLayout(window)
    for state in State:
        layout.addWidget(Text(state.value))
        layout.addWidget(NumberField(state.value, number_shape("x", "0", "9"), "%", id=state.value))
    shoot(window, "none", (400, 900))
    image = QImage(400, 900, QImage.Format.Format_RGB32)
    before = sys.getrefcount(None)
    for _ in range(200):
        window.render(image)
    assert sys.getrefcount(None) >= before - 100


@pytest.mark.parametrize("align", [Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight])
def test_words_are_wrapped_never_cut(shoot: Shoot, align: Qt.AlignmentFlag) -> None:
    """UX-6 a label with less room grows in height; it never shortens its words with dots."""
    text = Text("Hold and call the prescriber if systolic is 160 or more", align=align)
    shoot(text, "wrapped", None)
    assert text.heightForWidth(120) > text.heightForWidth(600)
    assert "…" not in text.text()
