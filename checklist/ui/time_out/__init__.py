"""The independent double check and time-out on screen (``ux.md`` 10.5): what stands, its words, and its parts."""
