"""Pages: one module a page, shown by the main window inside its frames."""
