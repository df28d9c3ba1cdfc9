"""The tour: one whole session through the real windows, by presses and keys alone, with a picture of every page."""
