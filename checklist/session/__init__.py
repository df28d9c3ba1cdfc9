"""One patient's session: commands, events, state, and the pure functions between them."""
