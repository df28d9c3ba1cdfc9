"""Scanned package codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.service.scanning import Scanned, Unread, Why, read_scan

GTIN = "00304092053105"
GS = "\x1d"
WHOLE = Scanned(GTIN, "KT4471", "2028-05-31", "ABC12")


@pytest.mark.parametrize(
    "typed",
    [
        f"01{GTIN}1728053110KT4471{GS}21ABC12",
        f"]d201{GTIN}1728053110KT4471{GS}21ABC12",
        f"]C101{GTIN}1728053110KT4471{GS}21ABC12\r\n",
        f"{GS}01{GTIN}10KT4471{GS}21ABC12{GS}17280531",
        f"]d2{GS}01{GTIN}21ABC12{GS}10KT4471{GS}17280531{GS}",
        f"01{GTIN}{GS}17280531{GS}10KT4471{GS}21ABC12",
        f"01{GTIN}1728050010KT4471<GS>21ABC12",
        f"01{GTIN}1728053110KT4471^]21ABC12",
        f"(01){GTIN}(17)280531(10)KT4471(21)ABC12",
    ],
)
def test_real_forms(typed):
    """A DataMatrix or GS1-128 string gives product, lot and day, in any order, with or without mark and separators."""
    assert read_scan(typed) == WHOLE


def test_day_of_zero_is_the_months_last():
    """A day of 00 is the last of its month."""
    assert read_scan(f"01{GTIN}17280200") == Scanned(GTIN, expiry="2028-02-29")


def test_product_only():
    """A code with nothing but the product fills nothing else."""
    assert read_scan(f"01{GTIN}") == Scanned(GTIN)


def test_a_lost_separator_is_not_guessed():
    """Where the scanner swallows the separator the rest belongs to the lot, and no day is made up."""
    found = read_scan(f"01{GTIN}10KT447117280531")
    assert found == Scanned(GTIN, "KT447117280531")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Why.EMPTY),
        (" \r\n", Why.EMPTY),
        (GS * 3, Why.EMPTY),
        ("A" * 121, Why.LONG),
        ("KT4471", Why.FORM),
        ("hello world", Why.FORM),
        (f"01{GTIN[:-1]}6", Why.FORM),
        (f"01{GTIN}17281331", Why.FORM),
        (f"01{GTIN}17000000", Why.FORM),
        (f"01{GTIN}17280532", Why.FORM),
        (f"01{GTIN[:10]}", Why.FORM),
        (GTIN, Why.FORM),
        ("1728053110KT4471", Why.NO_PRODUCT),
        (f"01{GTIN}10A{GS}10B", Why.TWICE),
    ],
)
def test_what_is_no_package_code(typed, why):
    """A string that is no package's code is said to be none, with the reason, and nothing is filled."""
    assert read_scan(typed) == Unread(why)


@given(st.text(max_size=130))
def test_anything_typed(typed):
    """Whatever is typed, reading it raises nothing."""
    assert isinstance(read_scan(typed), Scanned | Unread)


@given(st.text(st.sampled_from("0123456789ABCd]()[]\x1d<GS>"), max_size=60))
def test_anything_like_a_code(typed):
    """Whatever looks like a code, reading it raises nothing."""
    assert isinstance(read_scan(f"01{GTIN}" + typed), Scanned | Unread)
