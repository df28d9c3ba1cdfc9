"""The windows. The only package that imports PySide6; it knows ``service`` and below, never ``store``.

A widget shows a value and says what was tapped. No clinical rule lives here.
"""
