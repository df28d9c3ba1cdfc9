"""The rooms of the monitoring page: clocks, trend, tiles, vital signs, flowsheet, sheets of the infusion."""
