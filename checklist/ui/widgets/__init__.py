"""Widgets that show a value and say what was tapped.

Each reads colours, fonts and sizes from ``ui.theme`` when it paints, so a change of theme needs no work
from a page. Widgets get values pushed; none asks for the time. Every control has an accessible name.
"""
