"""The three parts of New session: patient, order, chair. Each is a card; ``pages.new_session`` joins them."""
