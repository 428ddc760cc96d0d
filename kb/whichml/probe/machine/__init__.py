"""The machine that measures: what it is, and how fast."""
