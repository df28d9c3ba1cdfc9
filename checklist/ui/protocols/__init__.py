"""Parts of the Protocols page."""
