"""What the checklists are: model, reader, checker, library. Pure."""
