"""Emergency: the chooser, the running list, the strip over every page, and what is on its way to the record."""
