"""The imperative shell: everything a person or timer may ask of a workstation. Knows no threads, no Qt, no SQL."""
