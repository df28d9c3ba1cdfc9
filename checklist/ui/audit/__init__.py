"""The parts of the supervisor's page: filters, list, detail, whole-store check, export."""
