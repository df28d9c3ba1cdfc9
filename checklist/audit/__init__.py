"""What is read out of the log: replay, records, projections, the trend, packets, verification. Pure."""
